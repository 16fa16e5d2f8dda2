package org.snapup.client.be.bectl;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.client.be.dialect.BadUsageException;
import org.snapup.client.be.dialect.Bes;
import org.snapup.client.be.dialect.Dialect;
import org.snapup.client.be.dialect.Errand;
import org.snapup.client.be.dialect.Options;
import org.snapup.client.be.dialect.Streams;
import org.snapup.client.render.Escape;
import org.snapup.client.verb.Session;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.ActivateRequest;
import org.snapup.protocol.BootEnvironments.CreateRequest;
import org.snapup.protocol.BootEnvironments.DeactivateRequest;
import org.snapup.protocol.BootEnvironments.DestroyRequest;
import org.snapup.protocol.BootEnvironments.MountRequest;
import org.snapup.protocol.BootEnvironments.RenameRequest;
import org.snapup.protocol.BootEnvironments.SnapshotRequest;
import org.snapup.protocol.BootEnvironments.UnmountRequest;
import org.snapup.protocol.SnapupException;

/** The program {@code bectl}. */
public final class Bectl implements Dialect {
    private static final String USAGE = """
        usage: bectl [-r BEROOT] COMMAND [OPTIONS] [ARGUMENTS]
          activate [-t | -T] BE
          check
          create [-r] [-e BE | -e BE@SNAPSHOT] NEWBE
          create [-r] BE@SNAPSHOT
          destroy [-Fo] BE | BE@SNAPSHOT
          export BE
          import NEWBE
          jail [-bU] [-o KEY=VALUE | -u KEY]... BE [PROGRAM [ARGUMENT]...]
          list [-aDHs] [-c PROPERTY | -C PROPERTY]
          mount BE [DIRECTORY]
          rename BE NEWBE
          unjail | ujail JAIL | BE
          unmount | umount [-f] BE
        """;

    @Override
    public int withoutDaemon() {
        return BectlStatus.WITHOUT_DAEMON;
    }

    @Override
    public int run(List<String> words, Session session, InputStream in) throws IOException {
        String root = null;
        List<String> rest = words;
        if (!rest.isEmpty() && rest.get(0).equals("-r")) {
            root = rest.size() > 2 ? rest.get(1) : null;
            rest = root == null ? List.of() : rest.subList(2, rest.size());
        }
        if (!rest.isEmpty() && (rest.get(0).equals("-h") || rest.get(0).equals("-?"))) {
            session.out().print(USAGE);
            return 0;
        }
        try {
            if (rest.isEmpty()) {
                throw new BadUsageException("");
            }
            String command = canonical(rest.get(0));
            if (root != null && !isRoot(root, session)) {
                return BectlStatus.WITHOUT_DAEMON;
            }
            return run(command, rest.subList(1, rest.size()), root != null, session, in);
        } catch (BadUsageException e) {
            if (!e.getMessage().isEmpty()) {
                String command = rest.isEmpty() ? "" : " " + rest.get(0);
                session.err().println("bectl" + Escape.line(command + ": " + e.getMessage()));
            }
            session.err().print(USAGE);
            return BectlStatus.USAGE;
        } catch (SnapupException e) {
            session.err().println(Errand.refused(e).message());
            return BectlStatus.of(e.code());
        }
    }

    private static String canonical(String command) throws BadUsageException {
        return switch (command) {
            case "umount" -> "unmount";
            case "ujail" -> "unjail";
            case "activate",
                    "check",
                    "create",
                    "destroy",
                    "export",
                    "import",
                    "jail",
                    "list",
                    "mount",
                    "rename",
                    "unjail",
                    "unmount" -> command;
            default -> throw new BadUsageException("unknown command");
        };
    }

    private static int run(String command, List<String> rest, boolean rooted, Session session, InputStream in)
            throws IOException, BadUsageException {
        return switch (command) {
            case "activate" -> activate(Options.parse("tT", rest), session);
            case "check" -> check(Options.parse("", rest), rooted, session);
            case "create" -> create(Options.parse("e:r", rest), session);
            case "destroy" -> destroy(Options.parse("Fo", rest), session);
            case "export" -> export(Options.parse("", rest), session);
            case "import" -> take(Options.parse("", rest), session, in);
            case "jail" -> Jails.OF_SYSTEM.jail(Options.parse("bo:u:U", rest), session);
            case "list" -> BectlList.run(Options.parse("aDHsc:C:", rest), session);
            case "mount" -> mount(Options.parse("", rest), session);
            case "rename" -> rename(Options.parse("", rest), session);
            case "unjail" -> Jails.OF_SYSTEM.unjail(Options.parse("", rest), session);
            default -> unmount(Options.parse("f", rest), session);
        };
    }

    /** A daemon has one root. Whoever asks for another one must hear that, and not get the wrong BEs. */
    private static boolean isRoot(String root, Session session) throws IOException {
        String served = Bes.ask(session, false, false).textOrEmpty("root");
        if (served.equals(root)) {
            return true;
        }
        session.err()
                .println("bectl: the daemon's boot environments are in " + Escape.line(served) + ", not in "
                        + Escape.line(root) + ". Start a snapupd with storage.root = \"" + Escape.line(root)
                        + "\", and name its socket in SNAPUP_SOCKET.");
        return false;
    }

