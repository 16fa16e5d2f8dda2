package org.snapup.ffi.peer;

import jnr.ffi.annotations.In;

/** illumos' libsecdb. Public only because jnr-ffi's generated code must see it. */
public interface SecurityAttributes {
    /** 1 when the user has the authorisation, 0 when not, or when there is no such user. */
    int chkauthattr(@In byte[] authorisation, @In byte[] user);
}
