import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses the manual pages and the changelog for the packages, as hard as can be and the same bytes each time: no
 * name, no time. Run by Maven from its source: {@code Pages.java MANUALS CHANGELOG TARGET}.
 */
public final class Pages {
    private Pages() {}

    public static void main(String[] arguments) throws IOException {
        Path manuals = Path.of(arguments[0]);
        Path changelog = Path.of(arguments[1]);
        Path target = Path.of(arguments[2]);
        try (DirectoryStream<Path> pages = Files.newDirectoryStream(manuals, "*.[1-9]")) {
            for (Path page : pages) {
                String name = page.getFileName().toString();
                char section = name.charAt(name.length() - 1);
                compress(page, target.resolve("man/man" + section + "/" + name + ".gz"));
            }
        }
        compress(changelog, target.resolve("doc/changelog.gz"));
    }

    private static void compress(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (OutputStream file = Files.newOutputStream(to);
                OutputStream gzip = new Hardest(file)) {
            Files.copy(from, gzip);
        }
    }

    private static final class Hardest extends GZIPOutputStream {
        Hardest(OutputStream out) throws IOException {
            super(new Marked(out));
            def.setLevel(9);
        }
    }

    /** Says in the header's extra flags that the hardest level was used, which gzip -9 does and Java doesn't. */
    private static final class Marked extends OutputStream {
        private static final int EXTRA_FLAGS = 8;
        private final OutputStream out;
        private long at;

        Marked(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(at++ == EXTRA_FLAGS ? 2 : value);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            for (int i = from; i < from + length; i++) {
                write(bytes[i]);
            }
        }
    }
}
