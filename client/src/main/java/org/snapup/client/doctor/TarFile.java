package org.snapup.client.doctor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * A new tar.gz that only its owner may read. A file that wasn't finished is removed again.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html">POSIX, pax, ustar format</a>
 */
final class TarFile implements AutoCloseable {
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;

    private final Path path;
    private final OutputStream out;
    private final String folder;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private String name = "";
    private boolean finished;

    private TarFile(Path path, OutputStream out, String folder) {
        this.path = path;
        this.out = out;
        this.folder = folder;
    }

    /**
     * Makes the file.
     *
     * @param folder everything is in it
     * @throws java.nio.file.FileAlreadyExistsException when there is one
     */
    static TarFile create(Path path, String folder) throws IOException {
        OutputStream file = Channels.newOutputStream(Files.newByteChannel(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
        return new TarFile(path, new GZIPOutputStream(file), folder);
    }

    /** Adds to a file: the same as before, or the next. */
    void add(String file, String text) throws IOException {
        if (!file.equals(name)) {
            end();
            name = file;
        }
        content.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    void finish() throws IOException {
        end();
        out.write(new byte[2 * BLOCK]);
        out.close();
        finished = true;
    }

    private void end() throws IOException {
        if (name.isEmpty()) {
            return;
        }
        byte[] bytes = content.toByteArray();
        out.write(header(folder + "/" + safe(name), bytes.length));
        out.write(bytes);
        out.write(new byte[(BLOCK - bytes.length % BLOCK) % BLOCK]);
        content.reset();
    }

    /** The daemon's names are plain; nobody else's get into an archive that somebody unpacks. */
    private static String safe(String file) throws IOException {
        if (!file.matches("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*") || file.contains("..")) {
            throw new IOException("the daemon named a file of the bundle '" + file + "', which is no plain name");
        }
        return file;
    }

    private static byte[] header(String file, long size) throws IOException {
        byte[] header = new byte[BLOCK];
        byte[] fileName = file.getBytes(StandardCharsets.UTF_8);
        if (fileName.length > LONGEST_NAME) {
            throw new IOException("the name " + file + " is too long for an archive; name the bundle shorter");
        }
        System.arraycopy(fileName, 0, header, 0, fileName.length);
        put(header, 100, "0000600\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, String.format("%011o\0", size));
        put(header, 136, String.format("%011o\0", 0));
        put(header, 148, "        ");
        put(header, 156, "0");
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            out.close();
            Files.deleteIfExists(path);
        }
    }
}
