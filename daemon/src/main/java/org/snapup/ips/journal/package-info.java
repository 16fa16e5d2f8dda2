/** The durable record of a change to an image: what was there before, so that whatever is cut off can be undone. */
@NullMarked
package org.snapup.ips.journal;

import org.jspecify.annotations.NullMarked;
