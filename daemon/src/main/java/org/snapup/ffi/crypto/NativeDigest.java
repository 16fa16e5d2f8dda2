package org.snapup.ffi.crypto;

import static java.util.Objects.requireNonNull;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Digests by the system's libcrypto, which uses the processor's instructions for them: Java does so only in code that its
 * second compiler made, and snapupd does without that one. As other digests, one is for one thread at a time.
 *
 * @see <a href="https://docs.openssl.org/3.0/man3/EVP_DigestInit/">EVP_DigestInit(3)</a>
 */
public final class NativeDigest extends MessageDigest {
    /** Java's names, libcrypto's, and the bytes of a digest. */
    private static final Map<String, Kind> KINDS = Map.of(
            "SHA-1", new Kind("SHA1", 20),
            "SHA-256", new Kind("SHA256", 32),
            "SHA-384", new Kind("SHA384", 48),
            "SHA-512", new Kind("SHA512", 64),
            "SHA-512/256", new Kind("SHA512-256", 32));

    private static final Cleaner CLEANER = Cleaner.create();

    private final CryptoLibrary library;
    private final Pointer type;
    private final int length;
    private @Nullable Context context;

    private record Kind(String name, int length) {}

    /** Loaded when it is first asked for. */
    private static final class Library {
        static final @Nullable CryptoLibrary LIBRARY = load();

        private Library() {}

        private static @Nullable CryptoLibrary load() {
            for (String name : new String[] {"libcrypto.so.3", "crypto", "libcrypto.so.1.1"}) {
                try {
                    return LibraryLoader.create(CryptoLibrary.class)
                            .failImmediately()
                            .load(name);
                } catch (UnsatisfiedLinkError e) {
                    // the next name, or none
                }
            }
            return null;
        }
    }

    private NativeDigest(String algorithm, CryptoLibrary library, Pointer type, int length) {
        super(algorithm);
        this.library = library;
        this.type = type;
        this.length = length;
    }

    /**
     * A digest.
     *
     * @param algorithm by Java's name
     * @return empty where the system has no libcrypto, or that one doesn't know it
     */
    public static Optional<MessageDigest> of(String algorithm) {
        CryptoLibrary library = Library.LIBRARY;
        Kind kind = KINDS.get(algorithm);
        if (library == null || kind == null) {
            return Optional.empty();
        }
        Pointer type = library.EVP_get_digestbyname((kind.name + '\0').getBytes(StandardCharsets.US_ASCII));
        return type == null ? Optional.empty() : Optional.of(new NativeDigest(algorithm, library, type, kind.length));
    }

    /** What libcrypto keeps of a digest under way. */
    private static final class Context implements AutoCloseable {
        final Pointer pointer;
        private final Cleaner.Cleanable release;

        Context(CryptoLibrary library) {
            Pointer made = requireNonNull(library.EVP_MD_CTX_new(), "libcrypto has no memory");
            this.pointer = made;
            this.release = CLEANER.register(this, () -> library.EVP_MD_CTX_free(made));
        }

        @Override
        public void close() {
            release.clean();
        }
    }

    private Context begun() {
        Context now = context;
        if (now == null) {
            now = new Context(library);
            context = now;
            check(library.EVP_DigestInit_ex(now.pointer, type, null));
        }
        return now;
    }

    private void check(int result) {
        if (result != 1) {
            throw new IllegalStateException("libcrypto can't compute " + getAlgorithm());
        }
    }

    @Override
    protected void engineUpdate(byte input) {
        engineUpdate(new byte[] {input}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int count) {
        engineUpdate(ByteBuffer.wrap(input, offset, count));
    }

    @Override
    protected void engineUpdate(ByteBuffer input) {
        if (input.hasRemaining()) {
            check(library.EVP_DigestUpdate(begun().pointer, input, input.remaining()));
            input.position(input.limit());
        }
    }

    @Override
    protected byte[] engineDigest() {
        byte[] digest = new byte[length];
        check(library.EVP_DigestFinal_ex(begun().pointer, digest, null));
        engineReset();
        return digest;
    }

    @Override
    protected void engineReset() {
        if (context != null) {
            context.close();
            context = null;
        }
    }

    @Override
    protected int engineGetDigestLength() {
        return length;
    }
}
