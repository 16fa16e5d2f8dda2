package org.snapup.daemon.health;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.BeSnapshot;
import org.snapup.daemon.storage.Inspection;
import org.snapup.daemon.storage.Tag;
import org.snapup.protocol.Diagnosis.Finding;
import org.snapup.protocol.JobState;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Outcome.Result;

/** The BEs and the storage that they are in. */
final class StorageChecks {
    private static final Pattern REPLACED = Pattern.compile(".*-failed-[0-9]+");
    private static final long MIB = 1L << 20;

    private final Subject subject;
    private final String place;

    StorageChecks(Subject subject) {
        this.subject = subject;
        this.place = subject.storage().type() + " "
                + subject.configuration().storage().root();
    }

    void look(List<Finding> findings) {
        Health.guard(findings, "storage", place, () -> {
            List<Be> bes = subject.storage().list();
            Inspection inspection = subject.storage().inspect();
            findings.add(storage(bes, inspection));
            findings.add(live(bes));
            findings.add(next(bes));
            findings.add(reserve(inspection));
            findings.add(foreign(inspection));
            Map<Long, Job> jobs = subject.queue().list(true).stream()
                    .collect(Collectors.toMap(Job::number, Function.identity(), (one, other) -> one, TreeMap::new));
            leftovers(bes, jobs, findings);
            recovery(bes, jobs, findings);
            replaced(bes, findings);
            deferred(bes, findings);
        });
        Health.guard(findings, "boot-loader", "activation", () -> findings.add(bootLoader()));
    }

    private Finding storage(List<Be> bes, Inspection inspection) {
        if (!inspection.troubles().isEmpty()) {
            return Findings.problem(
                    "storage",
                    place,
                    String.join("; ", inspection.troubles()),
                    subject.storage().type().equals("zfs") ? "zpool status" : "see the system's log");
        }
        long free = subject.storage().freeBytes();
        return Findings.ok(
                "storage", place, "reached; " + bes.size() + " boot environments, " + free / MIB + " MiB free");
    }

    private Finding live(List<Be> bes) {
        List<Be> live = bes.stream().filter(Be::live).toList();
        String how =
                "storage.live = \"" + subject.configuration().storage().live().orElse("auto") + "\"";
        if (live.isEmpty()) {
            return Findings.problem(
                    "live-be",
                    how,
                    "none of the boot environments is the running one, so nothing can be installed or updated",
                    "set storage.live in " + subject.file() + " to the running one's name (snapup be list)"
                            + ", or boot one of them; then restart snapupd");
        }
        Path mountpoint = live.get(0).mountpoint();
        boolean isRoot = mountpoint != null && mountpoint.equals(Path.of("/"));
        String where = live.get(0).name() + ", mounted at " + (mountpoint == null ? "nothing" : mountpoint);
        if (mountpoint == null) {
            return Findings.problem(
                    "live-be",
                    how,
                    live.get(0).name() + " is said to run, and isn't mounted",
                    "correct storage.live in " + subject.file() + ", and restart snapupd");
        }
        return isRoot
                ? Findings.ok("live-be", how, where)
                : Findings.note(
                        "live-be",
                        how,
                        where + ": not what this machine booted",
                        subject.configuration().storage().live().isEmpty()
                                ? "nothing, where it is meant so"
                                : "nothing, where it is meant so; else set storage.live = \"auto\" in "
                                        + subject.file());
    }

    private static Finding next(List<Be> bes) {
        Optional<Be> next = bes.stream().filter(Be::next).findFirst();
        if (next.isEmpty()) {
            return Findings.problem(
                    "next-be",
                    "what boots next",
                    "none of the boot environments is activated",
                    "snapup be activate NAME, with one of: snapup be list");
        }
        Be be = next.get();
        if (be.tag() != null) {
            return Findings.problem(
                    "next-be",
                    be.name(),
                    "boots next, and job " + be.tag().job() + " is making or changing it",
                    "don't reboot before that job has ended: snapup job watch "
                            + be.tag().job());
        }
        return be.live()
                ? Findings.ok("next-be", be.name(), "boots next, and runs")
                : Findings.note(
                        "next-be",
                        be.name(),
                        "boots next, and doesn't run yet",
                        "reboot when it suits; to stay with what runs: snapup be activate "
                                + bes.stream()
                                        .filter(Be::live)
                                        .map(Be::name)
                                        .findFirst()
                                        .orElse("NAME"));
    }

    private Finding bootLoader() {
        Optional<String> obstacle = subject.storage().activationObstacle();
        return obstacle.isEmpty()
                ? Findings.ok("boot-loader", "activation", "what is activated boots next, or no boot is at stake")
                : Findings.problem(
                        "boot-loader",
                        "activation",
                        obstacle.get(),
                        "until then: --no-activate makes a boot environment that doesn't boot next");
    }

