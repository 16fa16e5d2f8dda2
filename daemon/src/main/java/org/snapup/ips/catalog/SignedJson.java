package org.snapup.ips.catalog;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.Digests;
import org.snapup.ips.HeapBudget;
import org.snapup.ips.IpsException;

/**
 * A file of a catalog: one line of JSON that may end in its own SHA-1.
 *
 * <pre>
 * {...,"_SIGNATURE":{"sha-1":"..."}}\n    signed
 * {...}\n                                 unsigned; the text whose SHA-1 that is
 * </pre>
 *
 * Written as pkg(1)'s encoder does, to the byte: no blanks, everything but ASCII as {@code \\uXXXX} with capitals.
 */
final class SignedJson {
    static final String SIGNATURE = "_SIGNATURE";

    private static final byte[] MARK = ("\"" + SIGNATURE + "\":").getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "}\n".getBytes(StandardCharsets.US_ASCII);
    private static final int TAIL = 200;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(20)
                    .maxStringLength(4 << 20)
                    .build())
            .build();

    /** Writes the members of the outermost object, braces included. */
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private final byte[] bytes;
    private final String source;
    private final String what;
    private final HeapBudget memory;

    /** @param source named in errors */
    SignedJson(byte[] bytes, String source) {
        this(bytes, source, new HeapBudget());
    }

    /**
     * One of several files that share what memory there is.
     *
     * @param source named in errors
     */
    SignedJson(byte[] bytes, String source, HeapBudget memory) {
        this.bytes = bytes;
        this.source = source;
        this.what = "the catalog file " + source;
        this.memory = memory;
    }

    /** The same file, what is read of which takes another share of what memory there is. */
    SignedJson sharing(HeapBudget other) {
        return new SignedJson(bytes, source, other);
    }

    /** Takes room for what was read. @throws IpsException BAD_INPUT if there is none left */
    void take(long heapBytes) {
        memory.take(heapBytes, what);
    }

    String source() {
        return source;
    }

    /**
     * Checks the content against the signature that {@code catalog.attrs} has for it, or else against its own.
     *
     * @throws IpsException CORRUPT
     */
    void verify(@Nullable String expected) {
        int mark = markAt();
        if (mark >= 0 && !tail(mark).strip().endsWith("}}")) {
            throw damaged("its end is missing"); // the signature isn't of itself
        }
        String own = mark < 0 ? null : ownSignature(mark);
        String signature = expected != null ? expected : own;
        if (signature == null) {
            return;
        }
        MessageDigest digest = Digests.sha1();
        if (mark < 0) {
            digest.update(bytes);
        } else {
            int end = mark > 0 && bytes[mark - 1] == ',' ? mark - 1 : mark;
            digest.update(bytes, 0, end);
            digest.update(END);
        }
        if (!Digests.same(digest.digest(), signature)) {
            throw IpsException.corrupt("the catalog file " + source + " is damaged: its content doesn't have the SHA-1 "
                    + signature + "; refresh, and if that doesn't help, have its repository rebuilt");
        }
    }

    private int markAt() {
        for (int at = bytes.length - MARK.length; at >= Math.max(0, bytes.length - TAIL); at--) {
            if (Arrays.equals(bytes, at, at + MARK.length, MARK, 0, MARK.length)) {
                return at;
            }
        }
        return -1;
    }

    private String tail(int mark) {
        return new String(bytes, mark, bytes.length - mark, StandardCharsets.US_ASCII);
    }

    private @Nullable String ownSignature(int mark) {
        String tail = tail(mark);
        int key = tail.indexOf("\"sha-1\":\"");
        int start = key + "\"sha-1\":\"".length();
        int end = tail.indexOf('"', start);
        return key < 0 || end < 0 ? null : tail.substring(start, end);
    }

    /** What is between the outermost braces, without the signature. */
    byte[] members() {
        int mark = markAt();
        int end = mark > 0 && bytes[mark - 1] == ',' ? mark - 1 : mark;
        if (mark < 0) {
            end = bytes.length;
            while (end > 0 && bytes[end - 1] != '}') {
                end--;
            }
            end--;
        }
        int start = 0;
        while (start < end && bytes[start] != '{') {
            start++;
        }
        return start < end ? Arrays.copyOfRange(bytes, start + 1, end) : new byte[0];
    }

    JsonParser open() throws IOException {
        return FACTORY.createParser(bytes);
    }

    /** @throws IpsException CORRUPT if the token is another one */
    void expect(JsonParser json, @Nullable JsonToken token, JsonToken wanted) {
        if (token != wanted) {
            throw damaged("expected " + wanted + " and found " + token + " at byte "
                    + json.currentLocation().getByteOffset());
        }
    }

    IpsException damaged(String what) {
        return IpsException.corrupt("the catalog file " + source + " can't be read: " + what
                + "; refresh, and if that doesn't help, have its repository rebuilt");
    }

    /** What was written, and the SHA-1 of it without the signature; null when it wasn't signed. */
    static final class Written {
        private final byte[] bytes;
        private final @Nullable String signature;

        private Written(byte[] bytes, @Nullable String signature) {
            this.bytes = bytes;
            this.signature = signature;
        }

        static Written unsigned(byte[] plain) {
            return new Written(plain, null);
        }

        byte[] bytes() {
            return bytes;
        }

        @Nullable
        String signature() {
            return signature;
        }
    }

    /** How a writer puts what isn't ASCII; pkg(1)'s versions differ, and a SHA-1 is of the bytes. */
    enum Escapes {
        /** {@code \\u00E9}, as snapup and pkg(1) of today. */
        CAPITAL,
        /** {@code \\u00e9}, as older ones. */
        SMALL,
        /** UTF-8. */
        NONE
    }

    static Written write(boolean signed, Body body) {
        return write(signed, Escapes.CAPITAL, body);
    }

    static Written write(boolean signed, Escapes escapes, Body body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out, JsonEncoding.UTF8)) {
            json.configure(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature(), escapes != Escapes.NONE);
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.write('\n');
        byte[] plain = out.toByteArray();
        if (escapes == Escapes.SMALL) {
            toSmall(plain);
        }
        if (!signed) {
            return new Written(plain, null);
        }
        String signature = Digests.hex(Digests.sha1().digest(plain));
        ByteArrayOutputStream whole = new ByteArrayOutputStream(plain.length + TAIL);
        whole.write(plain, 0, plain.length - END.length);
        if (plain.length > "{}\n".length()) {
            whole.write(',');
        }
        whole.writeBytes(MARK);
        whole.writeBytes(("{\"sha-1\":\"" + signature + "\"}").getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(END);
        return new Written(whole.toByteArray(), signature);
    }

    private static void toSmall(byte[] json) {
        for (int at = 0; at < json.length - 1; at++) {
            if (json[at] == '\\') {
                at++; // what is escaped, so that an escaped backslash begins nothing
                for (int i = at + 1; json[at] == 'u' && i <= at + 4; i++) {
                    json[i] = (byte) Character.toLowerCase(json[i]);
                }
            }
        }
    }
}
