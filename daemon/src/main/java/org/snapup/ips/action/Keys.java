package org.snapup.ips.action;

import java.util.Arrays;

/**
 * The keys of an action's attributes, in their order, repeated ones included. Immutable; the files of a manifest, say, share
 * theirs, for nearly all have the same.
 */
final class Keys {
    static final Keys NONE = new Keys(new String[0]);

    private final String[] names;

    /** A bit for the hash of each: most questions are about keys that aren't there. */
    private final long bits;

    private Keys(String[] names) {
        this.names = names;
        long all = 0;
        for (String name : names) {
            all |= bit(name.hashCode());
        }
        bits = all;
    }

    /** The first {@code count} of these; the same as before if they are the same. */
    static Keys of(String[] names, int count, Keys before) {
        return before.are(names, count) ? before : new Keys(Arrays.copyOf(names, count));
    }

    private static long bit(int hash) {
        return 1L << (hash ^ hash >>> 6);
    }

    int count() {
        return names.length;
    }

    String at(int place) {
        return names[place];
    }

    int indexOf(String key) {
        return indexOf(key, 0);
    }

    /** Where a key is from a place on, -1 if nowhere. Strings keep their hash, and nearly all keys differ in it. */
    int indexOf(String key, int from) {
        int hash = key.hashCode();
        if ((bits & bit(hash)) == 0) {
            return -1;
        }
        for (int i = from; i < names.length; i++) {
            if (names[i].hashCode() == hash && names[i].equals(key)) {
                return i;
            }
        }
        return -1;
    }

    private boolean are(String[] others, int count) {
        if (count != names.length) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (!names[i].equals(others[i])) {
                return false;
            }
        }
        return true;
    }

    boolean same(Keys other) {
        return this == other || other.are(names, names.length);
    }
}
