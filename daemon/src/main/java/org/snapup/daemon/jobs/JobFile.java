package org.snapup.daemon.jobs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.snapup.daemon.jobs.state.DurableFiles;
import org.snapup.protocol.SnapupException;

/**
 * One job's file: a JSON object a line, appended only. It is the journal, the event log and the history.
 *
 * <pre>
 * STATE/jobs/0000000017.jsonl
 *   {"n":1,...,"type":"Requested",...}     the request; the file appears under its name with this line in it
 *   {"n":2,...,"type":"Reserved",...}     event numbers up to here may be in use
 *   {"n":3,...,"type":"Moved",...}
 *   {"n":4,...,"type":"Intent",...}       before each act
 *   ...
 *   {"n":41,...,"type":"Moved","data":{"state":"ended","outcome":{...}}}
 * </pre>
 *
 * <p>A torn last line, left by a crash, is cut off when the file is opened for writing.
 */
final class JobFile implements AutoCloseable {
    private static final String SUFFIX = ".jsonl";

    private final Path path;
    private final FileChannel channel;
    private boolean whole = true;

    private JobFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Makes the file with its first lines; when this returns it is durable. */
    static JobFile create(Path folder, long job, List<Line> lines) throws IOException {
        Path path = path(folder, job);
        Path temporary = folder.resolve("." + path.getFileName());
        try {
            try (FileChannel out = DurableFiles.openPrivate(temporary)) {
                for (Line line : lines) {
                    write(out, line.encode());
                }
                out.force(true);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.forceFolder(folder);
            return open(path);
        } catch (IOException e) {
            // its client is told that there is no job: none may be found at the next start
            Files.deleteIfExists(temporary);
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** Removes an ended job's file; an absent one is fine. */
    static void delete(Path folder, long job) throws IOException {
        if (Files.deleteIfExists(path(folder, job))) {
            DurableFiles.forceFolder(folder);
        }
    }

    /** Opens an existing file for appending. */
    static JobFile open(Path folder, long job) throws IOException {
        return open(path(folder, job));
    }

    private static JobFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.READ);
        long whole = wholeLength(channel);
        if (whole < channel.size()) {
            channel.truncate(whole);
            channel.force(true);
        }
        channel.position(whole);
        return new JobFile(path, channel);
    }

    private static long wholeLength(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        long end = channel.size();
        while (end > 0) {
            one.clear();
            channel.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
            end--;
        }
        return 0;
    }

    /** Appends a line without forcing it; where that fails, the part that was written is cut off again. */
    void append(Line line) throws IOException {
        long end = channel.position();
        try {
            write(channel, line.encode());
        } catch (IOException e) {
            cutOff(end, e);
            throw e;
        }
    }

    private void cutOff(long end, IOException failure) {
        try {
            channel.truncate(end);
            channel.position(end);
        } catch (IOException e) {
            whole = false;
            failure.addSuppressed(e);
        }
    }

    /** Forces what was appended to the disk. */
    void force() throws IOException {
        try {
            channel.force(false);
        } catch (IOException e) {
            whole = false;
            throw e;
        }
    }

    /** Whether it ends with a whole line, and the disk has what it was told. */
    boolean isWhole() {
        return whole;
    }

    long size() throws IOException {
        return channel.size();
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /**
     * The lines of a job's file; a torn last one is passed over.
     *
     * @throws IOException when a whole line isn't one, or there is none: the file was damaged; names the file and the line
     */
    static List<Line> read(Path folder, long job) throws IOException {
        Path path = path(folder, job);
        if (!Files.isRegularFile(path)) {
            throw new IOException(path + " is no file");
        }
        byte[] bytes = Files.readAllBytes(path);
        List<Line> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                try {
                    lines.add(Line.decode(bytes, start, i - start));
                } catch (IOException | SnapupException e) {
                    throw new IOException(
                            "line " + (lines.size() + 1) + " of " + path + " is damaged (" + e.getMessage() + ")", e);
                }
                start = i + 1;
            }
        }
        if (lines.isEmpty()) {
            throw new IOException(path + " has no whole line");
        }
        return lines;
    }

    /** The numbers of the jobs that have a file here, ascending. */
    static List<Long> numbers(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9]{10,18}\\" + SUFFIX))
                    .map(name -> Long.parseLong(name.substring(0, name.length() - SUFFIX.length())))
                    .sorted()
                    .toList();
        }
    }

    private static Path path(Path folder, long job) {
        return folder.resolve(String.format("%010d%s", job, SUFFIX));
    }
}
