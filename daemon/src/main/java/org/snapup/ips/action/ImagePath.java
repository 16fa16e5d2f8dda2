package org.snapup.ips.action;

import org.snapup.ips.IpsException;

/** Paths in actions are data from a repository: they must stay below the image's root. */
public final class ImagePath {
    private ImagePath() {}

    /**
     * The path without empty and {@code .} parts. {@code ""} is the root itself.
     *
     * @throws IpsException UNSAFE_PATH if a part is {@code ..} or the path has a NUL character
     */
    public static String clean(String path) {
        if (path.indexOf('\0') >= 0) {
            throw unsafe(path, "it has a NUL character");
        }
        if (isClean(path)) {
            return path;
        }
        StringBuilder out = new StringBuilder(path.length());
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                throw unsafe(path, "it has the part '..'");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                out.append(out.length() == 0 ? "" : "/").append(part);
            }
        }
        return out.toString();
    }

    private static boolean isClean(String path) {
        int start = 0;
        while (true) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            boolean empty = end == start;
            if (empty || (path.charAt(start) == '.' && end - start <= 2)) {
                return path.isEmpty();
            }
            if (slash < 0) {
                return true;
            }
            start = slash + 1;
        }
    }

    private static IpsException unsafe(String path, String why) {
        return new IpsException(
                IpsException.Kind.UNSAFE_PATH,
                "the path '" + path + "' could leave the image: " + why + "; the package has to be corrected by its"
                        + " publisher");
    }
}
