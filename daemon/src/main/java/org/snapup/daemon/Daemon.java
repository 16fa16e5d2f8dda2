package org.snapup.daemon;

import static java.util.Objects.requireNonNullElse;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.boot.BootArchives;
import org.snapup.daemon.config.Configuration;
import org.snapup.daemon.health.Health;
import org.snapup.daemon.health.MetricsFile;
import org.snapup.daemon.health.Subject;
import org.snapup.daemon.jobs.CrashPoints;
import org.snapup.daemon.jobs.JobCommands;
import org.snapup.daemon.jobs.Limits;
import org.snapup.daemon.jobs.Retention;
import org.snapup.daemon.jobs.queue.JobRequest;
import org.snapup.daemon.jobs.state.StateDirectory;
import org.snapup.daemon.logging.LastLines;
import org.snapup.daemon.packages.PackageEngine;
import org.snapup.daemon.packages.ips.IpsEngine;
import org.snapup.daemon.packages.pkg.PkgEngine;
import org.snapup.daemon.server.Server;
import org.snapup.daemon.server.ServerLimits;
import org.snapup.daemon.server.access.Identification;
import org.snapup.daemon.server.access.NameService;
import org.snapup.daemon.server.access.Policy;
import org.snapup.daemon.server.access.Roles;
import org.snapup.daemon.server.calls.CallAdapter;
import org.snapup.daemon.server.calls.DryRuns;
import org.snapup.daemon.server.calls.Transfers;
import org.snapup.daemon.server.transport.Transport;
import org.snapup.daemon.service.Inhibitor;
import org.snapup.daemon.service.Notifier;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.directory.DirectoryConfig;
import org.snapup.daemon.storage.directory.DirectoryStorage;
import org.snapup.daemon.storage.libbe.LibbeConfig;
import org.snapup.daemon.storage.libbe.LibbeStorage;
import org.snapup.daemon.storage.zfs.ZfsConfig;
import org.snapup.daemon.storage.zfs.ZfsStorage;
import org.snapup.daemon.workflows.DryRun;
import org.snapup.daemon.workflows.packages.ImageReader;
import org.snapup.exec.SignalActions;
import org.snapup.ffi.CurrentUser;
import org.snapup.protocol.BootEnvironments.DestroyPlan;
import org.snapup.protocol.BootEnvironments.DestroyRequest;
import org.snapup.protocol.Call;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.ImageQueries.ListRequest;
import org.snapup.protocol.Interfaces;
import org.snapup.protocol.Packages.Operation;
import org.snapup.protocol.Plan;
import org.snapup.protocol.Service;
import org.snapup.protocol.SnapupException;