    private static int activate(Options options, Session session) throws IOException, BadUsageException {
        if (options.has('t') && options.has('T')) {
            throw new BadUsageException("-t and -T exclude each other");
        }
        options.require(options.has('T') ? 0 : 1, 1);
        String name = options.operands().isEmpty() ? null : options.operands().get(0);
        if (name == null || options.has('T')) {
            Errand.Result result = Errand.run(session, BootEnvironments.DEACTIVATE, new DeactivateRequest(name));
            session.out()
                    .println(
                            result.isDone() ? "Temporary activation removed" : "Failed to remove temporary activation");
            return end(session, result, "");
        }
        Errand.Result result = Errand.run(
                session, BootEnvironments.ACTIVATE, new ActivateRequest(name, options.has('t') ? true : null));
        session.out()
                .println((result.isDone() ? "Successfully activated" : "Did not successfully activate")
                        + " boot environment " + Escape.line(name));
        if (options.has('t')) {
            session.out().println("for next boot");
        }
        return end(session, result, "");
    }

    /** Whether there are boot environments, and the machine runs one of them. */
    private static int check(Options options, boolean rooted, Session session) throws IOException, BadUsageException {
        options.require(0, 0);
        return rooted || Bes.of(Bes.ask(session, false, false)).stream().anyMatch(be -> be.flag("activeNow")) ? 0 : 1;
    }

    private static int create(Options options, Session session) throws IOException, BadUsageException {
        options.require(1, 1);
        String name = options.operands().get(0);
        String from = options.value('e');
        Boolean whole = options.has('r');
        int at = name.indexOf('@');
        if (at >= 0) {
            return end(
                    session,
                    Errand.run(
                            session,
                            BootEnvironments.SNAPSHOT,
                            new SnapshotRequest(name.substring(0, at), name.substring(at + 1), whole)),
                    "Failed to create a snapshot '" + name.substring(at + 1) + "' of '" + name.substring(0, at) + "'");
        }
        return end(
                session,
                Errand.run(
                        session,
                        BootEnvironments.CREATE,
                        new CreateRequest(name, from, null, null, whole, null, null, null)),
                "Failed to create bootenv " + name + (from == null ? "" : " from " + from));
    }

    private static int destroy(Options options, Session session) throws IOException, BadUsageException {
        options.require(1, 1);
        String name = options.operands().get(0);
        boolean origin = options.has('o');
        if (!origin && name.indexOf('@') < 0) {
            String from = origin(name, session);
            origin = from != null && isAutomatic(from);
            if (from != null && !origin && !isOfSnapup(from)) {
                session.err().println("bectl destroy: leaving origin '" + Escape.line(from) + "' intact");
            }
        }
        return end(
                session,
                Errand.run(
                        session,
                        BootEnvironments.DESTROY,
                        new DestroyRequest(name, options.has('F') ? true : null, null, null, origin ? true : null)),
                "Failed to destroy " + name);
    }

    private static @Nullable String origin(String name, Session session) throws IOException {
        Fields be = Bes.named(Bes.ask(session, false, true), name).orElse(null);
        List<Fields> datasets = be == null ? List.of() : be.objects("datasets");
        return datasets.isEmpty() || !datasets.get(0).has("origin")
                ? null
                : datasets.get(0).object("origin").text("name");
    }

    /** Made by FreeBSD's bectl when it cloned: a time, and a number where that was taken. */
    private static boolean isAutomatic(String snapshot) {
        return snapshot.matches(".*@\\d{4}-\\d{2}-\\d{2}-\\d{2}:\\d{2}:\\d{2}(-\\d+)?");
    }

    /** Goes by itself with its last clone. */
    private static boolean isOfSnapup(String snapshot) {
        return snapshot.matches(".*@snapup-\\d+");
    }

    private static int export(Options options, Session session) throws IOException, BadUsageException {
        options.require(1, 1);
        if (session.screen().isTerminal()) {
            session.err().println("bectl export: must redirect output");
            return BectlStatus.USAGE;
        }
        return end(session, Streams.export(session, options.operands().get(0), session.out()), "Failed to export");
    }

    private static int take(Options options, Session session, InputStream in) throws IOException, BadUsageException {
        options.require(1, 1);
        return end(
                session,
                Streams.take(session, options.operands().get(0), in),
                "Failed to import " + options.operands().get(0));
    }

    private static int mount(Options options, Session session) throws IOException, BadUsageException {
        options.require(1, 2);
        String name = options.operands().get(0);
        String folder = options.operands().size() > 1
                ? session.absolute(options.operands().get(1))
                : null;
        Errand.Result result = Errand.run(session, BootEnvironments.MOUNT, new MountRequest(name, folder, null));
        if (result.isDone()) {
            String at = folder != null
                    ? folder
                    : Bes.named(Bes.ask(session, false, false), name)
                            .map(be -> be.textOrEmpty("mountpoint"))
                            .orElse("");
            session.out().println("Successfully mounted " + Escape.line(name) + " at " + Escape.line(at));
        }
        return end(
                session,
                result,
                "Failed to mount bootenv " + name + (folder == null ? " at a temporary path" : " at " + folder));
    }

    private static int rename(Options options, Session session) throws IOException, BadUsageException {
        options.require(2, 2);
        String name = options.operands().get(0);
        String newName = options.operands().get(1);
        return end(
                session,
                Errand.run(session, BootEnvironments.RENAME, new RenameRequest(name, newName)),
                "Failed to rename bootenv " + name + " to " + newName);
    }

    private static int unmount(Options options, Session session) throws IOException, BadUsageException {
        options.require(1, 1);
        String name = options.operands().get(0);
        return end(
                session,
                Errand.run(session, BootEnvironments.UNMOUNT, new UnmountRequest(name, options.has('f') ? true : null)),
                "Failed to unmount bootenv " + name);
    }

    static int end(Session session, Errand.Result result, String failed) {
        if (result.code() == null) {
            return 0;
        }
        session.err().println(result.message());
        if (!failed.isEmpty()) {
            session.err().println(Escape.line(failed));
        }
        return BectlStatus.of(result.code());
    }
}
