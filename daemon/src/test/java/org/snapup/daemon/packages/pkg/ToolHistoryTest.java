package org.snapup.daemon.packages.pkg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.packages.RecordingContext;
import org.snapup.exec.Command;
import org.snapup.exec.CommandResult;
import org.snapup.exec.CommandRunner;
import org.snapup.exec.LineListener;
import org.snapup.exec.Watch;
import org.snapup.protocol.ImageHistory.HistoryRequest;
import org.snapup.protocol.ImageHistory.PastOperation;

/** What is understood of {@code pkg history}; the samples have the form that the real one prints. */
final class ToolHistoryTest {
    private static final String FIRST = operation("install", "2026-11-30T10:57:20", "Yes");
    private static final String SECOND = operation("refresh-publishers", "2026-11-30T10:57:20", "No");
    private static final String THIRD = operation("update", "2026-11-30T10:57:21", "Yes");

    @TempDir
    private Path folder;

    private final List<List<String>> calls = new ArrayList<>();

    private static String operation(String name, String start, String notes) {
        return """
                     Operation: %s
                       Outcome: Succeeded
                        Reason: None
                        Client: pkg
                       Version: 1
                          User: root (0)
                     Boot Env.: (Unknown)
                New Boot Env.: None
                      Snapshot: (None)
                    Start Time: %s
                      End Time: %s
                    Total Time: 0:00:00
                       Command: pkg %s
                 Release Notes: %s
                   Start State:\s
            None

            """.formatted(name, start, start, name, notes);
    }

    private List<PastOperation> ask(CommandResult operations, CommandResult notes, @Nullable Long limit) {
        CommandRunner pkg = new CommandRunner() {
            @Override
            public CommandResult run(Command command) {
                List<String> words = command.argv().subList(3, command.argv().size());
                calls.add(words);
                return words.contains("-N") ? notes : operations;
            }

            @Override
            public CommandResult run(Command command, LineListener listener, Watch watch) {
                return run(command);
            }
        };
        PkgTool tool = new PkgTool(Path.of("/usr/bin/pkg"), pkg);
        return new ToolHistory(new Asking(tool, folder, new RecordingContext(folder)))
                .remembered(new HistoryRequest(null, limit))
                .operations();
    }

    @Test
    void shouldHaveTheReleaseNotesOfEachOperation() {
        List<PastOperation> operations =
                ask(new CommandResult(0, FIRST + SECOND + THIRD, ""), new CommandResult(0, """
                        2026-11-30T10:57:20: Release notes:
                            Read me first.
                           \s
                              indented: yes
                        2026-11-30T10:57:20: Release notes: None
                        2026-11-30T10:57:21: Release notes:
                            2026-11-30T10:57:20: Release notes: none to speak of
                        """, ""), 3L);

        assertThat(operations)
                .extracting(PastOperation::releaseNotes)
                .containsExactly(
                        "Read me first.\n\n  indented: yes",
                        null,
                        "2026-11-30T10:57:20: Release notes: none to speak of");
        assertThat(calls).containsExactly(List.of("history", "-l", "-n", "3"), List.of("history", "-N", "-n", "3"));
    }

    @Test
    void shouldTellTheOperationsWhereNotesAreGone() {
        List<PastOperation> operations = ask(
                new CommandResult(0, FIRST + SECOND + THIRD, ""),
                new CommandResult(1, "2026-11-30T10:57:20: Release notes:\n", "pkg: [Errno 2] No such file\n"),
                null);

        assertThat(operations)
                .extracting(PastOperation::operation)
                .containsExactly("install", "refresh-publishers", "update");
        assertThat(operations).extracting(PastOperation::releaseNotes).containsOnlyNulls();
    }

    @Test
    void shouldNotAskForNotesWhereThereAreNone() {
        assertThat(ask(new CommandResult(0, SECOND, ""), new CommandResult(1, "", "not asked"), null))
                .hasSize(1);
        assertThat(calls).hasSize(1);
    }
}
