package org.snapup.ffi.crypto;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
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

    private final Libcrypto library;
    private final long type;
    private final int length;
    private @Nullable Context context;
    private boolean ended;

    private record Kind(String name, int length) {}

    /** Loaded when it is first asked for. */
    private static final class Library {
        static final @Nullable Libcrypto LIBRARY = Libcrypto.load();

        private Library() {}
    }

    private NativeDigest(String algorithm, Libcrypto library, long type, int length) {
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
        Libcrypto library = Library.LIBRARY;
        Kind kind = KINDS.get(algorithm);
        if (library == null || kind == null) {
            return Optional.empty();
        }
        long type = library.type(kind.name);
        return type == 0 ? Optional.empty() : Optional.of(new NativeDigest(algorithm, library, type, kind.length));
    }

    /** What libcrypto keeps for a digest; freed with it. */
    private static final class Context {
        final long address;

        Context(Libcrypto library, long type) {
            long made = library.begin(type);
            this.address = made;
            CLEANER.register(this, () -> library.free(made));
        }
    }

    private Context begun() {
        Context now = context;
        if (now == null) {
            now = new Context(library, type);
            context = now;
        } else if (ended) {
            library.beginAgain(now.address);
        }
        ended = false;
        return now;
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
        try {
            library.update(begun().address, input);
        } finally {
            Reference.reachabilityFence(this); // or the context could be freed meanwhile
        }
    }

    @Override
    protected byte[] engineDigest() {
        byte[] digest = library.finish(begun().address, length);
        ended = true;
        return digest;
    }

    @Override
    protected void engineReset() {
        ended = true; // what the library keeps serves the next one
    }

    @Override
    protected int engineGetDigestLength() {
        return length;
    }
}
