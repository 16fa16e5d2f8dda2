package org.snapup.exec;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A command line for {@link CommandRunner}.
 *
 * @param argv the program's absolute path and its arguments; no shell is involved
 * @param environment the whole environment besides LC_ALL=C, PATH and what the runner adds
 * @param timeout the group is ended after it
 */
public record Command(List<String> argv, Map<String, String> environment, Duration timeout) {
    public Command {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        if (argv.isEmpty() || !argv.get(0).startsWith("/")) {
            throw new IllegalArgumentException("a command needs a program with an absolute path: " + argv);
        }
    }

    public static Command of(Duration timeout, List<String> argv) {
        return new Command(argv, Map.of(), timeout);
    }
}
