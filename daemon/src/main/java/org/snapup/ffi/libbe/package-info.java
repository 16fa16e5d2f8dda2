/**
 * illumos' libbe, through jnr-ffi: its functions, the structures that it returns, its error codes.
 *
 * <p>Source of names, numbers, layouts: illumos-gate, {@code usr/src/lib/libbe/common/libbe.h}, and for the field that
 * came with activation for one boot the public use of it in {@code be_list.c} and {@code beadm.c}. The library keeps one
 * handle of libzfs in a variable of its own and isn't safe for threads: {@link org.snapup.ffi.libbe.Libbe} lets one call
 * in at a time.
 */
@NullMarked
package org.snapup.ffi.libbe;

import org.jspecify.annotations.NullMarked;
