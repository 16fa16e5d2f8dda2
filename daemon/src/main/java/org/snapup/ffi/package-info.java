/**
 * The few calls of the C library that Java has no safe equivalent for: operations relative to a directory's
 * descriptor, so that no path is ever looked up twice and none leaves the root it was opened beneath.
 *
 * <p>Names are bytes. What depends on the operating system (constants, layouts, call numbers) lives in one {@link
 * org.snapup.ffi.Platform} per system; everything else is written once.
 */
@NullMarked
package org.snapup.ffi;

import org.jspecify.annotations.NullMarked;
