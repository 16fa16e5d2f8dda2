package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Finds the processes that use a tree, as far as this process may see. */
final class Holders {
    private static final Path PROC = Path.of("/proc");
    private static final int MOST_NAMED = 10;

    private final Path tree;
    private final List<String> found = new ArrayList<>();

    private Holders(Path tree) {
        this.tree = tree;
    }

    /**
     * Refuses a BE with open files, working directories or roots of processes in it.
     *
     * @throws SnapupException {@code BE_BUSY}, naming the pids and what they hold
     */
    static void requireNone(BeFolder be) throws IOException {
        Holders holders = new Holders(be.tree());
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                holders.look(process);
            }
        }
        if (!holders.found.isEmpty()) {
            List<String> named = holders.found.subList(0, Math.min(MOST_NAMED, holders.found.size()));
            throw new SnapupException(
                    ErrorCode.BE_BUSY,
                    be.name(),
                    "the boot environment '" + be.name() + "' is in use: " + String.join(", ", named)
                            + (holders.found.size() > MOST_NAMED
                                    ? " and " + (holders.found.size() - MOST_NAMED) + " more"
                                    : "")
                            + "; end these processes, or let them leave it, and repeat",
                    null);
        }
    }

    private void look(Path process) {
        String pid = "pid " + process.getFileName();
        if (holds(process.resolve("root"))) {
            found.add(pid + " (its root)");
        } else if (holds(process.resolve("cwd"))) {
            found.add(pid + " (its working directory)");
        } else if (holds(process.resolve("exe"))) {
            found.add(pid + " (its program)");
        } else {
            openFile(process.resolve("fd")).ifPresent(file -> found.add(pid + " (" + file + ")"));
        }
    }

    private Optional<Path> openFile(Path descriptors) {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
            for (Path link : links) {
                Optional<Path> file = target(link);
                if (file.isPresent() && file.get().startsWith(tree)) {
                    return file;
                }
            }
        } catch (IOException e) {
            // The process has ended, or isn't ours to look at.
            return Optional.empty();
        }
        return Optional.empty();
    }

    private boolean holds(Path link) {
        if (target(link).filter(t -> t.startsWith(tree)).isPresent()) {
            return true;
        }
        try {
            // In another mount namespace the path says nothing, the directory itself does.
            return Files.isDirectory(link) && Files.isSameFile(link, tree);
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<Path> target(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link)).filter(Path::isAbsolute);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