/** The whole daemon, put together from its configuration. Closes what it opened, last first. */
final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    /** A client that made its service manager start the daemon comes first. */
    private static final Duration REHEARSAL_DELAY = Duration.ofSeconds(10);

    private static final Path DEFAULT_STATE = Path.of("/var/lib/snapup");
    private static final long MIB = 1L << 20;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Surroundings surroundings;

    private Daemon(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * What a daemon is started by.
     *
     * @param file its configuration's file, which is read again on SIGHUP
     * @param adopt take over boot environments of another instance
     * @param socket the descriptor of the listening socket that the service manager made
     * @param end called once, with the exit status, when the process is to end by itself
     * @param log the last lines of its log
     */
    record Surroundings(
            Path file, boolean adopt, OptionalInt socket, Notifier notifier, IntConsumer end, LastLines log) {
        /** No service manager. */
        static Surroundings none(Path file) {
            LastLines log = new LastLines(OutputStream.nullOutputStream());
            return new Surroundings(file, false, OptionalInt.empty(), Notifier.of(Map.of()), status -> {}, log);
        }
    }

    /**
     * Recovers what an earlier process left, and listens; returns when clients can connect.
     *
     * @param surroundings what it was started by
     * @throws SnapupException when it can't start; nothing stays open then
     */
    static Daemon start(Configuration configuration, Surroundings surroundings, CrashPoints crashPoints) {
        Daemon daemon = new Daemon(surroundings);
        try {
            daemon.open(configuration, crashPoints);
            return daemon;
        } catch (RuntimeException e) {
            daemon.close();
            throw e;
        }
    }

    private void open(Configuration configuration, CrashPoints crashPoints) {
        NameService names = NameService.forThisSystem();
        Roles roles = Reload.roles(configuration.policy(), names);
        Attendant attendant = new Attendant(
                surroundings.notifier(),
                Inhibitor.forThisSystem(CurrentUser.effectiveId()),
                configuration.service(),
                surroundings.socket().isPresent(),
                surroundings.end());
        opened.push(attendant);
        boolean signals =
                SignalActions.onHangup(attendant::reload) && SignalActions.onUser1(attendant::restartWhenIdle);
        if (!signals) {
            LOG.atWarn().log("this JVM can't handle signals: no reload, and no restart after a job");
        }
        JobCommands commands = new JobCommands();
        Path runDirectory = requireNonNullElse(configuration.socket().getParent(), Path.of("/run/snapup"));
        Storage storage = storage(configuration.storage(), commands, runDirectory);
        opened.push(storage);
        StateDirectory state = StateDirectory.open(stateFolder(configuration, storage));
        opened.push(state);
        PackageEngine engine = engine(configuration.packages(), commands);
        Core core = Core.open(
                new Core.Parts(
                        state,
                        storage,
                        engine,
                        new BootArchives(configuration.boot().archive(), commands),
                        commands,
                        runDirectory,
                        Limits.DEFAULT,
                        Clock.systemUTC(),
                        crashPoints,
                        attendant),
                surroundings.adopt());
        opened.push(core);
        Configuration.Jobs jobs = configuration.jobs();
        opened.push(Housekeeping.start(core, new Retention(jobs.keep(), Duration.ofDays(jobs.keepDays()))));
        Identification identification = new Identification(
                names.accounts(), roles, CurrentUser.effectiveId(), ServerLimits.STANDARD.identification());
        Reload reload = new Reload(
                surroundings.file(),
                CurrentUser.effectiveId(),
                names,
                surroundings.notifier(),
                configuration,
                identification::use,
                attendant::use);
        AtomicReference<@Nullable Server> listening = new AtomicReference<>();
        Subject subject = new Subject(
                reload::current,
                surroundings.file(),
                CurrentUser.effectiveId(),
                storage,
                engine.name(),
                state,
                core.view(),
                core.queue(),
                core::readOnly,
                core.tally(),
                () -> connections(listening.get()),
                Version.text(),
                Instant.now(),
                Clock.systemUTC());
        Health health = new Health(subject, surroundings.log());
        Configuration.Metrics metrics = configuration.metrics();
        metrics.file().ifPresent(file -> opened.push(MetricsFile.start(file, metrics.interval(), health::metrics)));
        Server server = serve(configuration, core, state, identification, health);
        listening.set(server);
        attendant.opened(core.queue(), server, reload::run);
        if (configuration.packages().rehearsal()) {
            OwnClient client = new OwnClient(configuration.socket());
            opened.push(Rehearsals.start(
                    engine,
                    () -> client.call(Call.of(ImageQueries.LIST, new ListRequest(null, null, null, null), true)),
                    runDirectory.resolve("rehearsal"),
                    () -> server.connections() > 0 || !core.queue().list(false).isEmpty(),
                    REHEARSAL_DELAY));
        }
    }

    private static int connections(@Nullable Server server) {
        return server == null ? 0 : server.connections();
    }

    private Server serve(
            Configuration configuration,
            Core core,
            StateDirectory state,
            Identification identification,
            Health health) {
        CallAdapter adapter = new CallAdapter(
                new CallAdapter.Parts(
                        core.queue(),
                        new BeListing(core.view(), configuration.storage().root()),
                        new Plans(new DryRun(core.machine(), core.binder())),
                        new ImageReader(core.machine(), core.binder(), core::liveRoot)::answer,
                        core.exports()::export,
                        new Transfers(state.transfers(), core.transfers(), Clock.systemUTC()),
                        health,
                        ServerLimits.STANDARD,
                        new Service.Info("snapup", "snapupd", Version.text(), "", Interfaces.ALL)),
                Policy.standard());
        opened.push(adapter);
        opened.push(identification);
        Server server = Server.start(
                configuration.socket(),
                surroundings.socket(),
                Transport.forThisSystem(),
                ServerLimits.STANDARD,
                identification,
                adapter);
        opened.push(server);
        return server;
    }

    private static Storage storage(Configuration.Storage settings, JobCommands commands, Path runDirectory) {
        return switch (settings.type()) {
            case "directory" ->
                DirectoryStorage.open(new DirectoryConfig(
                        Path.of(settings.root()), settings.live().orElse("auto"), settings.reserveMib() * MIB));
            case "zfs" -> ZfsStorage.open(zfs(settings, commands, runDirectory));
            case "libbe" -> LibbeStorage.open(LibbeConfig.ofSystem(zfs(settings, commands, runDirectory)));
            default -> throw new IllegalArgumentException(settings.type());
        };
    }

    private static ZfsConfig zfs(Configuration.Storage settings, JobCommands commands, Path runDirectory) {
        return new ZfsConfig(
                settings.root(),
                settings.live().orElse("auto"),
                runDirectory.resolve("be"),
                settings.reserveMib() * MIB,
                () -> commands);
    }

    private static PackageEngine engine(Configuration.Packages settings, JobCommands commands) {
        return switch (settings.engine()) {
            case "ips" -> new IpsEngine();
            case "pkg" -> new PkgEngine(pkg(settings.program()), commands);
            default -> throw new IllegalArgumentException(settings.engine());
        };
    }

    private static Path pkg(Optional<Path> configured) {
        Path program = configured.orElse(Path.of("/usr/bin/pkg"));
        if (!Files.isExecutable(program)) {
            throw new SnapupException(
                    ErrorCode.BAD_CONFIGURATION,
                    "packages.program",
                    "there is no program " + program
                            + " for packages.engine = \"pkg\"; packages.program names the pkg(1)"
                            + " of this system, and packages.engine = \"ips\" needs none",
                    null);
        }
        return program;
    }

    /** The state lies outside every BE, so that activating another one doesn't lose it. */
    private static Path stateFolder(Configuration configuration, Storage storage) {
        Path folder = configuration.state().orElse(DEFAULT_STATE);
        if (configuration.state().isEmpty()) {
            return storage.stateDirectory(folder);
        }
        if (storage.isInsideBe(folder)) {
            throw new SnapupException(
                    ErrorCode.BAD_CONFIGURATION,
                    "state",
                    "state = \"" + folder + "\" lies inside a boot environment, and activating another one would lose"
                            + " it; choose a folder outside, or \"auto\"",
                    null);
        }
        return folder;
    }

    /** Dry runs, as the server asks for them. */
    private record Plans(DryRun dryRun) implements DryRuns {
        @Override
        public Plan packages(JobRequest request) {
            return dryRun.packages(request.method(), (Operation) request.parameters(), request.admin());
        }

        @Override
        public DestroyPlan destroy(DestroyRequest request) {
            return dryRun.destroy(request);
        }
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) { // the others must be closed, too
                LOG.atError()
                        .setCause(e)
                        .addKeyValue("part", part.getClass().getSimpleName())
                        .log("not closed");
            }
        }
    }
}
