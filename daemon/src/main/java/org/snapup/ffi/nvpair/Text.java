package org.snapup.ffi.nvpair;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import jnr.ffi.Pointer;

/** Texts as C has them. */
final class Text {
    private Text() {}

    static byte[] bytes(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(utf8, utf8.length + 1);
    }

    static String read(Pointer at) {
        return at.getString(0, Integer.MAX_VALUE, StandardCharsets.UTF_8);
    }
}
