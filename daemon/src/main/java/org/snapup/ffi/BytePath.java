package org.snapup.ffi;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A relative path of bytes that can't climb: no empty component, no {@code .} and no {@code ..}, no NUL. The path
 * without components is the root itself.
 */
public final class BytePath implements Comparable<BytePath> {
    /** The directory that the path is relative to. */
    public static final BytePath ROOT = new BytePath(new byte[0]);

    private static final int NAME_MAX = 255;

    private final byte[] bytes;

    private BytePath(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A path from text, in UTF-8.
     *
     * @throws IllegalArgumentException if the path is absolute, empty, climbs, or can't be written in UTF-8
     */
    public static BytePath of(String path) {
        byte[] bytes = encode(path);
        checkNames(bytes);
        return new BytePath(bytes);
    }

    /**
     * A path from bytes, with {@code /} between components.
     *
     * @throws IllegalArgumentException if the path is absolute, empty or climbs
     */
    public static BytePath of(byte[] path) {
        checkNames(path);
        return new BytePath(path.clone());
    }

    private static void checkNames(byte[] path) {
        int start = 0;
        for (int i = 0; i <= path.length; i++) {
            if (i == path.length || path[i] == '/') {
                checkName(path, start, i);
                start = i + 1;
            }
        }
    }

    /**
     * Text as UTF-8 bytes.
     *
     * @throws IllegalArgumentException if it holds half of a surrogate pair
     */
    public static byte[] encode(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return isAscii(utf8, text.length()) ? utf8 : encodePairs(text);
    }

    /** Most text is. Half of a surrogate pair has become a question mark. */
    private static boolean isAscii(byte[] utf8, int length) {
        if (utf8.length != length) {
            return false;
        }
        for (byte b : utf8) {
            if (b == '?') {
                return false;
            }
        }
        return true;
    }

    private static byte[] encodePairs(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not valid Unicode: " + text, e);
        }
    }

    static void checkName(byte[] name) {
        checkName(name, 0, name.length);
    }

    private static void checkName(byte[] path, int start, int end) {
        int length = end - start;
        boolean dots = length <= 2;
        for (int i = start; i < end; i++) {
            dots &= path[i] == '.';
            if (path[i] == 0 || path[i] == '/') {
                throw illegal(path, "holds a byte that no name may hold");
            }
        }
        if (length == 0) {
            throw illegal(path, "is absolute, or has an empty component");
        }
        if (dots) {
            throw illegal(path, "has a component . or ..");
        }
        if (length > NAME_MAX) {
            throw illegal(path, "has a component of more than " + NAME_MAX + " bytes");
        }
    }

    private static IllegalArgumentException illegal(byte[] path, String why) {
        return new IllegalArgumentException(
                "the path \"" + new String(path, StandardCharsets.UTF_8) + "\" " + why + " and is not used");
    }

    /** Whether this is the path without components. */
    public boolean isRoot() {
        return bytes.length == 0;
    }

    /**
     * Everything but the last component.
     *
     * @throws IllegalStateException for the root, which has no parent here
     */
    public BytePath parent() {
        int slash = lastSlash();
        if (isRoot()) {
            throw new IllegalStateException("the root has no parent");
        }
        return slash < 0 ? ROOT : new BytePath(Arrays.copyOf(bytes, slash));
    }

    /** The last component; empty for the root. */
    public byte[] name() {
        return Arrays.copyOfRange(bytes, lastSlash() + 1, bytes.length);
    }

    /**
     * This path with one more component.
     *
     * @throws IllegalArgumentException if the name isn't one component
     */
    public BytePath resolve(byte[] name) {
        checkName(name);
        if (isRoot()) {
            return new BytePath(name.clone());
        }
        byte[] joined = Arrays.copyOf(bytes, bytes.length + 1 + name.length);
        joined[bytes.length] = '/';
        System.arraycopy(name, 0, joined, bytes.length + 1, name.length);
        return new BytePath(joined);
    }

    /** This path with one more component, in UTF-8. */
    public BytePath resolve(String name) {
        return resolve(encode(name));
    }

    /** Whether this is {@code ancestor} or lies below it. */
    public boolean startsWith(BytePath ancestor) {
        int length = ancestor.bytes.length;
        return ancestor.isRoot()
                || (bytes.length >= length
                        && Arrays.equals(bytes, 0, length, ancestor.bytes, 0, length)
                        && (bytes.length == length || bytes[length] == '/'));
    }

    /** The components, from the outermost inwards. */
    public List<byte[]> components() {
        List<byte[]> names = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= bytes.length && !isRoot(); i++) {
            if (i == bytes.length || bytes[i] == '/') {
                names.add(Arrays.copyOfRange(bytes, start, i));
                start = i + 1;
            }
        }
        return names;
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    private int lastSlash() {
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] == '/') {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int compareTo(BytePath other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BytePath path && Arrays.equals(bytes, path.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** For people: bytes that aren't UTF-8 become replacement characters. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
