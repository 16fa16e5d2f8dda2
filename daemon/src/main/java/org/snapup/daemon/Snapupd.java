package org.snapup.daemon;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.config.Configuration;
import org.snapup.daemon.jobs.CrashPoints;
import org.snapup.ffi.CurrentUser;
import org.snapup.protocol.SnapupException;

/** {@code snapupd [--config FILE] [--adopt]}: starts the daemon and runs until SIGTERM. */
public final class Snapupd {
    private static final Logger LOG = LoggerFactory.getLogger(Snapupd.class);
    private static final String USAGE = """
            Usage: snapupd [--config FILE] [--adopt]
              --config FILE  the configuration; /etc/snapup/snapupd.toml where none is named
              --adopt        take over boot environments that belong to another snapupd instance
              --version      print the version
            """;
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;

    private Snapupd() {}

    public static void main(String[] args) {
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int status = run(args, err, CrashPoints.NONE);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** The command line, understood. */
    private record Arguments(Path config, boolean adopt) {
        static @Nullable Arguments parse(String[] args) {
            Path config = Configuration.DEFAULT_FILE;
            boolean adopt = false;
            for (int i = 0; i < args.length; i++) {
                if (args[i].equals("--adopt")) {
                    adopt = true;
                } else if (args[i].equals("--config") && i + 1 < args.length) {
                    config = Path.of(args[++i]).toAbsolutePath();
                } else {
                    return null;
                }
            }
            return new Arguments(config, adopt);
        }
    }

    /**
     * Runs the daemon until the process is asked to end.
     *
     * @param crashPoints where a test lets the process die
     * @return the exit status: 0, 1 when it could not start, 2 for a wrong command line
     */
    static int run(String[] args, PrintStream err, CrashPoints crashPoints) {
        if (args.length == 1 && args[0].equals("--version")) {
            System.out.println("snapupd " + Version.text());
            return 0;
        }
        Arguments arguments = Arguments.parse(args);
        if (arguments == null) {
            err.print(USAGE);
            return EXIT_USAGE;
        }
        try {
            Configuration configuration = Configuration.load(arguments.config(), CurrentUser.effectiveId());
            Daemon daemon = Daemon.start(configuration, arguments.adopt(), crashPoints);
            CountDownLatch asked = new CountDownLatch(1);
            Thread hook = new Thread(
                    () -> {
                        asked.countDown();
                        daemon.close();
                    },
                    "stop");
            Runtime.getRuntime().addShutdownHook(hook);
            asked.await();
            return 0;
        } catch (SnapupException e) {
            err.println("snapupd: " + e.getMessage());
            LOG.atDebug().setCause(e).log("not started");
            return EXIT_FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return EXIT_FAILED;
        }
    }
}
