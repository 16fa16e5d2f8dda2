package org.snapup.ips.repo.publish;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.snapup.ips.IpsException;
import org.snapup.ips.repo.RepositoryConfig;
import org.snapup.ips.repo.RepositoryLayout;

/**
 * Writes a package archive, {@code .p5p}: a tar file of what a repository's folder holds, in the layout of {@link
 * RepositoryLayout} and without catalogs and indexes, which readers make of the manifests. Entries are sorted and have no
 * time and no owner, so that the same packages are the same bytes.
 */
public final class ArchiveWriter {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int PREFIX = 155;
    private static final String FILE_MODE = "0000644";
    private static final String FOLDER_MODE = "0000755";

    private final OutputStream out;

    private ArchiveWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes all packages of the repository in a folder; replaces the archive when it is complete.
     *
     * @return how many packages there are
     * @throws IpsException NOT_FOUND, BAD_INPUT, IO
     */
    public static int write(Path repository, Path archive) {
        RepositoryLayout layout = new RepositoryLayout(repository);
        RepositoryConfig config = RepositoryConfig.read(layout);
        long process = ProcessHandle.current().pid(); // two that write the same archive keep out of each other's way
        Path temporary = archive.resolveSibling("." + archive.getFileName() + "." + process + ".new");
        try {
            int packages;
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                packages = new ArchiveWriter(file).write(layout, config);
            }
            Files.move(temporary, archive, StandardCopyOption.ATOMIC_MOVE);
            return packages;
        } catch (IOException e) {
            delete(temporary, e);
            throw new IpsException(
                    IpsException.Kind.IO,
                    "can't write the package archive " + archive + " of " + repository + ": " + e + "; " + archive
                            + " is as it was; check free space and permissions",
                    e);
        }
    }

    private static void delete(Path temporary, IOException cause) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private int write(RepositoryLayout layout, RepositoryConfig config) throws IOException {
        folder("publisher");
        byte[] properties = config.toText().getBytes(StandardCharsets.UTF_8);
        header("pkg5.repository", '0', FILE_MODE, properties.length);
        out.write(properties);
        pad(properties.length);
        int packages = 0;
        for (String publisher : layout.publishers()) {
            Path home = layout.publisher(publisher);
            folder("publisher/" + publisher); // by these pkg(1) knows which publishers there are
            packages += tree(layout.root(), home.resolve("pkg"));
            tree(layout.root(), home.resolve("file"));
        }
        out.write(new byte[2 * BLOCK]);
        return packages;
    }

    /** Returns how many files there are. */
    private int tree(Path root, Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            file(root.relativize(file).toString(), file);
        }
        return files.size();
    }

    private void folder(String name) throws IOException {
        header(name + "/", '5', FOLDER_MODE, 0);
    }

    private void file(String name, Path file) throws IOException {
        long size = Files.size(file);
        header(name, '0', FILE_MODE, size);
        if (Files.copy(file, out) != size) {
            throw new IOException(file + " changed while it was read");
        }
        pad(size);
    }

    /** A ustar header, behind a pax header with the name where it doesn't fit. */
    private void header(String name, char type, String mode, long size) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int cut = bytes.length <= NAME ? 0 : cut(bytes);
        if (cut < 0) {
            byte[] record = record(name);
            header("pax-header", 'x', FILE_MODE, record.length);
            out.write(record);
            pad(record.length);
            bytes = "long-name".getBytes(StandardCharsets.UTF_8);
            cut = 0;
        }
        byte[] block = new byte[BLOCK];
        int start = cut == 0 ? 0 : cut + 1;
        System.arraycopy(bytes, start, block, 0, bytes.length - start);
        System.arraycopy(bytes, 0, block, 345, cut);
        put(block, 100, mode);
        put(block, 108, "0000000");
        put(block, 116, "0000000");
        put(block, 124, String.format("%011o", size));
        put(block, 136, "00000000000");
        put(block, 148, "        ");
        block[156] = (byte) type;
        put(block, 257, "ustar");
        put(block, 263, "00");
        put(block, 265, "root");
        put(block, 297, "root");
        int sum = 0;
        for (byte value : block) {
            sum += value & 0xff;
        }
        put(block, 148, String.format("%06o", sum) + '\0');
        out.write(block);
    }

    /** The slash that a long name is cut at, so that both parts fit; -1 for none. */
    private static int cut(byte[] name) {
        for (int at = Math.min(name.length - 2, PREFIX); at > 0; at--) {
            if (name[at] == '/') {
                return name.length - at - 1 <= NAME ? at : -1;
            }
        }
        return -1;
    }

    /** {@code LENGTH path=NAME} and a line feed; the length counts itself. */
    private static byte[] record(String name) {
        byte[] rest = (" path=" + name + "\n").getBytes(StandardCharsets.UTF_8);
        int length = rest.length;
        while (length != rest.length + Integer.toString(length).length()) {
            length = rest.length + Integer.toString(length).length();
        }
        byte[] digits = Integer.toString(length).getBytes(StandardCharsets.US_ASCII);
        byte[] record = new byte[length];
        System.arraycopy(digits, 0, record, 0, digits.length);
        System.arraycopy(rest, 0, record, digits.length, rest.length);
        return record;
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private void pad(long size) throws IOException {
        out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
    }
}
