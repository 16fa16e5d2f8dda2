/** Tests of the verbs under {@code be}. */
@NullMarked
package org.snapup.client.be;

import org.jspecify.annotations.NullMarked;
