package org.snapup.client.be.beadm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.client.be.dialect.BadUsageException;
import org.snapup.client.be.dialect.Bes;
import org.snapup.client.be.dialect.Dialect;
import org.snapup.client.be.dialect.Errand;
import org.snapup.client.be.dialect.Options;
import org.snapup.client.render.Escape;
import org.snapup.client.verb.Session;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.ActivateRequest;
import org.snapup.protocol.BootEnvironments.CreateRequest;
import org.snapup.protocol.BootEnvironments.DeactivateRequest;
import org.snapup.protocol.BootEnvironments.DestroyRequest;
import org.snapup.protocol.BootEnvironments.MountRequest;
import org.snapup.protocol.BootEnvironments.RenameRequest;
import org.snapup.protocol.BootEnvironments.RollbackRequest;
import org.snapup.protocol.BootEnvironments.Shared;
import org.snapup.protocol.BootEnvironments.SnapshotRequest;
import org.snapup.protocol.BootEnvironments.UnmountRequest;
import org.snapup.protocol.SnapupException;

/** The program {@code beadm}. */
public final class Beadm implements Dialect {
    private static final String USAGE = """
        usage: beadm COMMAND [OPTIONS] [ARGUMENTS]
          activate [-v] [-t | -T] BE
          create [-v] [-a | -t] [-d DESCRIPTION] [-e BE | -e BE@SNAPSHOT] [-o PROPERTY=VALUE]... [-p POOL] NEWBE
          create [-v] BE@SNAPSHOT
          destroy [-fFsv] BE | BE@SNAPSHOT
          list [-a | -ds] [-H] [-k KEY | -K KEY] [-v] [BE]    KEY is date, name or space
          mount [-s ro|rw] [-v] BE [DIRECTORY]
          unmount | umount [-fv] BE | DIRECTORY
          rename [-v] BE NEWBE
          rollback [-v] BE SNAPSHOT | BE@SNAPSHOT
        """;

    @Override
    public int withoutDaemon() {
        return BeadmStatus.withoutDaemon();
    }

    @Override
    public int run(List<String> words, Session session, InputStream in) throws IOException {
        try {
            if (words.isEmpty()) {
                throw new BadUsageException("");
            }
            List<String> rest = words.subList(1, words.size());
            return switch (words.get(0)) {
                case "activate" -> activate(Options.parse("vtT", rest), session);
                case "create" -> create(Options.parse("ad:e:io:p:tv", rest), session);
                case "destroy" -> destroy(Options.parse("fFsv", rest), session, in);
                case "list" -> BeadmList.run(Options.parse("adk:svHK:", rest), session);
                case "mount" -> mount(Options.parse("s:v", rest), session);
                case "unmount", "umount" -> unmount(Options.parse("fv", rest), session);
                case "rename" -> rename(Options.parse("v", rest), session);
                case "rollback" -> rollback(Options.parse("v", rest), session);
                default -> throw new BadUsageException("Invalid command: " + words.get(0));
            };
        } catch (BadUsageException e) {
            if (!e.getMessage().isEmpty()) {
                session.err().println(Escape.line(e.getMessage()));
            }
            session.err().print(USAGE);
            return BeadmStatus.USAGE;
        }
    }

    private static int activate(Options options, Session session) throws IOException, BadUsageException {
        if (options.has('t') && options.has('T')) {
            throw new BadUsageException("-t and -T exclude each other.");
        }
        options.require(options.has('T') ? 0 : 1, 1);
        String name = options.operands().isEmpty() ? null : options.operands().get(0);
        Record request = name == null || options.has('T')
                ? new DeactivateRequest(name)
                : new ActivateRequest(name, options.has('t') ? true : null);
        String method = options.has('T') ? BootEnvironments.DEACTIVATE : BootEnvironments.ACTIVATE;
        return run(
                session,
                method,
                request,
                "Activated successfully",
                "Unable to activate " + (name == null ? "" : name) + ".");
    }

    private static int create(Options options, Session session) throws IOException, BadUsageException {
        options.require(1, 1);
        if (options.has('a') && options.has('t')) {
            throw new BadUsageException("-a and -t exclude each other.");
        }
        String name = options.operands().get(0);
        if (name.indexOf('@') >= 0) {
            return snapshot(options, name, session);
        }
        String from = options.value('e');
        if (from != null && from.endsWith("@")) {
            throw new BadUsageException("'" + from + "' has no snapshot's name behind the @.");
        }
        Map<String, String> properties = properties(options.values('o'));
        CreateRequest request;
        try {
            request = new CreateRequest(
                    name,
                    from,
                    options.has('a') ? true : null,
                    options.has('t') ? true : null,
                    null,
                    options.value('d'),
                    properties.isEmpty() ? null : properties,
                    options.value('p'));
        } catch (SnapupException e) {
            return end(session, BootEnvironments.CREATE, Errand.refused(e), "", "Unable to create " + name + ".");
        }
        return run(
                session,
                BootEnvironments.CREATE,
                request,
                options.has('a') || options.has('t') ? "Activated successfully" : "Created successfully",
                "Unable to create " + name + ".");
    }

