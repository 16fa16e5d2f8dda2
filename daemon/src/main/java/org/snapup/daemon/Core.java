package org.snapup.daemon;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.boot.BootArchive;
import org.snapup.daemon.jobs.Conductor;
import org.snapup.daemon.jobs.CrashPoints;
import org.snapup.daemon.jobs.JobCommands;
import org.snapup.daemon.jobs.JobListener;
import org.snapup.daemon.jobs.Limits;
import org.snapup.daemon.jobs.Retention;
import org.snapup.daemon.jobs.Tally;
import org.snapup.daemon.jobs.Worker;
import org.snapup.daemon.jobs.queue.Queue;
import org.snapup.daemon.jobs.state.StateDirectory;
import org.snapup.daemon.packages.PackageEngine;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.BeCache;
import org.snapup.daemon.storage.BeSnapshot;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.Tag;
import org.snapup.daemon.workflows.Sweep;
import org.snapup.daemon.workflows.names.Binder;
import org.snapup.daemon.workflows.run.Entry;
import org.snapup.daemon.workflows.run.Machine;
import org.snapup.exec.CommandException;
import org.snapup.exec.Survivors;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs;
import org.snapup.protocol.SnapupException;

/**
 * The daemon without its socket: state, queue and worker over a storage and an engine. Opening it recovers whatever an
 * earlier process left.
 */
