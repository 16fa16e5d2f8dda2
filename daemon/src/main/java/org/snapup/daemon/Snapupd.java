package org.snapup.daemon;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.config.Configuration;
import org.snapup.daemon.jobs.CrashPoints;
import org.snapup.daemon.logging.LastLines;
import org.snapup.daemon.server.access.NameService;
import org.snapup.daemon.service.Activation;
import org.snapup.daemon.service.Notifier;
import org.snapup.ffi.CurrentUser;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** {@code snapupd [--config FILE] [--adopt | --check]}: starts the daemon and runs until SIGTERM. */
public final class Snapupd {
    private static final Logger LOG = LoggerFactory.getLogger(Snapupd.class);
    private static final String USAGE = """
        Usage: snapupd [--config FILE] [--adopt]
               snapupd [--config FILE] --check
          --config FILE  the configuration; /etc/snapup/snapupd.toml where none is named
          --check        read the configuration, say what is wrong with it, and end
          --adopt        take over boot environments that belong to another snapupd instance
          --help         print this text
          --version      print the version
        """;
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;

    // the numbers of EX_NOPERM and EX_CONFIG in sysexits.h, which service managers' files know
    private static final int EXIT_PERMISSION = 77;
    private static final int EXIT_CONFIGURATION = 78;

    private Snapupd() {}

    public static void main(String[] args) {
        LastLines log = LastLines.ofStandardError();
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int status = EXIT_FAILED; // threads that were started may not keep a process that isn't served
        try {
            status = run(args, err, log, CrashPoints.NONE);
        } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).log("failed inside");
        } finally {
            System.exit(status);
        }
    }

    /** The command line, understood. */
    private record Arguments(Path config, boolean adopt, boolean check) {
        static @Nullable Arguments parse(String[] args) {
            Path config = Configuration.DEFAULT_FILE;
            boolean adopt = false;
            boolean check = false;
            for (int i = 0; i < args.length; i++) {
                if (args[i].equals("--adopt")) {
                    adopt = true;
                } else if (args[i].equals("--check")) {
                    check = true;
                } else if (args[i].equals("--config") && i + 1 < args.length) {
                    config = Path.of(args[++i]).toAbsolutePath();
                } else {
                    return null;
                }
            }
            return new Arguments(config, adopt, check);
        }
    }

    /**
     * Runs the daemon until the process is asked to end.
     *
     * @param crashPoints where a test lets the process die
     * @return the exit status: 0; 1 when it could not start; 2 for a wrong command line; 75 when it wants to be started
     *     again; 77 when it lacks a permission; 78 for a mistake in the configuration
     */
    static int run(String[] args, PrintStream err, CrashPoints crashPoints) {
        return run(args, err, new LastLines(OutputStream.nullOutputStream()), crashPoints);
    }

    /** @param log the last lines of the log */
    static int run(String[] args, PrintStream err, LastLines log, CrashPoints crashPoints) {
        if (args.length == 1 && args[0].equals("--version")) {
            System.out.println("snapupd " + Version.text());
            return 0;
        }
        if (args.length == 1 && args[0].equals("--help")) {
            System.out.print(USAGE);
            return 0;
        }
        Arguments arguments = Arguments.parse(args);
        if (arguments == null) {
            err.print(USAGE);
            return EXIT_USAGE;
        }
        try {
            Configuration configuration = Configuration.load(arguments.config(), CurrentUser.effectiveId());
            configuration.requireBuilt();
            if (arguments.check()) {
                Reload.roles(configuration.policy(), NameService.forThisSystem());
                return 0;
            }
            return serve(configuration, arguments, log, crashPoints);
        } catch (SnapupException e) {
            err.println("snapupd: " + e.getMessage());
            LOG.atDebug().setCause(e).log("not started");
            return exitStatus(e);
        }
    }

    private static int serve(Configuration configuration, Arguments arguments, LastLines log, CrashPoints crashPoints) {
        Notifier notifier = Notifier.of(System.getenv());
        CompletableFuture<Integer> asked = new CompletableFuture<>();
        Daemon daemon = Daemon.start(
                configuration,
                new Daemon.Surroundings(
                        arguments.config(),
                        arguments.adopt(),
                        Activation.descriptor(
                                System.getenv(), ProcessHandle.current().pid()),
                        notifier,
                        asked::complete,
                        log),
                crashPoints);
        Thread hook = new Thread(
                () -> {
                    notifier.stopping();
                    asked.complete(0);
                    daemon.close();
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        return asked.join();
    }

    private static int exitStatus(SnapupException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof AccessDeniedException) {
                return EXIT_PERMISSION;
            }
        }
        return e.code() == ErrorCode.BAD_CONFIGURATION ? EXIT_CONFIGURATION : EXIT_FAILED;
    }
}
