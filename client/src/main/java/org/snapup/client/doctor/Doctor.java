package org.snapup.client.doctor;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.render.Escape;
import org.snapup.client.render.JsonLine;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.verb.Verb;
import org.snapup.client.wire.Connection;
import org.snapup.client.wire.Daemon;
import org.snapup.client.wire.DaemonException;
import org.snapup.protocol.Call;
import org.snapup.protocol.Diagnosis;
import org.snapup.protocol.Diagnosis.Bundled;
import org.snapup.protocol.Diagnosis.Checked;
import org.snapup.protocol.Diagnosis.Finding;
import org.snapup.protocol.Diagnosis.Level;
import org.snapup.protocol.RecordCodec;
import org.snapup.protocol.Reply;
import org.snapup.protocol.SnapupException;

/** {@code snapup doctor}. */
public final class Doctor implements Verb {
    private static final Option BUNDLE =
            Option.valued("--bundle", "FILE", "write what is known to this new file, a tar.gz without secrets");

    /** Listings of a big pool take their time. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final int PROBLEMS = 1;

    @Override
    public Syntax syntax() {
        return Globals.syntax("doctor", List.of(BUNDLE), "", 0, 0, "Check the machine, and say what to do.", """
                Each finding: ok, note or problem, which check, what was looked at, what was found, and what to do.
                Exit status: 0 no problems, 1 problems, or the daemon doesn't answer.\
                """);
    }

    @Override
    public int run(Arguments arguments, Session session) throws IOException {
        List<Finding> findings = new ArrayList<>();
        boolean answers = check(session, findings);
        String file = arguments.value(BUNDLE);
        if (file != null && answers) {
            bundle(session, session.directory().resolve(file), findings);
        }
        if (session.json()) {
            List<Object> all = new ArrayList<>();
            findings.forEach(finding -> all.add(RecordCodec.toMap(finding)));
            session.out().print(JsonLine.of(Map.of("findings", all)));
        } else {
            session.out().print(text(findings));
        }
        if (file != null) {
            session.err()
                    .println(
                            answers
                                    ? "The bundle is " + Escape.line(file) + "; look into it before you publish it."
                                    : "There is no bundle, because the daemon doesn't answer.");
        }
        return findings.stream().anyMatch(finding -> finding.level() == Level.PROBLEM) ? PROBLEMS : 0;
    }

    /** Asks the daemon; where it doesn't answer, looks around itself. */
    private static boolean check(Session session, List<Finding> findings) throws IOException {
        Daemon daemon = session.daemon();
        try {
            Reply reply = daemon.ask(Call.of(Diagnosis.CHECK, new Diagnosis.CheckRequest(), false), LIMIT);
            Checked checked = RecordCodec.fromMap(Checked.class, reply.parameters(), RecordCodec.Unknown.IGNORE);
            findings.add(new Finding("daemon", Level.OK, daemon.socket().toString(), "answers", null));
            findings.addAll(checked.findings());
            return true;
        } catch (DaemonException e) {
            findings.add(new Finding("daemon", Level.PROBLEM, daemon.socket().toString(), e.getMessage(), e.advice()));
            new Surroundings(daemon.socket()).look(findings);
            return false;
        } catch (SnapupException e) {
            findings.add(new Finding(
                    "daemon",
                    Level.PROBLEM,
                    daemon.socket().toString(),
                    "can't check the machine: " + e.getMessage(),
                    "restart the daemon after an update of snapup"));
            return false;
        }
    }

    private static void bundle(Session session, Path file, List<Finding> findings) throws IOException {
        Call call = Call.of(Diagnosis.BUNDLE, new Diagnosis.BundleRequest(), true);
        String name = String.valueOf(file.getFileName()).replaceAll("\\.(tar\\.gz|tgz)$", "");
        try (Connection connection = session.daemon().start(call, Daemon.ANSWER_LIMIT);
                TarFile tar = TarFile.create(file, name)) {
            Reply reply;
            do {
                reply = Daemon.succeeded(connection.receive());
                Bundled part = RecordCodec.fromMap(Bundled.class, reply.parameters(), RecordCodec.Unknown.IGNORE);
                tar.add(part.file(), part.text());
            } while (reply.continues());
            StringBuilder seen = new StringBuilder();
            findings.forEach(finding -> seen.append(JsonLine.of(RecordCodec.toMap(finding))));
            tar.add("client-findings.json", seen.toString());
            tar.finish();
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " is there already, and a bundle doesn't replace a file: name another", e);
        }
    }

    private static String text(List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            String level = finding.level().name().toLowerCase(Locale.ROOT);
            text.append(String.format("%-8s %-18s ", level, Escape.line(finding.id())));
            text.append(Escape.line(finding.subject())).append(": ");
            text.append(Escape.lines(finding.found(), "  ")).append('\n');
            if (finding.advice() != null) {
                text.append("         ")
                        .append(Escape.lines("do: " + finding.advice(), "         "))
                        .append('\n');
            }
        }
        long problems = findings.stream()
                .filter(finding -> finding.level() == Level.PROBLEM)
                .count();
        return text.append(
                        problems == 0 ? "No problems.\n" : problems + (problems == 1 ? " problem.\n" : " problems.\n"))
                .toString();
    }
}
