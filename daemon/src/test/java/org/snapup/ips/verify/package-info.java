@NullMarked
package org.snapup.ips.verify;

import org.jspecify.annotations.NullMarked;
