@NullMarked
package org.snapup.daemon.packages.pkg;

import org.jspecify.annotations.NullMarked;
