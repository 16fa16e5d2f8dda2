package org.snapup.ips.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.snapup.ips.cli.repo.RepoCommand;

/** The main class of the command {@code snapup-repo}. */
public final class SnapupRepo {
    private SnapupRepo() {}

    /** Runs the command and exits: 0 done, 1 failed, 2 wrong usage, 3 done in part. */
    public static void main(String[] args) {
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        int status = new RepoCommand(System.in, out, err, System.getenv()).run(args);
        out.flush();
        if (out.checkError() && status == RepoCommand.DONE) {
            status = RepoCommand.FAILED;
        }
        err.flush();
        System.exit(status);
    }

    // UTF-8 whatever the locale is: names in packages are.
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
