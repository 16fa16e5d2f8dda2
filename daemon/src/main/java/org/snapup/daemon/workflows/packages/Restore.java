package org.snapup.daemon.workflows.packages;

import java.util.List;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.workflows.run.Fact;
import org.snapup.daemon.workflows.run.Step;
import org.snapup.daemon.workflows.run.Work;

/**
 * Puts a clone of the snapshot in the place of a BE whose packages failed half-way, with the BE's name, uuid, properties
 * and activation. Each step before the last can be reversed by hand; the BE that boots exists at every instant.
 */
final class Restore {
    /** In this order: the activation moves before any rename, since it follows renames; the failed one goes last. */
    static final List<Step> STEPS = List.of(
            Step.of("clone-replacement", Restore::cloneReplacement),
            Step.of("unmount-original", work -> work.storage().unmountAll(source(work))),
            Step.of("take-over", Restore::takeOver),
            Step.of("move-activation", Restore::moveActivation),
            Step.of(
                    "rename-original",
                    work -> work.storage().rename(source(work).guid(), failedName(work))),
            Step.of("rename-replacement", Restore::renameReplacement),
            Step.of("remount", work -> work.storage().remount(source(work).name(), source(work))),
            Step.of("untag", work -> work.storage().untag(source(work).name(), work.tag("replacement"))),
            Step.of("release-snapshot", Restore::release),
            Step.of("destroy-original", Restore::destroyOriginal));

    /** Where the snapshot is gone: the original stays as it is. */
    static final List<Step> GIVEN_UP = List.of(
            Step.of(
                    "discard-replacement",
                    work -> work.storage().discard(replacementName(work), work.tag("replacement"))),
            Step.of("release-snapshot", Restore::release));

    private Restore() {}

    private static void cloneReplacement(Work work) {
        InPlace.cloneSafeguard(
                work, source(work), replacementName(work), source(work).uuid(), work.tag("replacement"));
    }

    private static void takeOver(Work work) {
        work.storage().takeOver(replacementName(work), source(work));
        work.storage().finish(replacementName(work), source(work), work.tag("replacement"));
    }

    private static void moveActivation(Work work) {
        if (source(work).next()) {
            work.storage().activate(replacementName(work));
        }
    }

    private static void renameReplacement(Work work) {
        // a rename done before a crash leaves nothing under the old name
        work.bes().stream()
                .filter(be -> be.name().equals(replacementName(work)))
                .findFirst()
                .ifPresent(be -> work.storage().rename(be.guid(), source(work).name()));
    }

    private static void release(Work work) {
        work.storage()
                .releaseSnapshot(
                        source(work).name(),
                        work.trail().get(Fact.Safeguard.class).snapshot(),
                        work.tag("snapshot"));
    }

    private static void destroyOriginal(Work work) {
        work.storage()
                .destroyReplaced(failedName(work), source(work), work.tag("replacement"))
                .ifPresent(command -> work.learn(new Fact.Kept(failedName(work), command)));
    }

    private static String replacementName(Work work) {
        return suffixed(source(work).name(), "." + work.order().job());
    }

    private static String failedName(Work work) {
        return suffixed(source(work).name(), "-failed-" + work.order().job());
    }

    /** A BE's name has at most 64 characters. */
    private static String suffixed(String name, String suffix) {
        return name.substring(0, Math.min(name.length(), 64 - suffix.length())) + suffix;
    }

    private static Captured source(Work work) {
        return work.trail().get(Fact.Source.class).captured();
    }
}
