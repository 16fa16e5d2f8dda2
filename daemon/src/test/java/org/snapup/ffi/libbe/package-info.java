@NullMarked
package org.snapup.ffi.libbe;

import org.jspecify.annotations.NullMarked;
