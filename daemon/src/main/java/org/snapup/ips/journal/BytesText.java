package org.snapup.ips.journal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.snapup.ffi.BytePath;
import org.snapup.ips.IpsException;

/**
 * Bytes as a word of printable ASCII: what isn't a letter, a digit or plain punctuation is {@code %XX}.
 *
 * @param text the word
 */
record BytesText(String text) {
    private static final boolean[] PLAIN = plain("/._-+,:@=~");

    private static boolean[] plain(String punctuation) {
        boolean[] plain = new boolean[1 << Byte.SIZE];
        for (char c = 0; c < plain.length; c++) {
            plain[c] = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || punctuation.indexOf(c) >= 0;
        }
        return plain;
    }

    static BytesText of(byte[] bytes) {
        return isPlain(bytes) ? new BytesText(new String(bytes, StandardCharsets.US_ASCII)) : escaped(bytes);
    }

    private static boolean isPlain(byte[] bytes) {
        for (byte b : bytes) {
            if (!PLAIN[b & 0xff]) {
                return false;
            }
        }
        return true;
    }

    private static BytesText escaped(byte[] bytes) {
        StringBuilder word = new StringBuilder(bytes.length + 8);
        for (byte b : bytes) {
            char c = (char) (b & 0xff);
            if (PLAIN[c]) {
                word.append(c);
            } else {
                word.append('%');
                HexFormat.of().toHexDigits(word, b);
            }
        }
        return new BytesText(word.toString());
    }

    static BytesText of(BytePath path) {
        return of(path.toBytes());
    }

    byte[] bytes() {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(ascii.length);
        for (int i = 0; i < ascii.length; i++) {
            if (ascii[i] != '%') {
                bytes.write(ascii[i]);
                continue;
            }
            if (i + 2 >= ascii.length || !isHex(ascii[i + 1]) || !isHex(ascii[i + 2])) {
                throw IpsException.corrupt("the image's journal has a broken word: " + text);
            }
            bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
            i += 2;
        }
        return bytes.toByteArray();
    }

    private static boolean isHex(byte b) {
        return Character.digit(b, 16) >= 0;
    }

    BytePath path() {
        byte[] bytes = bytes();
        try {
            return bytes.length == 0 ? BytePath.ROOT : BytePath.of(bytes);
        } catch (IllegalArgumentException e) {
            throw new IpsException(
                    IpsException.Kind.CORRUPT, "the image's journal has a broken path: " + e.getMessage(), e);
        }
    }
}