    private Finding reserve(Inspection inspection) {
        long wanted = subject.configuration().storage().reserveMib() * MIB;
        String what = "storage.reserve_mib = " + wanted / MIB;
        if (wanted == 0) {
            return Findings.note(
                    "reserve",
                    what,
                    "no space is kept for going back, so a job may be stuck on a full disk",
                    "set it to 64 in " + subject.file() + ", and restart snapupd");
        }
        if (inspection.reserveBytes() == Inspection.UNKNOWN) {
            return Findings.note("reserve", what, "the backend doesn't say how much is kept", "nothing");
        }
        return inspection.reserveBytes() >= wanted
                ? Findings.ok("reserve", what, "kept")
                : Findings.problem(
                        "reserve",
                        what,
                        inspection.reserveBytes() / MIB + " MiB are kept: there was no space, or a job released it",
                        "free some (snapup be list -a, snapup be destroy NAME), then restart snapupd");
    }

    private Finding foreign(Inspection inspection) {
        return inspection.foreign().isEmpty()
                ? Findings.ok("foreign-objects", place, "nothing but boot environments is there")
                : Findings.note(
                        "foreign-objects",
                        place,
                        "not snapup's, and left alone: " + some(inspection.foreign()),
                        "nothing; they can lie elsewhere");
    }

    /** What has a tag and belongs to no job that is under way. */
    private void leftovers(List<Be> bes, Map<Long, Job> jobs, List<Finding> findings) {
        List<String> ofOthers = new ArrayList<>();
        List<String> ownerless = new ArrayList<>();
        for (Be be : bes) {
            sort(be.name(), be.tag(), jobs, ofOthers, ownerless);
            for (BeSnapshot snapshot : be.snapshots()) {
                if (!snapshot.released()) {
                    sort(be.name() + "@" + snapshot.name(), snapshot.tag(), jobs, ofOthers, ownerless);
                }
            }
        }
        if (!ofOthers.isEmpty()) {
            findings.add(Findings.note(
                    "leftovers",
                    "objects of another snapupd instance",
                    some(ofOthers),
                    "look at them (snapup be list -a); what nobody needs: snapup be destroy NAME"));
        }
        if (!ownerless.isEmpty()) {
            findings.add(Findings.problem(
                    "leftovers",
                    "objects that no unfinished job owns",
                    some(ownerless),
                    "restart snapupd, which removes what its job's file names; the rest: snapup be destroy NAME"));
        }
        if (ofOthers.isEmpty() && ownerless.isEmpty()) {
            findings.add(Findings.ok("leftovers", "objects of jobs", "each belongs to a job that is under way"));
        }
    }

    private void sort(
            String name, @Nullable Tag tag, Map<Long, Job> jobs, List<String> ofOthers, List<String> ownerless) {
        if (tag == null) {
            return;
        }
        if (!tag.instance().equals(subject.state().instance())) {
            ofOthers.add(name);
            return;
        }
        Job job = jobs.get(tag.job());
        if (job == null || job.state() == JobState.ENDED) {
            ownerless.add(name + " (job " + tag.job() + ")");
        }
    }

    private static void recovery(List<Be> bes, Map<Long, Job> jobs, List<Finding> findings) {
        List<String> names = bes.stream().map(Be::name).toList();
        List<String> left = jobs.values().stream()
                .map(Job::outcome)
                .filter(Objects::nonNull)
                .filter(outcome -> outcome.result() == Result.RECOVERABLE)
                .map(Outcome::be)
                .filter(names::contains)
                .distinct()
                .toList();
        findings.add(
                left.isEmpty()
                        ? Findings.ok("recovery-bes", "boot environments left for recovery", "there are none")
                        : Findings.note(
                                "recovery-bes",
                                String.join(", ", left),
                                "holds the state from before a failed install or uninstall, for you",
                                "to go back: snapup be activate " + left.get(0) + ", then reboot; when it isn't needed"
                                        + " any more: snapup be destroy -F " + left.get(0)));
    }

    private static void replaced(List<Be> bes, List<Finding> findings) {
        List<String> kept = bes.stream()
                .map(Be::name)
                .filter(name -> REPLACED.matcher(name).matches())
                .toList();
        findings.add(
                kept.isEmpty()
                        ? Findings.ok("failed-bes", "failed attempts that were kept", "there are none")
                        : Findings.note(
                                "failed-bes",
                                String.join(", ", kept),
                                "was kept because something in it isn't snapup's",
                                "look at it (snapup be list -a), then: snapup be destroy " + kept.get(0)));
    }

    private static void deferred(List<Be> bes, List<Finding> findings) {
        List<String> waiting = bes.stream()
                .flatMap(be -> be.snapshots().stream()
                        .filter(BeSnapshot::released)
                        .map(snapshot -> be.name() + "@" + snapshot.name()))
                .toList();
        findings.add(
                waiting.isEmpty()
                        ? Findings.ok("deferred-snapshots", "snapshots that wait for their clones", "there are none")
                        : Findings.note(
                                "deferred-snapshots",
                                some(waiting),
                                "goes with the last boot environment that was cloned from it",
                                "nothing"));
    }

    private static String some(List<String> names) {
        int most = 10;
        return names.size() <= most
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, most)) + " and " + (names.size() - most) + " more";
    }
}
