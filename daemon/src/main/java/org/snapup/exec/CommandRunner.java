package org.snapup.exec;

import static org.snapup.exec.LineListener.Stream.ERR;
import static org.snapup.exec.LineListener.Stream.OUT;

/** Runs external commands and waits for them. */
public interface CommandRunner {
    /**
     * Runs the command to its end.
     *
     * @return its exit status and output; a status other than 0 is no exception here: the caller looks at the world
     * @throws CommandException when it can't be started, doesn't end in time, is interrupted, or prints without bound
     */
    CommandResult run(Command command);

    /** Like {@link #run(Command)}, and hands on the output: while the command runs, where the runner can. */
    default CommandResult run(Command command, LineListener listener) {
        CommandResult result = run(command);
        result.out().lines().forEach(line -> listener.line(OUT, line));
        result.err().lines().forEach(line -> listener.line(ERR, line));
        return result;
    }
}
