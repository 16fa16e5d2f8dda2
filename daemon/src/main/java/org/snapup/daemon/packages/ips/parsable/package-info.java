/** What pkg(1) prints for programs with {@code --parsable=0}, of what the library plans and finds. */
@NullMarked
package org.snapup.daemon.packages.ips.parsable;

import org.jspecify.annotations.NullMarked;
