package org.snapup.ips.execute;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.snapup.ffi.BytePath;
import org.snapup.ips.ParallelWork;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.execute.contents.Staging;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.image.StateWriter;
import org.snapup.ips.plan.ImagePackages;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.ManifestStore;
import org.snapup.ips.plan.PackageChange;
import org.snapup.ips.plan.PlanRequest;

/** What the image will say of itself when a plan is carried out. */
final class ImageState {
    private static final List<String> LOOKUPS =
            List.of("actions.offsets", "actions.stripped", "actions.sqlite", "keys.conflicting", "index");

    private final ImageFiles files;
    private final Image before;
    private final ImagePlan plan;
    private final List<StagedManifest> coming = new ArrayList<>();

    ImageState(ImageFiles files, Image before, ImagePlan plan) {
        this.files = files;
        this.before = before;
        this.plan = plan;
        for (Fmri fmri : plan.coming()) {
            coming.add(new StagedManifest(fmri, coming.size() + "-manifest")); // no hash of a content is like this
        }
    }

    /** The manifest of a package that comes, and its name while it is staged. */
    private record StagedManifest(Fmri fmri, String name) {}

    /** What pkg(1) derived from the packages installed so far, and makes again. */
    static List<BytePath> lookups() {
        return LOOKUPS.stream().map(ImageLayout.CACHE::resolve).toList();
    }

    /** Fetches the manifests of the packages that come. */
    void stageManifests(ManifestStore manifests, Staging staging) {
        ParallelWork.run(coming, manifest -> {
            byte[] bytes = manifests.bytes(manifest.fmri);
            try (Staging.Sink sink = staging.put(manifest.name, 0644)) {
                sink.write(Target.buffer(bytes));
                sink.complete();
            }
        });
    }

    /** Gives the staged manifests their places. */
    void writeManifests(Staging staging) {
        ParallelWork.run(coming, manifest -> {
            Staging.Staged staged = staging.place(manifest.name);
            files.adopt(staged.folder(), staged.name(), ImageLayout.manifest(manifest.fmri));
        });
    }

    /** Manifests of packages that go, and what pkg(1) derived from them; they are needed until {@link #commit}. */
    List<BytePath> oldManifests() {
        List<BytePath> paths = new ArrayList<>();
        for (PackageChange change : plan.packages()) {
            Fmri from = change.from();
            if (from != null) {
                paths.add(ImageLayout.manifest(from));
                paths.add(ImageLayout.manifestCache(from));
            }
        }
        // Their files go with the actions, the folder that is left empty goes here.
        plan.removals().stream()
                .filter(change -> change.kind() == ActionKind.LICENSE)
                .map(change -> PackageRecords.license(change.subject()))
                .forEach(paths::add);
        return paths;
    }

    /** Writes the catalogs of known and installed packages beside those in force. */
    void prepare(Instant now) {
        ImagePackages packages = plan.catalogs();
        KnownStates states = KnownStates.of(before, plan.installed().values(), packages, asked(), now);
        new StateWriter(files).prepare(packages.some(states.present()), packages.every(states.known()), plan.avoids());
    }

    /** Puts the new catalogs into force, in one step. */
    void commit() {
        new StateWriter(files).commit();
        files.write(ImageLayout.MODIFIED, new byte[0], 0644);
    }

    /** The patterns of what somebody asks for by name. */
    private List<String> asked() {
        if (plan.request() instanceof PlanRequest.Install install) {
            return install.patterns();
        }
        if (plan.request() instanceof PlanRequest.ApplyHotFix fix) {
            return fix.patterns();
        }
        return plan.request() instanceof PlanRequest.ExactInstall exact ? exact.patterns() : List.of();
    }
}
