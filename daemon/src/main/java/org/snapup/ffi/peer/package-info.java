/**
 * Who is at the other end of a Unix domain socket, as the kernel says, and which groups an account is in, as the name
 * service says. Everything here works on file descriptors and numbers; nothing is read from a message.
 */
@NullMarked
package org.snapup.ffi.peer;

import org.jspecify.annotations.NullMarked;
