package org.snapup.client.be.bectl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snapup.client.be.dialect.BadUsageException;
import org.snapup.client.be.dialect.Bes;
import org.snapup.client.be.dialect.Errand;
import org.snapup.client.be.dialect.Options;
import org.snapup.client.render.Escape;
import org.snapup.client.verb.Session;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.MountRequest;
import org.snapup.protocol.BootEnvironments.UnmountRequest;
import org.snapup.protocol.ErrorCode;

/**
 * Jails over boot environments. A jail is the caller's, made with the caller's rights by jail(8); of the daemon only the
 * mount is asked.
 */
record Jails(Path jail, Path jls) {
    static final Jails OF_SYSTEM = new Jails(Path.of("/usr/sbin/jail"), Path.of("/usr/sbin/jls"));

    /** Whether and how long a jail lives is what the options -b and -U say. */
    private static final Set<String> OWN_PARAMETERS = Set.of("command", "exec.start", "persist", "nopersist");

    private boolean areThere(String command, Session session) {
        if (Files.isExecutable(jail) && Files.isExecutable(jls)) {
            return true;
        }
        session.err()
                .println("bectl " + command + ": this system has no jails (there is no " + jail
                        + "); mount the boot environment and use chroot(8) instead: bectl mount");
        return false;
    }

    /** Runs a program, or with -b none, in a jail over a BE that is mounted for it. */
    int jail(Options options, Session session) throws IOException, BadUsageException {
        options.require(1, Integer.MAX_VALUE);
        if (!areThere("jail", session)) {
            return BectlStatus.of(ErrorCode.NOT_SUPPORTED);
        }
        String name = options.operands().get(0);
        Map<String, String> parameters = parameters(options, name);
        String wanted = parameters.get("path");
        Errand.Result mounted = Errand.run(session, BootEnvironments.MOUNT, new MountRequest(name, wanted, null));
        if (!mounted.isDone()) {
            return Bectl.end(session, mounted, "Failed to mount bootenv " + name);
        }
        String path = Bes.named(Bes.ask(session, false, false), name)
                .map(be -> be.textOrEmpty("mountpoint"))
                .orElse("");
        parameters.put("path", path);
        boolean batch = options.has('b');
        boolean persists = batch || options.has('U');
        List<String> command = new ArrayList<>(List.of(jail.toString(), "-c"));
        if (persists) {
            command.add("persist");
        }
        parameters.forEach((key, value) -> command.add(value.isEmpty() ? key : key + "=" + value));
        if (!batch) {
            List<String> program =
                    options.operands().subList(1, options.operands().size());
            command.add("command=" + (program.isEmpty() ? "/bin/sh" : program.get(0)));
            command.addAll(program.subList(Math.min(1, program.size()), program.size()));
        }
        int status = run(command, session);
        boolean stays = batch ? status == 0 : options.has('U');
        if (!stays) {
            int unmounted = unmount(name, session);
            return status == 0 ? unmounted : status;
        }
        return status;
    }

    private static Map<String, String> parameters(Options options, String name) throws BadUsageException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("allow.mount", "");
        parameters.put("allow.mount.devfs", "");
        parameters.put("enforce_statfs", "1");
        for (String word : options.values('o')) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw new BadUsageException("missing '=' for -o option");
            }
            String key = word.substring(0, equals);
            if (OWN_PARAMETERS.contains(key)) {
                throw new BadUsageException("invalid jail parameter: " + key);
            }
            parameters.put(key, word.substring(equals + 1));
        }
        options.values('u').forEach(parameters::remove);
        parameters.putIfAbsent("host.hostname", name);
        return parameters;
    }

    /** Ends the jail that is called so, or runs over the BE that is, and unmounts that. */
    int unjail(Options options, Session session) throws IOException, BadUsageException {
        options.require(1, 1);
        if (!areThere("unjail", session)) {
            return BectlStatus.of(ErrorCode.NOT_SUPPORTED);
        }
        String name = options.operands().get(0);
        for (String line : output(List.of(jls.toString(), "jid", "name", "path"))) {
            String[] fields = line.split(" ", 3);
            if (fields.length < 3) {
                continue;
            }
            String be = Bes.of(Bes.ask(session, false, false)).stream()
                    .filter(each -> each.textOrEmpty("mountpoint").equals(fields[2]))
                    .map(each -> each.text("name"))
                    .findFirst()
                    .orElse("");
            if (!be.isEmpty() && (be.equals(name) || fields[0].equals(name) || fields[1].equals(name))) {
                int status = run(List.of(jail.toString(), "-r", fields[0]), session);
                return status == 0 ? unmount(be, session) : status;
            }
        }
        session.err().println("bectl unjail: no jail runs " + Escape.line(name));
        return 1;
    }

    private static int unmount(String name, Session session) throws IOException {
        return Bectl.end(
                session,
                Errand.run(session, BootEnvironments.UNMOUNT, new UnmountRequest(name, null)),
                "Failed to unmount bootenv " + name);
    }

    private static int run(List<String> command, Session session) throws IOException {
        session.out().flush();
        Process process = new ProcessBuilder(command).inheritIO().start();
        return await(process);
    }

    private static int await(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("left while a jail was worked on", e);
        }
    }

    private static List<String> output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new String(
                        process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .toList();
        await(process);
        return lines;
    }
}
