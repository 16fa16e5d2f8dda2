package org.snapup.daemon.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place that holds boot environments.
 *
 * <p>Confined to one thread at a time: the worker's for changes; {@link #list} may also be called by another thread at
 * any moment. Every change is idempotent: called again after a crash in its middle, or after it was whole, it finishes
 * or notices that it is done. A change returns only when the world, looked at again, is as the method says; an exit
 * status is not believed. Changes touch only what the arguments name by guid or by tag; anything foreign stays.
 *
 * <p>Every method throws {@link org.snapup.protocol.SnapupException}: {@code STORAGE_FAILED}, {@code NO_SPACE},
 * {@code BE_BUSY} (the message names the pids), or what the method names.
 */
public interface Storage extends AutoCloseable {
    /** The backend's name in the configuration, for example {@code zfs}. */
    String type();

    // ---- looking: changes nothing, may be called from any thread

    /** Every BE under the root, by creation; one look at the world. */
    List<Be> list();

    /** A cheap number that differs when something under the root was changed by anybody. */
    String changeMark();

    /** Free bytes for new data. */
    long freeBytes();

    /**
     * Refuses a BE that no workflow can work on: encrypted without a loaded key, zoned, spread over pools, read-only.
     *
     * @throws org.snapup.protocol.SnapupException {@code BE_UNSUPPORTED}, naming each dataset and the reason
     */
    void requireUsable(Be be);

    /**
     * Refuses a mounted BE that couldn't be unmounted now.
     *
     * @throws org.snapup.protocol.SnapupException {@code BE_BUSY}, naming the pids and what they hold
     */
    void requireMovable(Be be);

    /**
     * Why activating a BE wouldn't make this machine boot it, empty when it would (or when the live BE isn't mounted at
     * {@code /}, so that no boot is at stake).
     */
    Optional<String> activationObstacle();

    /**
     * Why a BE can't be made the one that boots next for a single time; empty where a loader consumes that wish before it
     * boots it, so that a BE that doesn't come up is followed by the one that boots usually.
     */
    Optional<String> onceObstacle();

    /**
     * Refuses what a new BE can't be given here.
     *
     * @param properties of its datasets, as the user named them
     * @param pool where it should lie, null for where the others do
     * @throws org.snapup.protocol.SnapupException {@code NOT_SUPPORTED} or {@code INVALID_REQUEST}, with the reason
     */
    void requireSupported(Map<String, String> properties, @Nullable String pool);

    /** The BE's state, for the job's file. */
    Captured capture(Be be);

    /** The BE whose root is mounted at (or lies in) exactly this folder, empty when none is. */
    Optional<Be> at(Path root);

    /** The storage's health besides its BEs. */
    Inspection inspect();

    // ---- snapshots

    /**
     * Takes a snapshot of every dataset of the BE at one instant.
     *
     * @param tag null for a snapshot that belongs to the user
     * @throws org.snapup.protocol.SnapupException {@code NAME_TAKEN} when it exists and isn't ours
     */
    void snapshot(Captured source, String snapshot, @Nullable Tag tag);

    /**
     * Gives up a snapshot of ours: it goes now, or with the last clone that needs it.
     *
     * @param beName the BE that has the snapshot now; absent snapshots are fine
     */
    void releaseSnapshot(String beName, String snapshot, Tag tag);

    // ---- clones

    /**
     * Clones a BE's snapshot to a new BE that nothing mounts or boots by itself, tagged unfinished, with the recorded
     * properties but no quota, reservation or mountpoint.
     *
     * @throws org.snapup.protocol.SnapupException {@code NAME_TAKEN} when a BE with this name isn't this job's, {@code
     *     NO_SUCH_SNAPSHOT} when the snapshot, or a part of it, isn't there any more
     */
    void cloneSnapshot(Captured source, String snapshot, String newName, String uuid, Tag tag);

    /** Mounts our unfinished clone where only root and the daemon reach it, and gives the path of its root. */
    Path mountPrivately(String name, Tag tag);

    void unmountPrivate(String name, Tag tag);

    /**
     * Gives our unfinished, unmounted clone its final properties: mountpoints, quotas and reservations as the source had
     * them. A clone with the source's uuid, which takes its place, becomes as the source was, after {@link #takeOver};
     * any other becomes an inactive BE that nothing mounts by itself.
     */
    void finish(String name, Captured source, Tag tag);

