@NullMarked
package org.snapup.daemon.packages.ips.parsable;

import org.jspecify.annotations.NullMarked;
