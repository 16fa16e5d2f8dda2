package org.snapup.daemon.packages.pkg;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snapup.daemon.packages.RecordingContext;
import org.snapup.exec.CommandResult;
import org.snapup.exec.ProcessRunner;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event.Progress;
import org.snapup.protocol.Plan.SettingKind;
import org.snapup.testing.Requires;

/** What pkg(1) once printed, printed again by a program in its place: a sample of ours, and genuine records if there. */
final class PkgTranscriptIT {
    private static final Pattern EXIT = Pattern.compile("(?s)(.*)\\[exit (\\d+)]\n?");
    private static final Pattern COMPLETED = Pattern.compile("Actions: Completed (\\d+) actions");
    private static final Set<String> CHANGING = Set.of("install", "uninstall", "update", "exact-install");

    /** A command, what it printed, and how it ended. */
    record Entry(List<String> words, String out, String err, int status) {}

    @TempDir
    private Path folder;

    @Test
    void shouldUnderstandTheSample() throws IOException {
        List<Entry> entries = read(Path.of("src/test/resources/pkg/transcript.txt"));
        List<ErrorCode> codes = new ArrayList<>();

        for (Entry entry : entries) {
            CommandResult result = replay(entry, new RecordingContext(folder));
            if (result.exitStatus() == PkgFailure.FAILED) {
                codes.add(PkgFailure.of(entry.words(), result).code());
            }
        }

        assertThat(codes)
                .containsExactly(
                        ErrorCode.NO_SUCH_PACKAGE,
                        ErrorCode.NO_SOLUTION,
                        ErrorCode.PACKAGE_CONFLICT,
                        ErrorCode.NO_SOLUTION,
                        ErrorCode.REPOSITORY_ERROR,
                        ErrorCode.NO_SPACE);
    }

    @Test
    void shouldTellTheProgressOfAnInstall() throws IOException {
        RecordingContext context = new RecordingContext(folder);

        replay(read(Path.of("src/test/resources/pkg/transcript.txt")).get(0), context);

        assertThat(context.progress())
                .contains(
                        new Progress("manifests", 3, 3, 0, 0),
                        new Progress("download", 11, 40, 3 << 20, (25 << 20) / 2),
                        new Progress("actions", 60, 95, 0, 0),
                        new Progress("actions", 95, 95, 0, 0));
        assertThat(context.isCancellable()).isFalse();
    }

    @Test
    void shouldReadAPlan() throws IOException {
        Entry entry = read(Path.of("src/test/resources/pkg/transcript.txt")).get(1);

        ParsablePlan plan = ParsablePlan.parse(entry.out());

        assertThat(plan.changes().keySet()).containsExactly("tools/chisel", "tools/hammer", "tools/saw");
        assertThat(requireNonNull(plan.changes().get("tools/saw")).from())
                .hasToString("pkg://shop/tools/saw@1.0,5.11-1:20260101T000000Z");
        assertThat(plan.affected())
                .singleElement()
                .satisfies(fmri -> assertThat(fmri.name()).isEqualTo("tools/anvil"));
        assertThat(plan.settings())
                .extracting(
                        setting -> setting.kind() + " " + setting.name() + " " + setting.from() + " > " + setting.to())
                .containsExactly(
                        SettingKind.VARIANT + " variant.debug null > true",
                        SettingKind.FACET + " facet.doc.* null > false",
                        SettingKind.MEDIATOR
                                + " saw version 1 (system) > version 2 (local), implementation band (local)");
        assertThat(plan.licenses()).singleElement().satisfies(license -> {
            assertThat(license.name()).isEqualTo("tools/saw");
            assertThat(license.mustAccept()).isTrue();
            assertThat(license.text()).isEqualTo("Mind your fingers.\n");
        });
        assertThat(plan.services()).containsExactly("restart_fmri: svc:/shop/saw:default");
        assertThat(plan.reboot()).isTrue();
        assertThat(plan.spaceBytes()).isEqualTo(5000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ips/transcripts", "ips/transcripts-format4"})
    void shouldUnderstandGenuineRecords(String shared) throws IOException {
        Path records = Requires.shared(shared);
        int replayed = 0;
        try (Stream<Path> files = Files.list(records)) {
            for (Path file : files.sorted().toList()) {
                for (Entry entry : read(file)) {
                    replayed += check(entry) ? 1 : 0;
                }
            }
        }
        assertThat(replayed).isGreaterThan(50);
    }

    /** Whether the command is one that the engine has to understand. */
    private boolean check(Entry entry) throws IOException {
        if (entry.words().isEmpty() || !CHANGING.contains(entry.words().get(0))) {
            return false;
        }
        RecordingContext context = new RecordingContext(folder);
        CommandResult result = replay(entry, context);
        Matcher completed = COMPLETED.matcher(entry.out());
        if (completed.find()) {
            long count = Long.parseLong(completed.group(1));
            assertThat(context.progress()).as("%s", entry).contains(new Progress("actions", count, count, 0, 0));
        }
        if (entry.words().stream().anyMatch(word -> word.startsWith("--parsable")) && result.ok()) {
            assertThat(ParsablePlan.parse(result.out()).isEmpty())
                    .as("%s", entry)
                    .isFalse();
        }
        if (result.exitStatus() == PkgFailure.FAILED) {
            assertThat(PkgFailure.of(entry.words(), result).code())
                    .as("%s", entry)
                    .isNotEqualTo(ErrorCode.ENGINE_FAILED);
        }
        return true;
    }

    private CommandResult replay(Entry entry, RecordingContext context) throws IOException {
        Path program = folder.resolve("pkg");
        Files.writeString(folder.resolve("out"), entry.out());
        Files.writeString(folder.resolve("err"), entry.err());
        if (!Files.exists(program)) {
            Files.writeString(
                    program,
                    "#!/bin/sh\ncd '" + folder + "' || exit 98\ncat out\ncat err >&2\nexit \"$(cat status)\"\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        }
        Files.writeString(folder.resolve("status"), entry.status() + "\n");

        CommandResult result = new PkgTool(program, ProcessRunner.create()).change(folder, entry.words(), context);

        assertThat(result).isEqualTo(new CommandResult(entry.status(), entry.out(), entry.err()));
        assertThat(context.output())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(entry.out().lines(), entry.err().lines()).toList());
        return result;
    }

    /** {@code $ COMMAND}, its output, {@code --- stderr:} and that, {@code [exit N]}; entries apart by an empty line. */
    private static List<Entry> read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String block : ("\n" + Files.readString(file)).split("\n\\$ ", -1)) {
            Matcher end = EXIT.matcher(block.stripTrailing() + "\n");
            int line = block.indexOf('\n');
            if (line < 0 || !end.matches()) {
                continue;
            }
            String printed =
                    end.group(1).substring(Math.min(line + 1, end.group(1).length()));
            int err = printed.indexOf("--- stderr:\n");
            String[] words = block.substring(0, line).split(" ", -1);
            boolean ofPkg = words.length > 3 && words[0].equals("pkg") && words[1].equals("-R");
            entries.add(new Entry(
                    ofPkg ? List.of(words).subList(3, words.length) : List.of(),
                    err < 0 ? printed : printed.substring(0, err),
                    err < 0 ? "" : printed.substring(err + "--- stderr:\n".length()),
                    Integer.parseInt(end.group(2))));
        }
        return entries;
    }
}
