/** The verbs under {@code snapup be}. */
@NullMarked
package org.snapup.client.be;

import org.jspecify.annotations.NullMarked;
