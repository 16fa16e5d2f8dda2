package org.snapup.exec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snapup.testing.Requires;

/** The ways to start a child, for tests that run over each of them. */
enum Way {
    SPAWNED {
        @Override
        Child.Starter starter() {
            Requires.require(SPAWN.isPresent(), "needs Linux with glibc 2.34 and pidfd_open");
            return SPAWN.orElseThrow();
        }
    },
    JDK {
        @Override
        Child.Starter starter() {
            return JdkChild::start;
        }
    };

    private static final Optional<Child.Starter> SPAWN = SpawnedChild.starter();
    static final Duration LONG = Duration.ofSeconds(60);

    abstract Child.Starter starter();

    CommandRunner runner() {
        return new ProcessRunner(Map.of(), ChildListener.NONE, starter());
    }

    CommandRunner forJob(String job, ChildListener children) {
        return new ProcessRunner(Map.of(ProcessRunner.JOB_VARIABLE, job), children, starter());
    }

    static Command shell(Duration timeout, String script) {
        return Command.of(timeout, List.of("/bin/sh", "-c", script));
    }

    static ChildListener remember(List<ProcessId> started) {
        return new ChildListener() {
            @Override
            public void started(ProcessId child, List<String> argv) {
                started.add(child);
            }

            @Override
            public void ended(ProcessId child) {}
        };
    }
}
