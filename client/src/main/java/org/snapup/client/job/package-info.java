/** The verbs under {@code snapup job}. */
@NullMarked
package org.snapup.client.job;

import org.jspecify.annotations.NullMarked;
