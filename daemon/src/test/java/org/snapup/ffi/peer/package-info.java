/** Tests of what the kernel and the name service say. */
@NullMarked
package org.snapup.ffi.peer;

import org.jspecify.annotations.NullMarked;
