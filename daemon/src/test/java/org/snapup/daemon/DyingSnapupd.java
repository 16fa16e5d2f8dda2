package org.snapup.daemon;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.snapup.daemon.jobs.CrashPoints;
import org.snapup.daemon.logging.LastLines;

/** snapupd that is killed with a real SIGKILL at the n-th crash point that it meets: {@code N MET-FILE ARGUMENT...}. */
public final class DyingSnapupd {
    private DyingSnapupd() {}

    public static void main(String[] args) {
        Killer killer = new Killer(Integer.parseInt(args[0]), Path.of(args[1]));
        LastLines log = LastLines.ofStandardError();
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(Snapupd.run(Arrays.copyOfRange(args, 2, args.length), err, log, killer));
    }

    private record Killer(int fatal, Path met, AtomicInteger count) implements CrashPoints {
        Killer(int fatal, Path met) {
            this(fatal, met, new AtomicInteger());
        }

        @Override
        public void at(String name) {
            try {
                Files.writeString(met, name + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                if (count.getAndIncrement() == fatal) {
                    new ProcessBuilder(
                                    "kill",
                                    "-KILL",
                                    Long.toString(ProcessHandle.current().pid()))
                            .start();
                    while (true) {
                        LockSupport.park();
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
