package org.snapup.exec;

import static org.snapup.exec.LineListener.Stream.ERR;
import static org.snapup.exec.LineListener.Stream.OUT;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

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

    /**
     * Runs a command whose input and output are too large to be kept: both are passed on as they come. The command's
     * timeout counts from when they have ended.
     *
     * @param in what the command reads, null for nothing; a command that ends without reading it all is fine
     * @param out where what it prints goes, null to keep it as {@link #run(Command)} does
     * @throws IOException when {@code in} can't be read or {@code out} takes no more; the command has been ended
     */
    default CommandResult stream(Command command, @Nullable InputStream in, @Nullable OutputStream out)
            throws IOException {
        throw new CommandException("this runner can't stream: " + command.argv(), null);
    }

    /** Like {@link #run(Command, LineListener)}, and looks now and then whether the command is still wanted. */
    default CommandResult run(Command command, LineListener listener, Watch watch) {
        watch.look();
        return run(command, listener);
    }
}
