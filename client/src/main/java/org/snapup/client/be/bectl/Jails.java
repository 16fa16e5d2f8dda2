package org.snapup.client.be.bectl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snapup.client.be.dialect.BadUsageException;
import org.snapup.client.be.dialect.Bes;
import org.snapup.client.be.dialect.Errand;
import org.snapup.client.be.dialect.Options;
import org.snapup.client.render.Escape;
import org.snapup.client.verb.Session;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.MountRequest;
import org.snapup.protocol.BootEnvironments.UnmountRequest;

/**
 * Jails over boot environments. A jail is the caller's, made with the caller's rights by jail(8); of the daemon only the
 * mount is asked.
 */
final class Jails {
    private static final Path JAIL = Path.of("/usr/sbin/jail");
    private static final Path JLS = Path.of("/usr/sbin/jls");

    private Jails() {}

    private static boolean areThere(String command, Session session) {
        if (Files.isExecutable(JAIL) && Files.isExecutable(JLS)) {
            return true;
        }
        session.err()
                .println("bectl " + command + ": this system has no jails (there is no " + JAIL
                        + "); mount the boot environment and use chroot(8) instead: bectl mount");
        return false;
    }

    static int jail(Options options, Session session) throws IOException, BadUsageException {
        options.require(1, Integer.MAX_VALUE);
        if (!areThere("jail", session)) {
            return BectlStatus.of(org.snapup.protocol.ErrorCode.NOT_SUPPORTED);
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
        List<String> command = new ArrayList<>(List.of(JAIL.toString(), "-c"));
        parameters.forEach((key, value) -> command.add(value.isEmpty() ? key : key + "=" + value));
        if (batch) {
            command.add("persist");
        } else {
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
        parameters.put("host.hostname", name);
        for (String word : options.values('o')) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw new BadUsageException("missing '=' for -o option");
            }
            parameters.put(word.substring(0, equals), word.substring(equals + 1));
        }
        options.values('u').forEach(parameters::remove);
        return parameters;
    }

    static int unjail(Options options, Session session) throws IOException, BadUsageException {
        options.require(1, 1);
        if (!areThere("unjail", session)) {
            return BectlStatus.of(org.snapup.protocol.ErrorCode.NOT_SUPPORTED);
        }
        String name = options.operands().get(0);
        for (String line : output(List.of(JLS.toString(), "jid", "name", "path"))) {
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
                int status = run(List.of(JAIL.toString(), "-r", fields[0]), session);
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
