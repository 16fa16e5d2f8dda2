package org.snapup.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** What a folder holds, for comparing before and after. */
public final class Trees {
    private Trees() {}

    /** Each file's mode, owner, link target or content, by its path in the tree. */
    public static Map<String, String> print(Path folder) {
        Map<String, String> print = new TreeMap<>();
        try {
            Path root = folder.toRealPath();
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes)
                        throws IOException {
                    print.put(root.relativize(inner).toString(), describe(inner, "folder"));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String what = attributes.isSymbolicLink()
                            ? "-> " + Files.readSymbolicLink(file)
                            : attributes.isRegularFile() ? "" + Arrays.hashCode(Files.readAllBytes(file)) : "special";
                    print.put(root.relativize(file).toString(), describe(file, what));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return print;
    }

    private static String describe(Path file, String what) throws IOException {
        return Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) + " "
                + Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS) + " " + what;
    }
}
