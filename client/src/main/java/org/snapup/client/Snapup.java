package org.snapup.client;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.follow.Patience;
import org.snapup.client.terminal.CtrlC;
import org.snapup.client.terminal.Screen;
import org.snapup.client.terminal.Terminal;
import org.snapup.client.wire.HeadStart;

/** The program {@code snapup}. */
public final class Snapup {
    private Snapup() {}

    public static void main(String[] args) {
        HeadStart.begin();
        Output bytes = new Output(new FileOutputStream(FileDescriptor.out));
        PrintStream out = stream(bytes);
        PrintStream err = stream(new FileOutputStream(FileDescriptor.err));
        Map<String, String> environment = System.getenv();
        Screen screen = Terminal.detect(Boolean.getBoolean("snapup.terminal"), environment);
        CommandLine commandLine = new CommandLine(
                new FileInputStream(FileDescriptor.in),
                out,
                err,
                environment,
                Path.of("").toAbsolutePath(),
                screen,
                new CtrlC(),
                Patience.USUAL);
        String program = System.getProperty("snapup.program", "");
        int status = program.equals("beadm") || program.equals("bectl")
                ? commandLine.runAs(program, List.of(args))
                : commandLine.run(List.of(args));
        out.flush();
        if (bytes.failure() != null) {
            if (!bytes.hasNoReader()) {
                err.println("snapup: can't write the output: " + bytes.failure().getMessage());
            }
            status = status == 0 ? ExitStatus.FAILED : status;
        }
        // Not exit: since Java 21 that looks for somebody who logs exits, which takes 10 ms. There is nothing to shut
        // down.
        Runtime.getRuntime().halt(status);
    }

    /** UTF-8 whatever the locale. */
    static PrintStream stream(OutputStream bytes) {
        return new PrintStream(bytes, false, StandardCharsets.UTF_8);
    }
}
