@NullMarked
package org.snapup.ips.image;

import org.jspecify.annotations.NullMarked;
