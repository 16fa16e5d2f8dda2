/** The real libnvpair, and a libbe for machines that aren't illumos. */
@NullMarked
package org.snapup.testing.libbe;

import org.jspecify.annotations.NullMarked;
