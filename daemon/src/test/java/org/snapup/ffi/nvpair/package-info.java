@NullMarked
package org.snapup.ffi.nvpair;

import org.jspecify.annotations.NullMarked;
