@NullMarked
package org.snapup.ips.sign;

import org.jspecify.annotations.NullMarked;
