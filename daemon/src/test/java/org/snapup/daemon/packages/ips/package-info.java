@NullMarked
package org.snapup.daemon.packages.ips;

import org.jspecify.annotations.NullMarked;
