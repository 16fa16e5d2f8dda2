package org.snapup.ips.fmri;

/** Shell patterns over whole strings: {@code *}, {@code ?} and {@code [abc]}, {@code [a-z]}, {@code [!a]}. */
public final class Glob {
    private Glob() {}

    public static boolean hasWildcard(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    /** {@code pattern} describes all of {@code text}. Case matters; a star also covers slashes. */
    public static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int starAt = -1;
        int retryAt = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                starAt = p++;
                retryAt = t;
                continue;
            }
            int next = step(pattern, p, text.charAt(t));
            if (next >= 0) {
                p = next;
                t++;
            } else if (starAt >= 0) {
                p = starAt + 1;
                t = ++retryAt;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    // Where the pattern goes on after it took c, or -1 when it doesn't take it.
    private static int step(String pattern, int p, char c) {
        if (p >= pattern.length()) {
            return -1;
        }
        char want = pattern.charAt(p);
        if (want == '?') {
            return p + 1;
        }
        if (want == '[') {
            int close = closing(pattern, p);
            if (close > 0) {
                return inSet(pattern, p + 1, close, c) ? close + 1 : -1;
            }
        }
        return want == c ? p + 1 : -1;
    }

    private static int closing(String pattern, int open) {
        int from = open + 1;
        if (from < pattern.length() && pattern.charAt(from) == '!') {
            from++;
        }
        return pattern.indexOf(']', from + 1);
    }

    private static boolean inSet(String pattern, int from, int to, char c) {
        boolean negated = pattern.charAt(from) == '!';
        boolean found = false;
        int i = negated ? from + 1 : from;
        while (i < to) {
            char low = pattern.charAt(i);
            if (i + 2 < to && pattern.charAt(i + 1) == '-') {
                found |= low <= c && c <= pattern.charAt(i + 2);
                i += 3;
            } else {
                found |= low == c;
                i++;
            }
        }
        return found != negated;
    }
}
