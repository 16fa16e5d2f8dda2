package org.snapup.daemon.storage.zfs.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snapup.exec.Command;
import org.snapup.exec.CommandException;
import org.snapup.exec.CommandResult;
import org.snapup.exec.CommandRunner;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Runs zfs and zpool and reads what they print. Holds no state of the pool. */
public final class ZfsCommands {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    /** An unmount is over some time after its command: then destroy and rename say busy. Some 5 s altogether. */
    private static final int BUSY_TRIES = 12;

    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 800;

    private final String pool;
    private final Supplier<CommandRunner> runner;
    private final String zfs;
    private final String zpool;

    /** @param runner asked for before each command */
    public ZfsCommands(String pool, Supplier<CommandRunner> runner) {
        this.pool = pool;
        this.runner = runner;
        this.zfs = program("zfs");
        this.zpool = program("zpool");
    }

    private static String program(String name) {
        for (String folder : List.of("/usr/sbin", "/sbin", "/usr/local/sbin")) {
            Path program = Path.of(folder, name);
            if (Files.isExecutable(program)) {
                return program.toString();
            }
        }
        throw new SnapupException(
                ErrorCode.BAD_CONFIGURATION,
                "the storage is set to zfs, but there is no program " + name
                        + ": install ZFS or choose another storage");
    }

    public CommandResult zfs(String... arguments) {
        return zfs(Arrays.asList(arguments));
    }

    public CommandResult zfs(List<String> arguments) {
        return run(zfs, arguments);
    }

    public CommandResult zpool(String... arguments) {
        return run(zpool, Arrays.asList(arguments));
    }

    /** Another program, by its absolute path. */
    public CommandResult run(String program, List<String> arguments) {
        List<String> argv = new ArrayList<>();
        argv.add(program);
        argv.addAll(arguments);
        try {
            return runner.get().run(Command.of(TIMEOUT, argv));
        } catch (CommandException e) {
            throw new SnapupException(ErrorCode.STORAGE_FAILED, "the storage's command failed: " + e.getMessage(), e);
        }
    }

    /** Runs zfs between two streams, as {@link CommandRunner#stream}. */
    public CommandResult stream(@Nullable InputStream in, @Nullable OutputStream out, String... arguments)
            throws IOException {
        List<String> argv = new ArrayList<>();
        argv.add(zfs);
        argv.addAll(Arrays.asList(arguments));
        try {
            return runner.get().stream(Command.of(TIMEOUT, argv), in, out);
        } catch (CommandException e) {
            throw new SnapupException(ErrorCode.STORAGE_FAILED, "the storage's command failed: " + e.getMessage(), e);
        }
    }

    /** Repeats the command for as long as it says that something is busy, up to some 5 s. */
    public CommandResult zfsUntilIdle(String... arguments) {
        CommandResult result = zfs(arguments);
        long pause = FIRST_PAUSE_MILLIS;
        for (int i = 1; i < BUSY_TRIES && !result.ok() && isBusy(result); i++) {
            sleep(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            result = zfs(arguments);
        }
        return result;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SnapupException(ErrorCode.INTERRUPTED, "interrupted while waiting for a busy dataset", e);
        }
    }

    public static boolean isBusy(CommandResult result) {
        return result.err().toLowerCase(Locale.ROOT).contains("busy");
    }

    public static boolean isMissing(CommandResult result) {
        return result.err().contains("does not exist") || result.err().contains("no such pool");
    }

    /** What a failed command means for the user. */
    public static SnapupException failure(String attempted, String subject, CommandResult result) {
        String said = result.err().lines().findFirst().orElse("nothing, and ended with " + result.exitStatus());
        String err = result.err().toLowerCase(Locale.ROOT);
        ErrorCode code = err.contains("out of space") || err.contains("no space left")
                ? ErrorCode.NO_SPACE
                : isBusy(result) ? ErrorCode.BE_BUSY : ErrorCode.STORAGE_FAILED;
        return new SnapupException(code, subject, "can't " + attempted + ": zfs said: " + said, null);
    }

    public static void require(CommandResult result, String attempted, String subject) {
        if (!result.ok()) {
            throw failure(attempted, subject, result);
        }
    }

    /** Names of the dataset and those beneath it, parents first; empty when there is no such dataset. */
    public List<String> tree(String dataset) {
        return names(dataset, "-r", "-t", "filesystem,volume");
    }

    /** Names of all snapshots of the dataset and those beneath it, each dataset's oldest first. */
    public List<String> snapshots(String dataset) {
        return names(dataset, "-r", "-t", "snapshot");
    }

    private List<String> names(String dataset, String... which) {
        List<String> arguments = new ArrayList<>(List.of("list", "-H", "-o", "name"));
        arguments.addAll(Arrays.asList(which));
        arguments.add(dataset);
        CommandResult result = zfs(arguments);
        if (!result.ok() && isMissing(result)) {
            return List.of();
        }
        require(result, "list " + dataset, dataset);
        return result.out().lines().filter(line -> !line.isEmpty()).toList();
    }

    /** The properties of those of the datasets and snapshots that exist, in the order of the names. */
    public Map<String, Dataset> get(Collection<String> names, String... properties) {
        if (names.isEmpty()) {
            return new LinkedHashMap<>();
        }
        List<String> arguments = new ArrayList<>(List.of("get", "-Hp", "-o", "name,property,value,source"));
        arguments.add(String.join(",", properties));
        arguments.addAll(names);
        CommandResult result = zfs(arguments);
        if (!result.ok() && !isMissing(result)) {
            throw failure(
                    "read the properties of " + String.join(", ", names),
                    names.iterator().next(),
                    result);
        }
        return parse(result.out());
    }

    /** Those properties of everything beneath and including the dataset, snapshots too: one listing call. */
    public Map<String, Dataset> getAllBeneath(String dataset, String... properties) {
        CommandResult result =
                zfs("get", "-rHp", "-o", "name,property,value,source", String.join(",", properties), dataset);
        // Something that went while it was listed is no failure.
        if (!result.ok() && (result.out().isEmpty() || !isMissing(result))) {
            throw failure("list " + dataset, dataset, result);
        }
        return parse(result.out());
    }

    public static Map<String, Dataset> parse(String out) {
        Map<String, Dataset> datasets = new LinkedHashMap<>();
        for (int at = 0; at < out.length(); ) {
            int end = out.indexOf('\n', at);
            end = end < 0 ? out.length() : end;
            int name = out.indexOf('\t', at);
            int property = name < 0 ? -1 : out.indexOf('\t', name + 1);
            // A value may hold tabs; name, property and source don't.
            int value = out.lastIndexOf('\t', end - 1);
            if (name >= 0 && name < end && property >= 0 && property < value) {
                datasets.computeIfAbsent(out.substring(at, name), each -> new Dataset(each, new LinkedHashMap<>()))
                        .properties()
                        .put(
                                out.substring(name + 1, property).intern(),
                                new Property(
                                        out.substring(property + 1, value),
                                        out.substring(value + 1, end).intern()));
            }
            at = end + 1;
        }
        return datasets;
    }

    /** The dataset that boots next, a dash where none is set. */
    public String bootfs() {
        CommandResult result = zpool("list", "-H", "-o", "bootfs", pool);
        require(result, "see which BE boots next", pool);
        return result.out().strip();
    }

    /** Sets a property; the caller looks whether it is so. */
    public CommandResult set(String dataset, String property, String value) {
        return zfs("set", property + "=" + value, dataset);
    }
}
