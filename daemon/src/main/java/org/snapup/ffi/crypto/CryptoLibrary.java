package org.snapup.ffi.crypto;

import java.nio.ByteBuffer;
import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import org.jspecify.annotations.Nullable;

/** libcrypto's functions, by their C names. Public only because jnr-ffi's generated code must see it. */
public interface CryptoLibrary {
    @Nullable
    Pointer EVP_get_digestbyname(@In byte[] name);

    @Nullable
    Pointer EVP_MD_CTX_new();

    void EVP_MD_CTX_free(Pointer context);

    int EVP_DigestInit_ex(Pointer context, Pointer type, @Nullable Pointer engine);

    int EVP_DigestUpdate(Pointer context, @In ByteBuffer data, long length);

    int EVP_DigestFinal_ex(Pointer context, @Out byte[] digest, @Nullable Pointer length);
}
