package org.snapup.ips.repo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/** The text of a manifest that is to be published: what nobody could read again is refused. */
public final class ManifestText {
    /** Manifests that are longer are read by nobody, in bytes. */
    static final int LIMIT = 64 << 20;

    private static final int BUFFER = 8 << 10;

    private ManifestText() {}

    /**
     * Reads it; the stream stays open.
     *
     * @param source named in errors
     * @throws IpsException BAD_INPUT if it isn't UTF-8, or too long; IO
     */
    public static byte[] read(InputStream in, String source) {
        byte[] bytes;
        try {
            bytes = in.readNBytes(LIMIT + 1);
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't read " + source + ": " + e, e);
        }
        checkSize(bytes, source);
        int bad = firstOther(bytes);
        if (bad >= 0) {
            int line = 1;
            for (int i = 0; i < bad; i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw IpsException.badInput(source + " can't be published: line " + line
                    + " isn't UTF-8; write the manifest in" + " UTF-8, and name files so");
        }
        return bytes;
    }

    /** @throws IpsException BAD_INPUT if nobody would read it */
    public static void checkSize(byte[] manifest, String source) {
        if (manifest.length > LIMIT) {
            throw IpsException.badInput(source + " can't be published: a manifest has at most " + LIMIT
                    + " bytes; make several packages of it");
        }
    }

    /** The place of the first byte that belongs to no character, or -1. */
    private static int firstOther(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(BUFFER);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (result.isError()) {
                return in.position();
            }
            if (result.isUnderflow()) {
                return -1;
            }
            out.clear();
        }
    }

    /** The first character at which pkg(1) ends a line or a text, or null. */
    public static @Nullable Character lineEnd(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("\0\n\u000b\f\r\u001c\u001d\u001e\u0085\u2028\u2029".indexOf(text.charAt(i)) >= 0) {
                return text.charAt(i);
            }
        }
        return null;
    }
}