public final class Core implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Core.class);
    private static final Duration SURVIVORS_GRACE = Duration.ofSeconds(10);

    private final Conductor conductor;
    private final Worker worker;
    private final Binder binder;
    private final Machine machine;
    private final BeCache view;
    private final StateDirectory state;

    private Core(
            Conductor conductor, Worker worker, Binder binder, Machine machine, BeCache view, StateDirectory state) {
        this.view = view;
        this.state = state;
        this.conductor = conductor;
        this.worker = worker;
        this.binder = binder;
        this.machine = machine;
    }

    /**
     * What the core is made of; whoever opens the core closes the state and the storage after it.
     *
     * @param commands what storage and engine run their commands with
     * @param runDirectory where BEs are mounted for the user
     * @param listener told of the job that runs
     */
    public record Parts(
            StateDirectory state,
            Storage storage,
            PackageEngine engine,
            BootArchive bootArchive,
            JobCommands commands,
            Path runDirectory,
            Limits limits,
            Clock clock,
            CrashPoints crashPoints,
            JobListener listener) {}

    /**
     * Opens the core and starts its worker, which first ends what a crash cut off.
     *
     * @param adopt take over boot environments that belong to another instance
     * @throws org.snapup.protocol.SnapupException {@code STATE_REFUSED}
     */
    public static Core open(Parts parts, boolean adopt) {
        Storage storage = parts.storage();
        Optional<String> bound = storage.boundInstance();
        String instance = parts.state().bind(bound, adopt);
        if (!bound.equals(Optional.of(instance))) {
            storage.bindInstance(instance); // a full filesystem is one to recover on: nothing is written that is there
        }
        Binder binder = new Binder(storage);
        Conductor conductor = new Conductor(
                parts.state(),
                binder::bind,
                () -> unbooted(storage, parts.state().booted()),
                highestTag(storage, instance),
                parts.limits(),
                parts.clock(),
                parts.crashPoints());
        if (conductor.readOnly().isEmpty()) {
            clearUp(parts, conductor, instance);
        }
        Machine machine = new Machine(
                instance,
                storage,
                parts.engine(),
                parts.bootArchive(),
                parts.state().cache(),
                parts.state().transfers(),
                parts.runDirectory());
        BeCache view = new BeCache(storage::changeMark, storage::list, parts.clock());
        Worker worker = new Worker(
                conductor,
                machine,
                parts.commands(),
                parts.limits(),
                parts.clock(),
                parts.crashPoints(),
                entry -> follow(view, entry),
                parts.listener());
        worker.start();
        LOG.atInfo()
                .addKeyValue("instance", instance)
                .addKeyValue("backend", storage.type())
                .addKeyValue("engine", parts.engine().name())
                .log("core open");
        return new Core(conductor, worker, binder, machine, view, parts.state());
    }

    /** Ends what an earlier daemon's commands left running, then removes what ended jobs left lying. */
    private static void clearUp(Parts parts, Conductor conductor, String instance) {
        Survivors survivors = new Survivors();
        try {
            conductor
                    .orphans()
                    .forEach((job, children) -> survivors.end(instance + ":" + job, children, SURVIVORS_GRACE));
        } catch (CommandException e) {
            throw new SnapupException(ErrorCode.STATE_REFUSED, String.valueOf(e.getMessage()), e);
        }
        Storage storage = parts.storage();
        new Sweep(
                        storage,
                        instance,
                        conductor::endedTrail,
                        job -> conductor.list(false).stream().anyMatch(each -> each.number() == job))
                .run();
        storage.list().stream().filter(Be::live).forEach(be -> parts.state().addBooted(be.uuid()));
        storage.takeReserve();
    }

    private static Set<String> unbooted(Storage storage, Set<String> booted) {
        return storage.list().stream()
                .map(Be::uuid)
                .filter(uuid -> !booted.contains(uuid))
                .collect(Collectors.toSet());
    }

    private static long highestTag(Storage storage, String instance) {
        return tags(storage.list(), instance).mapToLong(Tag::job).max().orElse(0);
    }

    private static Stream<Tag> tags(List<Be> bes, String instance) {
        return bes.stream()
                .flatMap(be -> Stream.concat(
                        Stream.ofNullable(be.tag()),
                        be.snapshots().stream().map(BeSnapshot::tag).filter(Objects::nonNull)))
                .filter(tag -> tag.instance().equals(instance));
    }

    public Queue queue() {
        return conductor;
    }

    public Binder binder() {
        return binder;
    }

    public Machine machine() {
        return machine;
    }

    /** Counts the jobs that ended. */
    public Tally tally() {
        return conductor.tally();
    }

    /** Why nothing may be changed, empty in health. */
    public Optional<String> readOnly() {
        return conductor.readOnly();
    }

    /**
     * Removes the files of old jobs, but for those that the storage still tells of.
     *
     * @return how many went
     */
    public int trim(Retention retention) {
        List<Be> bes = machine.storage().list();
        Set<String> booted = state.booted();
        return conductor.trim(
                retention,
                tags(bes, machine.instance()).map(Tag::job).collect(Collectors.toSet()),
                bes.stream()
                        .map(Be::uuid)
                        .filter(uuid -> !booted.contains(uuid))
                        .collect(Collectors.toSet()),
                bes.stream().map(Be::name).collect(Collectors.toSet()));
    }

    /** The BEs for readers. */
    public BeCache view() {
        return view;
    }

    BeExports exports() {
        return new BeExports(machine.storage(), binder);
    }

    /** The streams that unfinished jobs are about. */
    Set<String> transfers() {
        return conductor.list(false).stream()
                .map(Jobs.Job::parameters)
                .filter(Objects::nonNull)
                .map(parameters -> String.valueOf(parameters.get("transfer")))
                .collect(Collectors.toSet());
    }

    /** Where the running BE is mounted. */
    Path liveRoot() {
        return view.view().bes().stream()
                .filter(Be::live)
                .map(Be::mountpoint)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new SnapupException(
                        ErrorCode.NO_SUCH_BE, "none of the boot environments is the running one: check storage.live"));
    }

    private static void follow(BeCache view, Entry entry) {
        if (entry instanceof Entry.Moved moved && moved.state() == JobState.ENDED) {
            view.expire();
        }
    }

    /** Parks the running job and stops; the storage and the state stay open. */
    @Override
    public void close() {
        worker.close();
        conductor.close();
        view.close();
    }
}
