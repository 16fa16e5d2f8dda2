@NullMarked
package org.snapup.ips.solve;

import org.jspecify.annotations.NullMarked;
