@NullMarked
package org.snapup.ips.upkeep;

import org.jspecify.annotations.NullMarked;
