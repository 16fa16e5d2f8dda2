package org.snapup.ffi.crypto;

import static org.snapup.ffi.NativeFunction.CType.INT;
import static org.snapup.ffi.NativeFunction.CType.LONG;

import com.kenai.jffi.MemoryIO;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.LibraryMismatchException;
import org.snapup.ffi.NativeFunction;
import org.snapup.ffi.NativeLibrary;

/** The functions of OpenSSL's libcrypto that make digests. Safe on any thread. */
final class Libcrypto {
    private static final String[] NAMES = {"libcrypto.so.3", "libcrypto.so", "libcrypto.so.1.1"};
    private static final MemoryIO MEMORY = MemoryIO.getInstance();
    private static final int BLOCK_BYTES = 64 * 1024;
    private static final long NULL = 0;

    /** Where a thread puts bytes that the library is to see. */
    private static final ThreadLocal<ByteBuffer> BLOCK =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BLOCK_BYTES));

    private final NativeFunction digestByName;
    private final NativeFunction newContext;
    private final NativeFunction freeContext;
    private final NativeFunction init;
    private final NativeFunction update;
    private final NativeFunction finish;

    private Libcrypto(NativeLibrary library) {
        digestByName = library.function("EVP_get_digestbyname", LONG, LONG);
        newContext = library.function("EVP_MD_CTX_new", LONG);
        freeContext = library.function("EVP_MD_CTX_free", LONG, LONG);
        init = library.function("EVP_DigestInit_ex", INT, LONG, LONG, LONG);
        update = library.function("EVP_DigestUpdate", INT, LONG, LONG, LONG);
        finish = library.function("EVP_DigestFinal_ex", INT, LONG, LONG, LONG);
    }

    /** The system's, null where it has none. */
    static @Nullable Libcrypto load() {
        for (String name : NAMES) {
            try {
                return new Libcrypto(NativeLibrary.open(Path.of(name)));
            } catch (LibraryMismatchException e) {
                // the next name, or none
            }
        }
        return null;
    }

    /** The address of a kind of digest; 0 where this library doesn't know it. */
    long type(String name) {
        ByteBuffer block = BLOCK.get().clear();
        block.put(name.getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
        return digestByName.call(MEMORY.getDirectBufferAddress(block));
    }

    /** The address of what a digest of this kind needs while it is under way; to be {@link #free}d. */
    long begin(long type) {
        long context = newContext.call();
        if (context == NULL) {
            throw new OutOfMemoryError("libcrypto has no memory for a digest");
        }
        if (init.call(context, type, NULL) != 1) {
            free(context);
            throw new IllegalStateException("libcrypto refuses to compute a digest of a kind that it knows");
        }
        return context;
    }

    /** Goes back to where {@link #begin} left it. */
    void beginAgain(long context) {
        check(init.call(context, NULL, NULL));
    }

    /** Takes all that remains. */
    void update(long context, ByteBuffer input) {
        if (input.isDirect()) {
            check(update.call(context, MEMORY.getDirectBufferAddress(input) + input.position(), input.remaining()));
            input.position(input.limit());
            return;
        }
        ByteBuffer block = BLOCK.get();
        int end = input.limit();
        while (input.position() < end) {
            input.limit(Math.min(end, input.position() + block.capacity()));
            block.clear().put(input);
            check(update.call(context, MEMORY.getDirectBufferAddress(block), block.position()));
        }
        input.limit(end);
    }

    byte[] finish(long context, int length) {
        ByteBuffer block = BLOCK.get().clear();
        check(finish.call(context, MEMORY.getDirectBufferAddress(block), NULL));
        byte[] digest = new byte[length];
        block.get(digest);
        return digest;
    }

    void free(long context) {
        freeContext.call(context);
    }

    private static void check(long result) {
        if (result != 1) {
            throw new IllegalStateException("libcrypto can't compute a digest that it began");
        }
    }
}
