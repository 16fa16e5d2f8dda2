@NullMarked
package org.snapup.ips.execute;

import org.jspecify.annotations.NullMarked;
