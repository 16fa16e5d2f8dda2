package org.snapup.ips.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The main class of the command {@code snapup-image}. */
public final class SnapupImage {
    private SnapupImage() {}

    /** Runs the command and exits: 0 done, 1 failed, 2 wrong usage, 4 nothing to do. */
    public static void main(String[] args) {
        // UTF-8 whatever the locale is: names in packages are.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
        int status = new ImageCommand(out, err).run(args);
        out.flush();
        err.flush();
        System.exit(status);
    }
}
