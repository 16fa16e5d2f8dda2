package org.snapup.exec;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A child that Java starts: on any system, but slower. Threads of their own read its outputs. */
final class JdkChild implements Child {
    /** Becomes the command without a further process; illumos and FreeBSD don't have the program. */
    private static final @Nullable String SETSID =
            Files.isExecutable(Path.of("/usr/bin/setsid")) ? "/usr/bin/setsid" : null;

    private static final ProcessBuilder.Redirect NOTHING = ProcessBuilder.Redirect.from(new File("/dev/null"));

    static {
        // 0.7 ms less for each command than posix_spawn with its auxiliary program. Later JDKs give the mechanism up.
        if (System.getProperty("jdk.lang.Process.launchMechanism") == null
                && System.getProperty("os.name", "").equals("Linux")
                && Runtime.version().feature() <= 25) {
            System.setProperty("jdk.lang.Process.launchMechanism", "VFORK");
        }
    }

    private final Process process;
    private final List<Drain> drains = new ArrayList<>();

    private JdkChild(Process process, Wiring wiring) {
        this.process = process;
        if (wiring.out() != null) {
            drains.add(Drain.start(process.getInputStream(), wiring.out(), () -> signal(Signals.KILL)));
        }
        drains.add(Drain.start(process.getErrorStream(), wiring.err(), () -> signal(Signals.KILL)));
    }

    static Child start(List<String> argv, Map<String, String> environment, Wiring wiring) throws IOException {
        List<String> words = new ArrayList<>();
        if (SETSID != null) {
            words.add(SETSID);
        }
        words.addAll(argv);
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(new File("/"))
                .redirectInput(wiring.fed() ? ProcessBuilder.Redirect.PIPE : NOTHING);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new JdkChild(builder.start(), wiring);
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public OutputStream input() {
        return process.getOutputStream();
    }

    @Override
    public InputStream output() {
        return process.getInputStream();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public boolean await(long nanos) throws InterruptedException {
        return process.waitFor(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void awaitOutput(long millis) throws InterruptedException {
        for (Drain drain : drains) {
            if (!drain.await(millis)) {
                return;
            }
        }
    }

    @Override
    public int exitStatus() {
        return process.exitValue();
    }

    @Override
    public void signal(int signal) {
        if (SETSID == null) {
            process.descendants().forEach(child -> Signals.send(child.pid(), signal));
            Signals.send(process.pid(), signal);
        } else {
            Signals.sendToGroup(process.pid(), signal);
            if (process.isAlive()) {
                // It may not have come as far as its own session yet.
                Signals.send(process.pid(), signal);
            }
        }
    }

    /** Java waits for its end itself. */
    @Override
    public void close() {}
}
