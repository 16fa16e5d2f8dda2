@NullMarked
package org.snapup.ffi.gzip;

import org.jspecify.annotations.NullMarked;
