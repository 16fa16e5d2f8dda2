/** Tests. */
@NullMarked
package org.snapup.ips.fmri;

import org.jspecify.annotations.NullMarked;
