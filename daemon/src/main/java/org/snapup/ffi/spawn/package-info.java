/**
 * Starting child processes by posix_spawn(3), in one step and with nothing between: the session, the pipes and the
 * closing of every other descriptor are the C library's, so that no second program has to be executed for them. Linux
 * with glibc 2.34 and pidfd_open(2).
 */
@NullMarked
package org.snapup.ffi.spawn;

import org.jspecify.annotations.NullMarked;
