package org.snapup.exec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads /proc, see proc(5). */
final class LinuxProcessTable implements ProcessTable {
    private static final Path PROC = Path.of("/proc");
    private static final Path BOOT = PROC.resolve("sys/kernel/random/boot_id");

    /** Field numbers of /proc/PID/stat, counted from the state, which follows the name's parenthesis. */
    private static final int STATE = 0;

    private static final int GROUP = 2;
    private static final int SESSION = 3;
    private static final int START = 19;

    private final String boot;

    LinuxProcessTable() {
        try {
            boot = Files.readString(BOOT).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isHere() {
        return Files.isReadable(BOOT) && Files.isReadable(PROC.resolve("self/stat"));
    }

    @Override
    public Optional<String> startOf(long pid) {
        return entry(pid).map(entry -> entry.id().start());
    }

    @Override
    public List<Entry> all() {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (Path folder : folders) {
                entry(Long.parseLong(folder.getFileName().toString())).ifPresent(entries::add);
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new CommandException("can't look through the processes in /proc", e);
        }
        return entries;
    }

    private Optional<Entry> entry(long pid) {
        String stat;
        try {
            stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return Optional.empty();
        }
        // The name may hold spaces and parentheses; nothing behind it does.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        if (fields[STATE].equals("Z") || fields[STATE].equals("X")) {
            return Optional.empty();
        }
        return Optional.of(new Entry(
                new ProcessId(pid, boot + ":" + fields[START]),
                Long.parseLong(fields[GROUP]),
                Long.parseLong(fields[SESSION])));
    }

    @Override
    public Optional<String> jobOf(long pid) {
        String prefix = ProcessRunner.JOB_VARIABLE + "=";
        try {
            String environment = Files.readString(PROC.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1);
            return Stream.of(environment.split("\0", -1))
                    .filter(variable -> variable.startsWith(prefix))
                    .map(variable -> variable.substring(prefix.length()))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
