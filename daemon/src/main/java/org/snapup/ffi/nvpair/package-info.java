/**
 * Name-value lists of libnvpair, by which libbe and libzfs take their arguments. A list is a plain value ({@link
 * org.snapup.ffi.nvpair.NvList}); it is native for the time of a call only ({@link org.snapup.ffi.nvpair.NativeList}).
 *
 * <p>Names, numbers and signatures: illumos, {@code sys/nvpair.h} and {@code libnvpair.h}; OpenZFS has the same.
 */
@NullMarked
package org.snapup.ffi.nvpair;

import org.jspecify.annotations.NullMarked;
