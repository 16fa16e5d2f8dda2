package org.snapup.daemon.packages.pkg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.packages.RecordingContext;
import org.snapup.exec.CommandResult;
import org.snapup.exec.ProcessRunner;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** How the engine treats the process of a pkg(1) that works. */
final class PkgToolIT {
    @TempDir
    private Path folder;

    private PkgTool tool(String script) throws IOException {
        Path program = Files.writeString(folder.resolve("pkg"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new PkgTool(program, ProcessRunner.create());
    }

    @Test
    void shouldEndWhatStillPlansWhenSomebodyCancels() throws IOException {
        RecordingContext context = new RecordingContext(folder).cancel();
        PkgTool tool = tool("echo 'Planning: Solver setup ... Done'; sleep 606");

        assertThatThrownBy(() -> tool.change(folder, List.of("install", "x"), context))
                .isInstanceOfSatisfying(
                        SnapupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    }

    @Test
    void shouldLetWhatWorksOnFilesGoOn() throws IOException {
        PkgTool tool =
                tool("echo ' Actions: 1/2 actions (Installing new actions)'; touch '" + folder + "/works'; while [ -e '"
                        + folder + "/works' ]; do sleep 0.05; done; echo ' Actions: Completed 2 actions'");
        RecordingContext cancelling = new RecordingContext(folder) {
            @Override
            public void cancellable(boolean honoured) {
                super.cancellable(honoured);
                if (!honoured && folder.resolve("works").toFile().delete()) {
                    cancel();
                }
            }
        };

        CommandResult result = tool.change(folder, List.of("install", "x"), cancelling);

        assertThat(result.ok()).isTrue();
        assertThat(cancelling.isCancellable()).isFalse();
    }

    @Test
    void shouldGiveItTheRootAndNothingOfOurEnvironment() throws IOException {
        PkgTool tool = tool("echo \"$*\"; env | cut -d= -f1 | grep -v -e ^PWD -e ^_ -e ^SHLVL | sort; cat");

        CommandResult result = tool.ask(Path.of("/some root"), List.of("list", "a b"), new RecordingContext(folder));

        assertThat(result.out().lines()).containsExactly("-R /some root list a b", "LC_ALL", "PATH", "TZ");
    }

    @Test
    void shouldNameTheProgramThatIsMissing() {
        PkgTool tool = new PkgTool(Path.of("/no/such/pkg"), ProcessRunner.create());

        assertThatThrownBy(() -> tool.ask(folder, List.of("list"), new RecordingContext(folder)))
                .isInstanceOf(SnapupException.class)
                .hasMessageContaining("/no/such/pkg")
                .hasMessageContaining("packages.program");
    }
}
