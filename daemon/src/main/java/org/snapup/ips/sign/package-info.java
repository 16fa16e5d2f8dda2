/** Signatures of packages: what is signed, by whom, and which are asked for. */
@NullMarked
package org.snapup.ips.sign;

import org.jspecify.annotations.NullMarked;
