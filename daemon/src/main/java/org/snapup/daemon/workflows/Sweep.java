package org.snapup.daemon.workflows;

import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.BeSnapshot;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.Tag;
import org.snapup.daemon.workflows.run.Trail;
import org.snapup.protocol.SnapupException;

/**
 * At start, removes what an ended job of this instance left in the storage: only what carries our tag and what that
 * job's file says it made. Anything else with a tag is reported.
 */
public final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final Storage storage;
    private final String instance;
    private final LongFunction<Optional<Trail>> endedTrails;
    private final LongPredicate unfinished;

    /**
     * @param endedTrails the trail of an ended job, empty for one that is unfinished or unknown
     * @param unfinished whether there is such a job and it goes on
     */
    public Sweep(
            Storage storage, String instance, LongFunction<Optional<Trail>> endedTrails, LongPredicate unfinished) {
        this.storage = storage;
        this.instance = instance;
        this.endedTrails = endedTrails;
        this.unfinished = unfinished;
    }

    public void run() {
        for (Be be : storage.list()) {
            for (BeSnapshot snapshot : be.snapshots()) {
                Tag tag = snapshot.tag();
                if (tag != null && !snapshot.released() && mayRemove(be, tag)) {
                    quietly(
                            be.name() + "@" + snapshot.name(),
                            () -> storage.releaseSnapshot(be.name(), snapshot.name(), tag));
                }
            }
            Tag tag = be.tag();
            if (tag != null && mayRemove(be, tag)) {
                quietly(be.name(), () -> storage.discard(be.name(), tag));
            }
        }
    }

    private boolean mayRemove(Be be, Tag tag) {
        if (!tag.instance().equals(instance)) {
            LOG.atWarn()
                    .addKeyValue("be", be.name())
                    .addKeyValue("tag", tag)
                    .log("object of another snapupd instance; left alone");
            return false;
        }
        Optional<Trail> trail = endedTrails.apply(tag.job());
        if (trail.isEmpty()) {
            if (!unfinished.test(tag.job())) {
                LOG.atWarn()
                        .addKeyValue("be", be.name())
                        .addKeyValue("tag", tag)
                        .log("object of a job that nothing is known of; left alone");
            }
            return false;
        }
        boolean made = trail.get().madeIn(tag.step());
        boolean needed = tag.step().equals("clone") && (be.live() || be.next());
        if (!made || needed) {
            LOG.atWarn().addKeyValue("be", be.name()).addKeyValue("tag", tag).log("leftover; left alone");
        }
        return made && !needed;
    }

    private static void quietly(String object, Runnable removal) {
        try {
            removal.run();
            LOG.atInfo().addKeyValue("object", object).log("leftover of an ended job removed");
        } catch (SnapupException e) {
            LOG.atWarn().setCause(e).addKeyValue("object", object).log("leftover of an ended job not removed");
        }
    }
}
