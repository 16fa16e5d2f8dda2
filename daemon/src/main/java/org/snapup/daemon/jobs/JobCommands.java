package org.snapup.daemon.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.workflows.run.Entry;
import org.snapup.exec.ChildListener;
import org.snapup.exec.Command;
import org.snapup.exec.CommandResult;
import org.snapup.exec.CommandRunner;
import org.snapup.exec.LineListener;
import org.snapup.exec.ProcessId;
import org.snapup.exec.ProcessRunner;
import org.snapup.exec.Watch;

/** Runs the commands of whichever job the calling thread works for, and notes them in that job's file. */
public final class JobCommands implements CommandRunner {
    private final CommandRunner idle = ProcessRunner.create();
    private volatile @Nullable Working working;

    private record Working(Thread thread, CommandRunner runner) {}

    @Override
    public CommandResult run(Command command) {
        return runner().run(command);
    }

    @Override
    public CommandResult run(Command command, LineListener listener) {
        return runner().run(command, listener);
    }

    @Override
    public CommandResult stream(Command command, @Nullable InputStream in, @Nullable OutputStream out)
            throws IOException {
        return runner().stream(command, in, out);
    }

    @Override
    public CommandResult run(Command command, LineListener listener, Watch watch) {
        return runner().run(command, listener, watch);
    }

    private CommandRunner runner() {
        Working now = working;
        return now != null && now.thread() == Thread.currentThread() ? now.runner() : idle;
    }

    /** From here on the calling thread works for this job. */
    void begin(String instance, long job, JobJournal journal) {
        CommandRunner runner = ProcessRunner.forJob(instance + ":" + job, new ChildListener() {
            @Override
            public void started(ProcessId child, List<String> argv) {
                journal.append(new Entry.Child(child.pid(), child.start(), argv.get(0)));
            }

            @Override
            public void ended(ProcessId child) {
                journal.append(new Entry.ChildEnded(child.pid()));
            }
        });
        working = new Working(Thread.currentThread(), runner);
    }

    void end() {
        working = null;
    }
}
