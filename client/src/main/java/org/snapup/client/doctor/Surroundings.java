package org.snapup.client.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.Diagnosis.Finding;
import org.snapup.protocol.Diagnosis.Level;

/** What can be seen of a daemon that doesn't answer. */
final class Surroundings {
    private static final Path CONFIGURATION = Path.of("/etc/snapup/snapupd.toml");
    private static final long LIMIT_SECONDS = 5;

    private final Path socket;

    Surroundings(Path socket) {
        this.socket = socket;
    }

    void look(List<Finding> findings) throws IOException {
        findings.add(socketFile());
        findings.add(configuration());
        service(findings);
    }

    private Finding socketFile() {
        String name = socket.toString();
        Path closed = closedFolder();
        if (closed != null) {
            return new Finding(
                    "socket", Level.PROBLEM, name, "the folder " + closed + " is closed to you", "chmod o+x " + closed);
        }
        if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            return new Finding("socket", Level.PROBLEM, name, "isn't there: snapupd doesn't run, or elsewhere", null);
        }
        try {
            PosixFileAttributes attributes =
                    Files.readAttributes(socket, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            String mode = PosixFilePermissions.toString(attributes.permissions());
            if (!attributes.isOther()) {
                return new Finding("socket", Level.PROBLEM, name, "is no socket", "name the daemon's with --socket");
            }
            return Files.isWritable(socket)
                    ? new Finding(
                            "socket",
                            Level.NOTE,
                            name,
                            "is there and open to you; a daemon that was killed leaves it, and the next takes it over",
                            null)
                    : new Finding(
                            "socket",
                            Level.PROBLEM,
                            name,
                            "isn't open to you: " + mode + ", of " + attributes.owner(),
                            "chmod 666 " + name);
        } catch (IOException e) {
            return new Finding("socket", Level.PROBLEM, name, "can't be looked at: " + e.getMessage(), null);
        }
    }

    private @Nullable Path closedFolder() {
        for (Path folder = socket.getParent(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder) && !Files.isExecutable(folder)) {
                return folder;
            }
        }
        return null;
    }

    private static Finding configuration() {
        String name = CONFIGURATION.toString();
        return Files.exists(CONFIGURATION)
                ? new Finding("configuration", Level.OK, name, "is there", null)
                : new Finding(
                        "configuration",
                        Level.NOTE,
                        name,
                        "isn't there, or not for you to see; without one named snapupd doesn't start",
                        "copy the sample snapupd.toml there, and set storage.type and storage.root");
    }

    /** Asks the service manager that this system has. */
    private static void service(List<Finding> findings) throws IOException {
        if (Files.isDirectory(Path.of("/run/systemd/system")) && Files.isExecutable(Path.of("/usr/bin/systemctl"))) {
            String state = said("/usr/bin/systemctl", "is-active", "snapupd.service");
            findings.add(new Finding(
                    "service",
                    state.equals("active") ? Level.NOTE : Level.PROBLEM,
                    "snapupd.service",
                    "systemd says: " + state,
                    "systemctl status snapupd; journalctl -u snapupd -n 50"));
        } else if (Files.isExecutable(Path.of("/usr/bin/svcs"))) {
            String state = said("/usr/bin/svcs", "-H", "-o", "state", "snapup");
            findings.add(new Finding(
                    "service",
                    state.equals("online") ? Level.NOTE : Level.PROBLEM,
                    "svc:/system/snapup:default",
                    "SMF says: " + state,
                    "svcs -xv snapup; svcadm clear snapup when that is mended"));
        }
    }

    private static String said(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "nothing, for " + LIMIT_SECONDS + " s";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "nothing";
        }
        String all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return all.isEmpty() ? "nothing" : all.lines().findFirst().orElse("nothing");
    }
}
