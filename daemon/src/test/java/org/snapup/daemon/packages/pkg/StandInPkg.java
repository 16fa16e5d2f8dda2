package org.snapup.daemon.packages.pkg;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snapup.exec.Command;
import org.snapup.exec.CommandResult;
import org.snapup.exec.CommandRunner;
import org.snapup.exec.LineListener;
import org.snapup.exec.Watch;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.PackagePattern;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PackageChange;
import org.snapup.ips.plan.PlanRequest;

/**
 * In the place of pkg(1) where there is none: takes its command lines and prints what it prints, and lets our own library
 * do it. It does only what the engine asks of it, and can be told to die.
 */
final class StandInPkg implements CommandRunner {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path cache;
    private final List<List<String>> calls = new ArrayList<>();
    private @Nullable Dying dying;
    private int exitAfterwards;
    private boolean brokenAfterwards;
    private final List<String> history = new ArrayList<>();

    StandInPkg(Path cache) {
        this.cache = cache;
    }

    /** How it ends instead of changing an image. */
    interface Dying {
        CommandResult in(Path root);
    }

    StandInPkg dying(@Nullable Dying how) {
        dying = how;
        return this;
    }

    /** The status that it ends with although it did everything. */
    StandInPkg exitingWith(int status) {
        exitAfterwards = status;
        return this;
    }

    /** Its verify finds errors. */
    StandInPkg findingErrors() {
        brokenAfterwards = true;
        return this;
    }

    /** It loses what it noted of its operations. */
    StandInPkg forgetting() {
        history.clear();
        return this;
    }

    /** The words of each call, without the program and the root. */
    List<List<String>> calls() {
        return calls;
    }

    @Override
    public CommandResult run(Command command) {
        return run(command, LineListener.NONE, Watch.NONE);
    }

    @Override
    public CommandResult run(Command command, LineListener listener, Watch watch) {
        watch.look();
        List<String> argv = command.argv();
        Path root = Path.of(argv.get(2));
        List<String> words = argv.subList(3, argv.size());
        calls.add(words);
        dereference(root.resolve("var/pkg"));
        CommandResult result;
        try {
            result = answer(root, words);
        } catch (IpsException e) {
            result = new CommandResult(1, "", "\npkg " + words.get(0) + ": " + said(e) + "\n");
        }
        result.out().lines().forEach(line -> listener.line(LineListener.Stream.OUT, line));
        result.err().lines().forEach(line -> listener.line(LineListener.Stream.ERR, line));
        watch.look();
        return result;
    }

    /** Our library follows no symbolic link in an image. */
    private static void dereference(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path link : all.filter(Files::isSymbolicLink).toList()) {
                byte[] content = Files.readAllBytes(link);
                Files.delete(link);
                Files.write(link, content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String said(IpsException e) {
        return switch (e.kind()) {
            case NOT_FOUND ->
                String.join(
                        "\n",
                        "The following pattern(s) did not match any allowable packages.",
                        "",
                        "\t" + e.getMessage());
            case CORRUPT -> "file protocol error: " + e.getMessage();
            default -> String.valueOf(e.getMessage());
        };
    }

    private CommandResult answer(Path root, List<String> words) {
        List<String> operands = words.contains("--") ? words.subList(words.indexOf("--") + 1, words.size()) : List.of();
        return switch (words.get(0)) {
            case "refresh" -> new CommandResult(0, " Startup: Refreshing catalog 'test' ... Done\n", "");
            case "publisher" -> new CommandResult(0, """
                        PUBLISHER\tSTICKY\tSYSPUB\tENABLED\tTYPE\tSTATUS\tURI\tPROXY
                        test\ttrue\tfalse\ttrue\torigin\tonline\tfile:///x/\t-
                        """, "");
            case "list" -> list(root, operands);
            case "verify" -> new CommandResult(brokenAfterwards ? 1 : 0, "", "");
            case "history" -> new CommandResult(0, String.join("\n", history), "");
            case "install" -> operate(root, new PlanRequest.Install(operands, List.of()), words);
            case "uninstall" -> operate(root, new PlanRequest.Uninstall(operands), words);
            case "update" -> operate(root, new PlanRequest.Update(operands, List.of()), words);
            default -> new CommandResult(2, "", "pkg: unknown subcommand '" + words.get(0) + "'\n");
        };
    }

    private CommandResult operate(Path root, PlanRequest request, List<String> words) {
        ImagePlan plan = Ips.plan(root, request, cache, IpsListener.NONE);
        if (words.contains("-n")) {
            return new CommandResult(plan.isEmpty() ? 4 : 0, json(plan) + "\n", "");
        }
        if (dying != null) {
            return dying.in(root);
        }
        Ips.execute(root, plan, cache, IpsListener.NONE);
        history.add("         Operation: " + words.get(0) + "\n           Outcome: Succeeded\n        Start Time: "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "") + "\n");
        long actions = plan.changes().count();
        return new CommandResult(
                exitAfterwards,
                "Planning: Solver setup ... Done\nDownload: 0/4 items  0.0/0.0MB  0% complete \n Actions: 1/" + actions
                        + " actions (Installing new actions)\n Actions: Completed " + actions
                        + " actions in 0.00 seconds.\nFinalize: Updating image state ... Done\n",
                "");
    }

    private static String json(ImagePlan plan) {
        Map<String, Object> fields = new LinkedHashMap<>();
        List<Object> added = new ArrayList<>();
        List<Object> removed = new ArrayList<>();
        List<Object> changed = new ArrayList<>();
        for (PackageChange change : plan.packages()) {
            Fmri from = change.from();
            Fmri to = change.to();
            if (from == null) {
                added.add(String.valueOf(to));
            } else if (to == null) {
                removed.add(from.toString());
            } else {
                changed.add(List.of(from.toString(), to.toString()));
            }
        }
        fields.put("add-packages", added);
        fields.put("remove-packages", removed);
        fields.put("change-packages", changed);
        fields.put("space-required", 1000.5);
        return write(fields);
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CommandResult list(Path root, List<String> operands) {
        StringBuilder found = new StringBuilder();
        List<String> unmatched = new ArrayList<>(operands);
        for (Fmri fmri : Ips.installed(root).values()) {
            List<String> matching = operands.stream()
                    .filter(operand -> PackagePattern.parse(operand).matches(fmri))
                    .toList();
            unmatched.removeAll(matching);
            if (operands.isEmpty() || !matching.isEmpty()) {
                found.append(fmri.toString().replace(",5.11", "")).append("    im-\n");
            }
        }
        String complaint = unmatched.isEmpty()
                ? ""
                : " \npkg list: no packages matching the following patterns are installed:\n"
                        + unmatched.stream().map(each -> "  " + each).collect(Collectors.joining("\n")) + "\n";
        int status = unmatched.isEmpty() ? 0 : found.length() == 0 ? 1 : 3;
        return new CommandResult(status, found.toString(), complaint);
    }

    /** Killed in the middle of the files: one is new already. */
    static CommandResult killedInTheMiddle(Path file) {
        try {
            Path temporary = Files.writeString(file.resolveSibling("tmpabcdefgh"), "half of it");
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CommandResult(137, " Actions: 1/4 actions (Installing new actions)\n", "");
    }
}
