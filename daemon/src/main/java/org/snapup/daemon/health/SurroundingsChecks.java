package org.snapup.daemon.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.snapup.daemon.config.Configuration;
import org.snapup.daemon.storage.Be;
import org.snapup.ffi.peer.Accounts;
import org.snapup.ffi.peer.PeerException;
import org.snapup.protocol.Diagnosis.Finding;
import org.snapup.protocol.JobState;
import org.snapup.protocol.SnapupException;

/** What is around the daemon: its configuration, its socket, the name service, other package tools. */
final class SurroundingsChecks {
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final Path LOCKS = Path.of("/proc/locks");

    private final Subject subject;
    private final Configuration configuration;

    SurroundingsChecks(Subject subject) {
        this.subject = subject;
        this.configuration = subject.configuration();
    }

    void look(List<Finding> findings) {
        Health.guard(findings, "configuration", subject.file().toString(), () -> findings.add(configurationFile()));
        Health.guard(findings, "socket", configuration.socket().toString(), () -> findings.add(socket()));
        Health.guard(findings, "members", "policy.members", () -> findings.add(members()));
        Health.guard(findings, "image-lock", "var/pkg/lock", () -> findings.add(imageLock()));
    }

    private Finding configurationFile() {
        String file = subject.file().toString();
        Configuration now;
        try {
            now = Configuration.load(subject.file(), subject.uid());
        } catch (SnapupException e) {
            return Findings.problem("configuration", file, e.getMessage(), "mend it: snapupd wouldn't start with it");
        }
        return now.equals(configuration)
                ? Findings.ok("configuration", file, "trusted, and what snapupd runs with")
                : Findings.note(
                        "configuration", file, "was changed since snapupd read it", "reload or restart snapupd");
    }

    private Finding socket() {
        Path socket = configuration.socket();
        List<String> closed = new ArrayList<>();
        try {
            if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
                return Findings.problem("socket", socket.toString(), "somebody removed it", "restart snapupd");
            }
            if (!Files.getPosixFilePermissions(socket).contains(PosixFilePermission.OTHERS_WRITE)) {
                closed.add("chmod 666 " + socket);
            }
            for (Path folder = socket.getParent(); folder != null; folder = folder.getParent()) {
                if (!Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    closed.add("chmod o+x " + folder);
                }
            }
        } catch (IOException e) {
            return Findings.problem("socket", socket.toString(), "can't be looked at: " + e, "restart snapupd");
        }
        return closed.isEmpty()
                ? Findings.ok("socket", socket.toString(), "everybody can connect")
                : Findings.note("socket", socket.toString(), "not everybody can connect", String.join("; ", closed));
    }

    private Finding members() {
        Accounts accounts = new Accounts();
        List<String> unknown = new ArrayList<>();
        long start = System.nanoTime();
        List<String> named = new ArrayList<>(configuration.policy().administrators());
        named.addAll(configuration.policy().members());
        named.addAll(configuration.policy().updaters());
        for (String member : named) {
            String name = member.substring(member.indexOf(':') + 1);
            try {
                OptionalLong id = member.startsWith("group:")
                        ? accounts.groupId(name)
                        : member.startsWith("user:") ? accounts.userId(name) : OptionalLong.of(0);
                if (id.isEmpty()) {
                    unknown.add(member);
                }
            } catch (PeerException e) {
                return Findings.problem(
                        "members",
                        member,
                        e.getMessage() + "; while it fails, nobody counts as a member",
                        "see to the name service: getent group; getent passwd");
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        String all = named.toString();
        if (took.compareTo(SLOW) > 0) {
            return Findings.problem(
                    "members",
                    all,
                    "the name service took " + took.toMillis() + " ms; after 5 s nobody counts as a member",
                    "see to the name service, or name numbers: uid:NUMBER");
        }
        if (!unknown.isEmpty()) {
            String first = unknown.get(0);
            return Findings.note(
                    "members",
                    String.join(", ", unknown),
                    "the system knows no such name, so it matches nobody",
                    first.startsWith("group:")
                            ? "groupadd " + first.substring("group:".length())
                            : "correct policy.members in " + subject.file());
        }
        return Findings.ok("members", all, "the name service knows them");
    }

    /** Asks the kernel about the lock and doesn't touch it: to try it could keep a job from taking it. */
    private Finding imageLock() {
        Optional<Path> live = subject.view().view().bes().stream()
                .filter(Be::live)
                .flatMap(be -> Optional.ofNullable(be.mountpoint()).stream())
                .findFirst();
        Path lock = live.orElse(Path.of("/")).resolve("var/pkg/lock");
        if (!Files.isReadable(LOCKS) || !Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
            return Findings.ok("image-lock", lock.toString(), "nobody is known to hold it");
        }
        try {
            long inode = ((Number) Files.getAttribute(lock, "unix:ino", LinkOption.NOFOLLOW_LINKS)).longValue();
            long device = ((Number) Files.getAttribute(lock, "unix:dev", LinkOption.NOFOLLOW_LINKS)).longValue();
            Optional<String> holder = holder(Files.readAllLines(LOCKS), device, inode);
            boolean busy = subject.queue().list(false).stream().anyMatch(job -> job.state() != JobState.QUEUED);
            if (holder.isEmpty()) {
                return Findings.ok("image-lock", lock.toString(), "nobody holds it");
            }
            return busy
                    ? Findings.ok("image-lock", lock.toString(), "the running job holds it, or waits for it")
                    : Findings.note(
                            "image-lock",
                            lock.toString(),
                            holder.get() + " holds it: another package tool changes the image",
                            "wait for it; jobs that need the image meanwhile end undone with ImageLocked");
        } catch (IOException e) {
            return Findings.note("image-lock", lock.toString(), "can't be looked at: " + e, "nothing");
        }
    }

    /** Lines such as {@code 3: POSIX  ADVISORY  WRITE 4711 08:01:131 0 EOF}. */
    static Optional<String> holder(List<String> locks, long device, long inode) {
        long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
        long minor = (device & 0xff) | ((device >>> 12) & ~0xffL);
        String file = String.format("%02x:%02x:%d", major, minor, inode);
        return locks.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > 5 && fields[5].equals(file))
                .map(fields -> fields[4].equals("-1") ? "a process" : "process " + fields[4])
                .findFirst();
    }
}
