package org.snapup.ips;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.Manifest;

/** Input without bounds ends in an error, in a JVM that has little memory. */
final class HostileInputTest {
    private static final int LINES = 10_000_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set name=a$ value=b$\n", // many actions
                "file path=f$ a$=b$ c$=d$ e$=f$ g$=h$ i$=j$ k$=l$ m$=n$ o$=p$\n", // many attributes
                "file path=f$ \\\n a$=b$ ", // one line without end
                "no action $\n", // many errors
                "\n", // nothing, many times
            })
    void shouldNotRunOutOfMemoryOverAManifest(String line) throws Exception {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostileInputTest.class.getName(),
                        line)
                .redirectErrorStream(true)
                .start();
        String said = new String(java.getInputStream().readAllBytes(), US_ASCII);

        assertThat(java.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(said).startsWith(line.equals("\n") ? "read" : "refused");
    }

    /** Reads ten million of the lines that the argument shows, {@code $} being a number. */
    public static void main(String[] args) {
        try (InputStream lines = lines(args[0])) {
            System.out.println("read "
                    + Manifest.parse(lines, "input", ActionFilter.ALL).actions().size());
        } catch (IpsException e) {
            System.out.println("refused " + e.kind());
        } catch (IOException e) {
            System.out.println(e);
        }
    }

    private static InputStream lines(String line) {
        return new InputStream() {
            private byte[] now = new byte[0];
            private int at;
            private int number;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0];
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                if (at == now.length) {
                    if (number == LINES) {
                        return -1;
                    }
                    now = line.replace("$", String.valueOf(number++)).getBytes(US_ASCII);
                    at = 0;
                }
                int count = Math.min(length, now.length - at);
                System.arraycopy(now, at, buffer, offset, count);
                at += count;
                return count;
            }
        };
    }
}
