/** Names and versions of packages, and the patterns that select them. */
@NullMarked
package org.snapup.ips.fmri;

import org.jspecify.annotations.NullMarked;
