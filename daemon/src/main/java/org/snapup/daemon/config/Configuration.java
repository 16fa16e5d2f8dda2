package org.snapup.daemon.config;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * What {@code snapupd.toml} says; docs/configuration.md describes every key.
 *
 * @param socket where clients connect
 * @param state where jobs are kept, empty for {@code auto}: the daemon finds a place outside the boot environments
 */
public record Configuration(
        Path socket,
        Optional<Path> state,
        Storage storage,
        Packages packages,
        Policy policy,
        Boot boot,
        Service service,
        Jobs jobs,
        Metrics metrics) {
    public static final Path DEFAULT_FILE = Path.of("/etc/snapup/snapupd.toml");

    private static final String AUTO = "auto";
    private static final String[] TOP = {
        "socket", "state", "storage", "packages", "policy", "boot", "service", "jobs", "metrics"
    };
    private static final Pattern ROOT_DATASET = Pattern.compile("[^/@]+(/[^/@]+)+");
    private static final int LONGEST_SOCKET = 103;
    private static final int MOST_IDLE_SECONDS = 86_400;
    private static final int MOST_RESERVE_MIB = 1 << 20;
    private static final int LEAST_JOBS = 10;
    private static final int MOST_JOBS = 100_000;
    private static final int DEFAULT_JOBS = 1_000;
    private static final int MOST_DAYS = 36_500;
    private static final int MOST_SECONDS = 86_400;
    private static final int DEFAULT_SECONDS = 60;

    public Configuration {
        requireNonNull(socket, "socket");
    }

    /**
     * {@code [storage]}
     *
     * @param type the backend
     * @param root the dataset or folder that holds the boot environments
     * @param live the running one's name, empty for {@code auto}
     * @param reserveMib space kept for undoing on a full pool, in MiB; 0 for none
     */
    public record Storage(String type, String root, Optional<String> live, int reserveMib) {
        public static final List<String> TYPES = List.of("zfs", "btrfs", "libbe", "directory");
        private static final List<String> BUILT = List.of("directory", "zfs", "libbe");
    }

    /**
     * {@code [packages]}
     *
     * @param description the file that describes another package manager; for the engine {@code command} only
     * @param program the pkg(1) to run; for the engine {@code pkg} only, empty for the system's
     * @param rehearsal whether the engine rehearses after the daemon's start
     */
    public record Packages(String engine, Optional<Path> description, Optional<Path> program, boolean rehearsal) {
        public static final List<String> ENGINES = List.of("ips", "pkg", "apt", "command");
        private static final List<String> BUILT = List.of("ips", "pkg");
    }

    /**
     * {@code [policy]}
     *
     * <p>Each entry is {@code group:NAME}, {@code user:NAME}, {@code uid:NUMBER} or {@code auth:NAME}.
     *
     * @param administrators who may do everything
     * @param members who may update the image and install
     * @param updaters who may update the image
     */
    public record Policy(List<String> administrators, List<String> members, List<String> updaters) {
        public Policy {
            administrators = List.copyOf(administrators);
            members = List.copyOf(members);
            updaters = List.copyOf(updaters);
        }

        /** Members, and nobody else. */
        public Policy(List<String> members) {
            this(List.of(), members, List.of());
        }
    }

    /**
     * {@code [boot]}
     *
     * @param archive the command that makes a BE's boot archive, its first word an absolute path; empty: the daemon
     *     knows the system's own
     */
    public record Boot(List<String> archive) {
        public Boot {
            archive = List.copyOf(archive);
        }
    }

    /**
     * {@code [service]}
     *
     * @param idleExit without a client and a job for so long, a daemon whose socket its service manager made ends; empty:
     *     never
     * @param inhibit keep the machine from shutting down and sleeping while a job runs
     */
    public record Service(Optional<Duration> idleExit, boolean inhibit) {}

    /**
     * {@code [jobs]}
     *
     * @param keep how many ended jobs stay in the history
     * @param keepDays how many days they stay; 0 for any time
     */
    public record Jobs(int keep, int keepDays) {}

    /**
     * {@code [metrics]}
     *
     * @param file where measurements are written, empty for nowhere
     * @param interval between two times
     */
    public record Metrics(Optional<Path> file, Duration interval) {}

    /**
     * Reads the file, after a check that nobody else could have written it.
     *
     * @param daemonUid the uid that the daemon runs under
     * @throws SnapupException {@link ErrorCode#BAD_CONFIGURATION} naming the key, the line and what to do
     */
    public static Configuration load(Path file, long daemonUid) {
        return parse(new TrustedFile(daemonUid).read(file), file.toString());
    }

    /**
     * Refuses what this snapupd knows by name only.
     *
     * @throws SnapupException {@link ErrorCode#BAD_CONFIGURATION}
     */
    public void requireBuilt() {
        requireBuilt("storage.type", storage.type(), Storage.BUILT);
        requireBuilt("packages.engine", packages.engine(), Packages.BUILT);
    }

    private static void requireBuilt(String key, String value, List<String> built) {
        if (!built.contains(value)) {
            throw new SnapupException(
                    ErrorCode.BAD_CONFIGURATION,
                    key,
                    "this snapupd has no " + value + "; " + key + " can be " + String.join(" or ", built),
                    null);
        }
    }

    /**
     * Reads the text.
     *
     * @param source the file's name, for messages
     * @throws SnapupException as {@link #load}
     */
    public static Configuration parse(String toml, String source) {
        Section top = Section.parse(toml, source, TOP);
        Path socket = top.path("socket", Path.of("/run/snapup/snapupd.sock"));
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET) {
            throw top.mistake("socket", "has more than " + LONGEST_SOCKET + " bytes, which no socket's path can have");
        }
        String state = top.string("state", AUTO);
        Storage storage = storage(top.section("storage", "type", "root", "live", "reserve_mib"));
        Packages packages = packages(top.section("packages", "engine", "description", "program", "rehearsal"));
        Section policy = top.section("policy", "administrators", "members", "updaters");
        Policy roles = new Policy(
                policy.strings("administrators", List.of()),
                policy.strings("members", List.of("group:snapup")),
                policy.strings("updaters", List.of()));
        Boot boot = boot(top.section("boot", "archive"));
        Optional<Path> explicit =
                state.equals(AUTO) ? Optional.empty() : Optional.of(top.path("state", Path.of(state)));
        Service service = service(top.section("service", "idle_exit_s", "inhibit"));
        Jobs jobs = jobs(top.section("jobs", "keep", "keep_days"));
        Metrics metrics = metrics(top.section("metrics", "file", "interval_seconds"));
        return new Configuration(socket, explicit, storage, packages, roles, boot, service, jobs, metrics);
    }

    private static Storage storage(Section section) {
        String type = section.oneOf("type", Storage.TYPES, null);
        String root = section.string("root", null);
        if (type.equals("directory") && !root.startsWith("/")) {
            throw section.mistake("root", "must be the absolute path of a folder for type directory");
        }
        if (List.of("zfs", "libbe").contains(type)
                && !ROOT_DATASET.matcher(root).matches()) {
            throw section.mistake("root", "must be a dataset beneath a pool, such as rpool/ROOT, not \"" + root + "\"");
        }
        String live = section.string("live", AUTO);
        int reserve = section.integer("reserve_mib", 0, MOST_RESERVE_MIB, 64);
        return new Storage(type, root, live.equals(AUTO) ? Optional.empty() : Optional.of(live), reserve);
    }

    private static Packages packages(Section section) {
        String engine = section.oneOf("engine", Packages.ENGINES, "ips");
        Optional<Path> description = section.optionalPath("description");
        if (engine.equals("command") != description.isPresent()) {
            throw section.mistake("description", "belongs to the engine command, and only to it");
        }
        Optional<Path> program = section.optionalPath("program");
        if (program.isPresent() && !engine.equals("pkg")) {
            throw section.mistake("program", "belongs to the engine pkg, and only to it");
        }
        return new Packages(engine, description, program, section.bool("rehearsal", true));
    }

    private static Jobs jobs(Section section) {
        return new Jobs(
                section.integer("keep", LEAST_JOBS, MOST_JOBS, DEFAULT_JOBS),
                section.integer("keep_days", 0, MOST_DAYS, 0));
    }

    private static Metrics metrics(Section section) {
        return new Metrics(
                section.optionalPath("file"),
                Duration.ofSeconds(section.integer("interval_seconds", 1, MOST_SECONDS, DEFAULT_SECONDS)));
    }

    private static Service service(Section section) {
        int idle = section.integer("idle_exit_s", 0, MOST_IDLE_SECONDS, 0);
        Optional<Duration> idleExit = idle == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(idle));
        return new Service(idleExit, section.bool("inhibit", true));
    }

    private static Boot boot(Section section) {
        List<String> archive = section.strings("archive", List.of());
        if (!archive.isEmpty() && !archive.get(0).startsWith("/")) {
            throw section.mistake("archive", "must begin with the absolute path of a program");
        }
        return new Boot(archive);
    }
}
