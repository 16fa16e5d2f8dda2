package org.snapup.daemon.packages.pkg;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snapup.protocol.Event.Progress;

/**
 * Reads what pkg(1) prints of its progress where there is no terminal, one line after another:
 *
 * <pre>
 *  Startup: Refreshing catalog 'example.org' ... Done
 * Planning: Fetching manifests: 2/6  33% complete
 * Download:  3/22 items  0.1/1.5MB  6% complete
 *  Actions:  1/80 actions (Installing new actions)
 * Finalize: Updating image state ... Done
 * </pre>
 */
final class PkgProgress {
    private static final Pattern STARTUP = Pattern.compile(" *Startup: .*");
    private static final Pattern PLANNING = Pattern.compile("Planning: .*");
    private static final Pattern MANIFESTS = Pattern.compile("Planning: Fetching manifests: +(\\d+)/(\\d+) .*");
    private static final Pattern DOWNLOAD = Pattern.compile("Download: +(\\d+)/(\\d+) items +([\\d.]+)/([\\d.]+)MB .*");
    private static final Pattern ACTIONS = Pattern.compile(" *Actions: +(\\d+)/(\\d+) actions.*");
    private static final Pattern ACTIONS_DONE = Pattern.compile(" *Actions: Completed (\\d+) actions.*");
    private static final Pattern FINALIZE = Pattern.compile("Finalize: .*");

    private boolean changesFiles;
    private long finalizing;

    /** It began with the image's files. */
    boolean changesFiles() {
        return changesFiles;
    }

    /** What a line tells, empty for one that isn't about progress. */
    Optional<Progress> read(String line) {
        Matcher manifests = MANIFESTS.matcher(line);
        if (manifests.matches()) {
            return counted("manifests", manifests, 0, 0);
        } else if (STARTUP.matcher(line).matches()) {
            return uncounted("refresh", 0);
        } else if (PLANNING.matcher(line).matches()) {
            return uncounted("plan", 0);
        }
        Matcher download = DOWNLOAD.matcher(line);
        if (download.matches()) {
            return counted("download", download, megabytes(download.group(3)), megabytes(download.group(4)));
        }
        Matcher actions = ACTIONS.matcher(line);
        if (actions.matches()) {
            changesFiles = true;
            return counted("actions", actions, 0, 0);
        }
        Matcher done = ACTIONS_DONE.matcher(line);
        if (done.matches()) {
            changesFiles = true;
            long count = Long.parseLong(done.group(1));
            return Optional.of(new Progress("actions", count, count, 0, 0));
        }
        if (FINALIZE.matcher(line).matches()) {
            changesFiles = true;
            return uncounted("finalize", ++finalizing);
        }
        return Optional.empty();
    }

    private static Optional<Progress> counted(String phase, Matcher matcher, long bytes, long totalBytes) {
        return Optional.of(new Progress(
                phase, Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), bytes, totalBytes));
    }

    private static Optional<Progress> uncounted(String phase, long done) {
        return Optional.of(new Progress(phase, done, 0, 0, 0));
    }

    private static long megabytes(String text) {
        return (long) (Double.parseDouble(text) * (1 << 20));
    }
}
