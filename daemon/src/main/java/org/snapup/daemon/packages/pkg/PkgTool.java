package org.snapup.daemon.packages.pkg;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.snapup.daemon.packages.EngineContext;
import org.snapup.exec.Command;
import org.snapup.exec.CommandException;
import org.snapup.exec.CommandResult;
import org.snapup.exec.CommandRunner;
import org.snapup.exec.LineListener;
import org.snapup.exec.Watch;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** The program pkg(1). Each call runs it once, on the calling thread. */
final class PkgTool {
    private static final Duration LOOKING = Duration.ofHours(1);
    private static final Duration CHANGING = Duration.ofHours(24);

    /** Times in what it prints are local ones, and carry no zone. */
    private static final Map<String, String> ENVIRONMENT = Map.of("TZ", "UTC");

    private final Path program;
    private final CommandRunner commands;

    PkgTool(Path program, CommandRunner commands) {
        this.program = program;
        this.commands = commands;
    }

    /**
     * Runs it for its answer; a cancel ends it.
     *
     * @param words the subcommand, its options and operands
     */
    CommandResult ask(Path root, List<String> words, EngineContext context) {
        return run(new Command(argv(root, words), ENVIRONMENT, LOOKING), LineListener.NONE, context::checkCancelled);
    }

    /**
     * Runs it to change an image; the job gets every line and the progress. A cancel ends it, but not once it has begun
     * with the files: what it leaves then is a mix.
     */
    CommandResult change(Path root, List<String> words, EngineContext context) {
        Follower follower = new Follower(context);
        try {
            return run(new Command(argv(root, words), ENVIRONMENT, CHANGING), follower, follower);
        } finally {
            follower.tell();
        }
    }

    private List<String> argv(Path root, List<String> words) {
        List<String> argv = new ArrayList<>(List.of(program.toString(), "-R", root.toString()));
        argv.addAll(words);
        return argv;
    }

    private CommandResult run(Command command, LineListener listener, Watch watch) {
        try {
            return commands.run(command, listener, watch);
        } catch (CommandException e) {
            throw new SnapupException(
                    ErrorCode.ENGINE_FAILED,
                    program.toString(),
                    "pkg(1) could not be run to its end: " + e.getMessage()
                            + "; packages.program in the daemon's configuration names the program",
                    e);
        }
    }

    /** Takes lines on the runner's threads, and tells the job of them on the job's own. */
    private static final class Follower implements LineListener, Watch {
        private final EngineContext context;
        private final PkgProgress progress = new PkgProgress();
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        Follower(EngineContext context) {
            this.context = context;
        }

        @Override
        public void line(Stream stream, String line) {
            lines.add(line);
        }

        @Override
        public void look() {
            tell();
            try {
                context.checkCancelled();
            } catch (SnapupException e) {
                if (!progress.changesFiles()) {
                    throw e;
                }
            }
        }

        void tell() {
            for (String line = lines.poll(); line != null; line = lines.poll()) {
                context.output(line);
                progress.read(line).ifPresent(context::progress);
            }
            context.cancellable(!progress.changesFiles());
        }
    }
}
