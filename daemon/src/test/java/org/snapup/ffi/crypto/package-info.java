@NullMarked
package org.snapup.ffi.crypto;

import org.jspecify.annotations.NullMarked;
