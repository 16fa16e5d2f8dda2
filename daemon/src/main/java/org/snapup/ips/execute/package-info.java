/** Carries out a plan beneath an image's root, and never reaches outside it. */
@NullMarked
package org.snapup.ips.execute;

import org.jspecify.annotations.NullMarked;
