@NullMarked
package org.snapup.daemon.boot;

import org.jspecify.annotations.NullMarked;
