package org.snapup.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.snapup.exec.Way.LONG;
import static org.snapup.exec.Way.remember;
import static org.snapup.exec.Way.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands whose input and output pass through. */
@ParameterizedClass
@EnumSource(Way.class)
class StreamIT {
    private final Way way;
    private final CommandRunner runner;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final byte[] bytes = new byte[3_000_000];

    StreamIT(Way way) {
        this.way = way;
        runner = way.runner();
        new Random(1).nextBytes(bytes);
    }

    @Test
    void shouldReadWhatIsGivenAndKeepWhatIsPrinted() throws IOException {
        CommandResult result =
                runner.stream(shell(LONG, "wc -c; echo err >&2; exit 4"), new ByteArrayInputStream(bytes), null);

        assertThat(result).isEqualTo(new CommandResult(4, "3000000\n", "err\n"));
    }

    @Test
    void shouldPassOnWhatIsPrinted() throws IOException {
        CommandResult result = runner.stream(
                shell(LONG, "head -c 3000000 /dev/zero | tr '\\0' e >&2; head -c 3000000 /dev/zero | tr '\\0' o"),
                null,
                out);

        assertThat(out.toString(StandardCharsets.UTF_8)).hasSize(3_000_000).containsOnlyOnce("o".repeat(3_000_000));
        assertThat(result.err()).hasSize(3_000_000);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void shouldPassBothThrough() throws IOException {
        // sort prints nothing before it has read everything
        byte[] text = "b\na\n".repeat(100_000).getBytes(StandardCharsets.US_ASCII);

        CommandResult result = runner.stream(shell(LONG, "exec sort"), new ByteArrayInputStream(text), out);

        assertThat(result).isEqualTo(new CommandResult(0, "", ""));
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a\n".repeat(100_000) + "b\n".repeat(100_000));
    }

    @Test
    void shouldKeepEveryByte(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("file");

        runner.stream(shell(LONG, "cat >" + file + "; cat " + file), new ByteArrayInputStream(bytes), out);

        assertThat(out.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void shouldNotMindCommandThatReadsNoMore() throws IOException {
        CommandResult result = runner.stream(shell(LONG, "head -c 3000; exit 5"), new ByteArrayInputStream(bytes), out);

        assertThat(result.exitStatus()).isEqualTo(5);
        assertThat(out.toByteArray()).isEqualTo(Arrays.copyOf(bytes, 3000));
    }

    @Test
    void shouldEndCommandWhoseInputFails() {
        List<ProcessId> started = new ArrayList<>();
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };

        // it goes on when its input ends: it must not take that for all
        assertThatThrownBy(() -> way.forJob("in-test:1", remember(started)).stream(
                        shell(LONG, "trap '' TERM; cat; sleep 612; sleep 613"), broken, null))
                .isInstanceOf(IOException.class)
                .hasMessage("broken");

        assertThat(new Survivors().find("in-test:1", started)).isEmpty();
    }

    @Test
    void shouldEndCommandWhoseOutputIsNotTaken() {
        List<ProcessId> started = new ArrayList<>();
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("full");
            }
        };

        assertThatThrownBy(() ->
                        way.forJob("out-test:1", remember(started)).stream(shell(LONG, "yes; sleep 614"), null, full))
                .isInstanceOf(IOException.class)
                .hasMessage("full");

        assertThat(new Survivors().find("out-test:1", started)).isEmpty();
    }

    @Test
    void shouldCountTheTimeFromTheEndOfTheOutput() {
        assertThatThrownBy(() -> runner.stream(
                        shell(Duration.ofMillis(200), "sleep 0.5; echo out; exec >/dev/null; sleep 615"), null, out))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("longer");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("out\n");
    }

    @Test
    void shouldLeaveNoDescriptorBehind() throws IOException {
        int before = ChildIT.descriptors();

        for (int i = 0; i < 50; i++) {
            runner.stream(shell(LONG, "cat"), new ByteArrayInputStream(new byte[10]), out);
        }

        Awaitility.await().untilAsserted(() -> assertThat(ChildIT.descriptors()).isLessThanOrEqualTo(before + 1));
    }
}
