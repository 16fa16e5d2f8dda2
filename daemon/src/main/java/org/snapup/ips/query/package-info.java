/** What an image and its publishers have, asked without changing anything: the answers that pkg(1) lists. */
@NullMarked
package org.snapup.ips.query;

import org.jspecify.annotations.NullMarked;
