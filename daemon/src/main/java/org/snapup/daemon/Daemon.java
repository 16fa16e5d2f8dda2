package org.snapup.daemon;

import static java.util.Objects.requireNonNullElse;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.boot.BootArchives;
import org.snapup.daemon.config.Configuration;
import org.snapup.daemon.jobs.CrashPoints;
import org.snapup.daemon.jobs.JobCommands;
import org.snapup.daemon.jobs.JobRequest;
import org.snapup.daemon.jobs.Limits;
import org.snapup.daemon.jobs.StateDirectory;
import org.snapup.daemon.packages.PackageEngine;
import org.snapup.daemon.packages.ips.IpsEngine;
import org.snapup.daemon.server.CallAdapter;
import org.snapup.daemon.server.DryRuns;
import org.snapup.daemon.server.Server;
import org.snapup.daemon.server.ServerLimits;
import org.snapup.daemon.server.access.Identification;
import org.snapup.daemon.server.access.Members;
import org.snapup.daemon.server.access.Policy;
import org.snapup.daemon.server.transport.Transport;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.directory.DirectoryConfig;
import org.snapup.daemon.storage.directory.DirectoryStorage;
import org.snapup.daemon.storage.zfs.ZfsConfig;
import org.snapup.daemon.storage.zfs.ZfsStorage;
import org.snapup.daemon.workflows.DryRun;
import org.snapup.daemon.workflows.packages.ImageReader;
import org.snapup.ffi.CurrentUser;
import org.snapup.ffi.peer.Accounts;
import org.snapup.protocol.BootEnvironments.DestroyPlan;
import org.snapup.protocol.BootEnvironments.DestroyRequest;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Interfaces;
import org.snapup.protocol.Packages.Operation;
import org.snapup.protocol.Packages.Plan;
import org.snapup.protocol.Service;
import org.snapup.protocol.SnapupException;

/** The whole daemon, put together from its configuration. Closes what it opened, last first. */
final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final Path DEFAULT_STATE = Path.of("/var/lib/snapup");
    private static final long MIB = 1L << 20;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private Daemon() {}

    /**
     * Recovers what an earlier process left, and listens; returns when clients can connect.
     *
     * @param adopt take over boot environments of another instance
     * @throws SnapupException when it can't start; nothing stays open then
     */
    static Daemon start(Configuration configuration, boolean adopt, CrashPoints crashPoints) {
        Daemon daemon = new Daemon();
        try {
            daemon.open(configuration, adopt, crashPoints);
            return daemon;
        } catch (RuntimeException e) {
            daemon.close();
            throw e;
        }
    }

    private void open(Configuration configuration, boolean adopt, CrashPoints crashPoints) {
        JobCommands commands = new JobCommands();
        Path runDirectory = requireNonNullElse(configuration.socket().getParent(), Path.of("/run/snapup"));
        Storage storage = storage(configuration.storage(), commands, runDirectory);
        opened.push(storage);
        StateDirectory state = StateDirectory.open(stateFolder(configuration, storage));
        opened.push(state);
        Core core = Core.open(
                new Core.Parts(
                        state,
                        storage,
                        engine(configuration.packages()),
                        new BootArchives(configuration.boot().archive(), commands),
                        commands,
                        runDirectory,
                        Limits.DEFAULT,
                        Clock.systemUTC(),
                        crashPoints),
                adopt);
        opened.push(core);
        serve(configuration, core);
    }

    private void serve(Configuration configuration, Core core) {
        Accounts accounts = new Accounts();
        CallAdapter adapter = new CallAdapter(
                new CallAdapter.Parts(
                        core.queue(),
                        new BeListing(core.view()),
                        new Plans(new DryRun(core.machine(), core.binder())),
                        new ImageReader(core.machine(), core.binder(), core::liveRoot)::answer,
                        ServerLimits.STANDARD,
                        new Service.Info("snapup", "snapupd", Version.text(), "", Interfaces.ALL)),
                Policy.standard());
        opened.push(adapter);
        Identification identification = new Identification(
                accounts,
                Members.parse(configuration.policy().members(), accounts),
                CurrentUser.effectiveId(),
                ServerLimits.STANDARD.identification());
        opened.push(identification);
        opened.push(Server.start(
                configuration.socket(), Transport.forThisSystem(), ServerLimits.STANDARD, identification, adapter));
    }

    private static Storage storage(Configuration.Storage settings, JobCommands commands, Path runDirectory) {
        String live = settings.live().orElse("auto");
        return switch (settings.type()) {
            case "directory" ->
                DirectoryStorage.open(new DirectoryConfig(Path.of(settings.root()), live, settings.reserveMib() * MIB));
            case "zfs" ->
                ZfsStorage.open(new ZfsConfig(
                        settings.root(),
                        live,
                        runDirectory.resolve("be"),
                        settings.reserveMib() * MIB,
                        () -> commands));
            default -> throw notBuilt("storage.type", settings.type(), List.of("directory", "zfs"));
        };
    }

    private static PackageEngine engine(Configuration.Packages settings) {
        if (settings.engine().equals("ips")) {
            return new IpsEngine();
        }
        throw notBuilt("packages.engine", settings.engine(), List.of("ips"));
    }

    private static SnapupException notBuilt(String key, String value, List<String> there) {
        return new SnapupException(
                ErrorCode.BAD_CONFIGURATION,
                key,
                "this snapupd has no " + value + "; " + key + " can be " + String.join(" or ", there),
                null);
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
