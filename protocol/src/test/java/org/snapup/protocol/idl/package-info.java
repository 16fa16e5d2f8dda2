/** The Varlink interface definition language, as far as tests need it. */
@NullMarked
package org.snapup.protocol.idl;

import org.jspecify.annotations.NullMarked;