    /** The BE is finished: takes the tag away. */
    void untag(String name, Tag tag);

    /** Unmounts and destroys our unfinished clone; an absent one is fine, one that isn't ours is refused. */
    void discard(String name, Tag tag);

    /** Makes the BE the one that boots next: one write. What was to boot once isn't any more. */
    void activate(String name);

    /**
     * Makes the BE the one that boots next, and only then; which one boots usually stays as it is.
     *
     * @throws org.snapup.protocol.SnapupException {@code NOT_SUPPORTED} where {@link #onceObstacle} says why
     */
    void activateOnce(String name);

    /** Takes {@link #activateOnce} back; where there is nothing to take back, that is fine. */
    void deactivateOnce();

    // ---- putting a clone in the place of the BE that it was made from

    /** Unmounts every dataset of the BE, children first; those already unmounted are fine. */
    void unmountAll(Captured original);

    /** Makes the replacement independent of the original: promotes exactly those datasets that come from it. */
    void takeOver(String replacement, Captured original);

    /** Renames the BE with this guid. */
    void rename(String guid, String newName);

    /** Mounts the BE where and how the original was mounted. */
    void remount(String name, Captured original);

    /**
     * Destroys the original that was replaced, unless something foreign is in it.
     *
     * @return the command that removes it, where it had to be kept
     */
    Optional<String> destroyReplaced(String name, Captured original, Tag tag);

    // ---- for the user

    /**
     * Plans to destroy a BE ({@code snapshot} null) or a snapshot.
     *
     * @param origin the snapshot that the BE was cloned from goes, too, unless others need it
     * @throws org.snapup.protocol.SnapupException {@code BE_ACTIVE} for the live one and the one that boots next,
     *     {@code NO_SUCH_SNAPSHOT}, {@code FOREIGN_OBJECTS} when something that isn't the BE's holds it
     */
    Destruction planDestroy(Be be, @Nullable String snapshot, boolean origin);

    /** Carries the plan out; what is gone already is fine. */
    void destroy(Destruction plan);

    /**
     * Mounts a finished BE at a folder, which is made when it is absent and must be empty.
     *
     * @throws org.snapup.protocol.SnapupException {@code NOT_SUPPORTED} where the shared files can't be shown
     */
    void mount(Be be, Path folder, SharedFiles shared);

    /**
     * Undoes {@link #mount}, properties included. Also heals what a reboot left of a mount.
     *
     * @param force although it is in use, where the system can do that
     */
    void unmount(Be be, boolean force);

    /**
     * Puts a BE that isn't live back to a snapshot.
     *
     * @throws org.snapup.protocol.SnapupException {@code FOREIGN_OBJECTS} when newer snapshots or clones would go
     */
    void rollback(Be be, String snapshot);

    // ---- streams

    /**
     * Writes a snapshot of a BE as a stream that {@link #receive} understands. Changes nothing; may be called from any
     * thread.
     *
     * @throws org.snapup.protocol.SnapupException {@code NO_SUCH_SNAPSHOT}, {@code NOT_SUPPORTED}
     * @throws IOException when the reader doesn't take it
     */
    void send(Be be, String snapshot, OutputStream to) throws IOException;

    /**
     * Makes a BE of a stream, tagged unfinished; nothing mounts or boots it by itself. {@link #untag} finishes it, {@link
     * #discard} removes it. Called again for a BE that is whole, it notices that.
     *
     * @param stream a file that holds the whole stream
     * @throws org.snapup.protocol.SnapupException {@code NAME_TAKEN}, {@code INVALID_REQUEST} for bytes that are no such
     *     stream, {@code NOT_SUPPORTED}
     */
    void receive(String name, String uuid, Path stream, Tag tag);

    // ---- the daemon's own place

    /** Gives the reserve's space back to the pool, for undoing on a full one. */
    void releaseReserve();

    /** Takes the reserve again; leaves it released while there is no space for it. */
    void takeReserve();

    /**
     * Finds or makes the folder for the daemon's state outside every BE; only for {@code state = "auto"}.
     *
     * @param wanted where it would be on a machine without BEs
     */
    Path stateDirectory(Path wanted);

    /**
     * Whether this folder lies inside a BE, so that activating another one would lose it.
     */
    boolean isInsideBe(Path folder);

    /** The instance that this root is bound to, empty for a fresh one. */
    Optional<String> boundInstance();

    void bindInstance(String instance);

    @Override
    void close();
}
