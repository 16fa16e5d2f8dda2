/** The embedded package engine: the IPS library behind the engine contract. */
@NullMarked
package org.snapup.daemon.packages.ips;

import org.jspecify.annotations.NullMarked;
