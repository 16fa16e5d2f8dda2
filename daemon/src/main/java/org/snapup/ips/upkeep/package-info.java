/** What keeps an image in order and changes no package. */
@NullMarked
package org.snapup.ips.upkeep;

import org.jspecify.annotations.NullMarked;