    private static Map<String, String> properties(List<String> words) throws BadUsageException {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                throw new BadUsageException("missing '=' for -o option");
            }
            if (properties.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw new BadUsageException("property '" + word.substring(0, equals) + "' specified multiple times");
            }
        }
        return properties;
    }

    private static int snapshot(Options options, String name, Session session) throws IOException, BadUsageException {
        int at = name.lastIndexOf('@');
        if (at + 1 == name.length() || at == 0 || options.has('e')) {
            throw new BadUsageException("");
        }
        String failed = "Unable to create snapshot " + name.substring(at + 1) + ".";
        SnapshotRequest request;
        try {
            request = new SnapshotRequest(name.substring(0, at), name.substring(at + 1), null);
        } catch (SnapupException e) {
            return end(session, BootEnvironments.SNAPSHOT, Errand.refused(e), "", failed);
        }
        return run(session, BootEnvironments.SNAPSHOT, request, "Created successfully", failed);
    }

    private static int destroy(Options options, Session session, InputStream in) throws IOException, BadUsageException {
        options.require(1, 1);
        String name = options.operands().get(0);
        if (name.endsWith("@")) {
            throw new BadUsageException("");
        }
        if (!options.has('F') && !isConfirmed(name, session, in)) {
            session.out().println(Escape.line(name) + " has not been destroyed.");
            return 0;
        }
        boolean snapshot = name.indexOf('@') >= 0;
        DestroyRequest request = new DestroyRequest(
                name,
                options.has('f') ? true : null,
                null,
                (snapshot || options.has('s')) ? null : Boolean.FALSE,
                null);
        return run(
                session,
                BootEnvironments.DESTROY,
                request,
                "Destroyed successfully",
                "Unable to destroy " + name + ".");
    }

    private static boolean isConfirmed(String name, Session session, InputStream in) throws IOException {
        session.out()
                .print("Are you sure you want to destroy " + Escape.line(name)
                        + "?\nThis action cannot be undone (y/[n]): ");
        session.out().flush();
        String answer = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        if (answer != null && answer.matches("(?s)[yY].*")) {
            return true;
        }
        if (answer != null && !answer.isEmpty() && !answer.matches("(?s)[nN].*")) {
            session.err().println("Invalid response. Please enter 'y' or 'n'.");
        }
        return false;
    }

    private static int mount(Options options, Session session) throws IOException, BadUsageException {
        options.require(1, 2);
        Shared shared = shared(options.value('s'));
        String name = options.operands().get(0);
        String folder = options.operands().size() > 1 ? options.operands().get(1) : null;
        if (folder != null && !folder.startsWith("/")) {
            session.err().println("Invalid mount point " + Escape.line(folder) + ". Mount point must start with a /.");
            return 1;
        }
        Errand.Result result = Errand.run(session, BootEnvironments.MOUNT, new MountRequest(name, folder, shared));
        String at = folder;
        if (result.isDone() && at == null) {
            at = Bes.named(Bes.ask(session, false, false), name)
                    .map(be -> be.textOrEmpty("mountpoint"))
                    .orElse("");
        }
        return end(
                session,
                BootEnvironments.MOUNT,
                result,
                "Mounted successfully on: '" + at + "'",
                "Unable to mount " + name + ".");
    }

    private static @Nullable Shared shared(@Nullable String mode) throws BadUsageException {
        if (mode == null) {
            return null;
        }
        return switch (mode) {
            case "ro" -> Shared.READ_ONLY;
            case "rw" -> Shared.READ_WRITE;
            default -> throw new BadUsageException("The -s flag requires an argument [ rw | ro ]");
        };
    }

    private static int unmount(Options options, Session session) throws IOException, BadUsageException {
        options.require(1, 1);
        String name = options.operands().get(0);
        UnmountRequest request = new UnmountRequest(name, options.has('f') ? true : null);
        return run(
                session,
                BootEnvironments.UNMOUNT,
                request,
                "Unmounted successfully",
                "Unable to unmount " + name + ".");
    }

    private static int rename(Options options, Session session) throws IOException, BadUsageException {
        options.require(2, 2);
        String name = options.operands().get(0);
        String failed = "Rename of BE " + name + " failed.";
        try {
            return run(
                    session,
                    BootEnvironments.RENAME,
                    new RenameRequest(name, options.operands().get(1)),
                    "Renamed successfully",
                    failed);
        } catch (SnapupException e) {
            return end(session, BootEnvironments.RENAME, Errand.refused(e), "", failed);
        }
    }

    private static int rollback(Options options, Session session) throws IOException, BadUsageException {
        options.require(1, 2);
        String last = options.operands().get(options.operands().size() - 1);
        int at = last.lastIndexOf('@');
        String name = options.operands().size() > 1 ? options.operands().get(0) : last.substring(0, Math.max(0, at));
        String snapshot = options.operands().size() > 1 && !last.startsWith(name + "@") ? last : last.substring(at + 1);
        if (name.isEmpty() || snapshot.isEmpty()) {
            throw new BadUsageException("");
        }
        return run(
                session,
                BootEnvironments.ROLLBACK,
                new RollbackRequest(name, snapshot),
                "Rolled back successfully",
                "Rollback of BE " + name + " snapshot " + snapshot + " failed.");
    }

    private static int run(Session session, String method, Record request, String done, String failed)
            throws IOException {
        return end(session, method, Errand.run(session, method, request), done, failed);
    }

    private static int end(Session session, String method, Errand.Result result, String done, String failed) {
        if (result.code() == null) {
            session.out().println(Escape.line(done));
            return 0;
        }
        session.err().println(Escape.line(failed));
        session.err().println(result.message());
        return BeadmStatus.of(method, result.code());
    }
}
