@NullMarked
package org.snapup.ips.state;

import org.jspecify.annotations.NullMarked;
