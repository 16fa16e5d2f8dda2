@NullMarked
package org.snapup.daemon.packages;

import org.jspecify.annotations.NullMarked;
