package org.snapup.ips.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.BytePath;
import org.snapup.ips.IpsException;
import org.snapup.ips.ParallelWork;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.DehydrationFilter;
import org.snapup.ips.action.Mediation;
import org.snapup.ips.action.VariantFilter;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.MediatorSetting;

/** Compares the image with packages, one after the other. Confined to one thread. */
final class PackageVerifier implements ParallelWork.Worker<Fmri> {
    private final ImageFiles files;
    private final InstalledManifests manifests;
    private final Scope scope;
    private final Map<Fmri, List<Finding>> found;
    private final ActionVerifier actions;

    PackageVerifier(Path root, InstalledManifests manifests, Scope scope, Map<Fmri, List<Finding>> found) {
        this.files = ImageFiles.open(root);
        this.manifests = manifests;
        this.scope = scope;
        this.found = found;
        this.actions = new ActionVerifier(files, scope.image);
    }

    /** What is looked at, and what was come across. Safe for use by several threads. */
    static final class Scope {
        private final Image image;
        private final Function<String, ActionFilter> filters;
        private final Set<String> dehydrated;
        private final VariantFilter variants;
        private final Map<String, MediatorSetting> mediators;
        private final Set<String> paths;
        private final Set<String> seen = ConcurrentHashMap.newKeySet();
        private final OverlaidFiles overlaid = new OverlaidFiles();
        private final Set<String> doubtful = ConcurrentHashMap.newKeySet();
        private final Map<Fmri, List<Action>> signed = new ConcurrentHashMap<>();

        /** @param paths none means everything */
        Scope(Image image, Set<String> paths) {
            this.image = image;
            this.filters = image.config().actionFilters();
            this.dehydrated = image.config().dehydrated();
            this.variants = image.config().variantFilter();
            this.mediators = image.config().mediators();
            this.paths = paths;
        }

        boolean isOfPaths() {
            return !paths.isEmpty();
        }

        /** The paths that were asked for and delivered by a package. */
        Set<String> seen() {
            return seen;
        }

        /** Files that are still to be compared. */
        OverlaidFiles overlaid() {
            return overlaid;
        }

        /** Paths at which it depends on other packages whether a file may be there. */
        Set<String> doubtful() {
            return doubtful;
        }

        /** The packages that were looked at whole, with the signatures of each that count. */
        Map<Fmri, List<Action>> signed() {
            return signed;
        }

        /** Whether the image has what this action delivers. */
        boolean counts(Fmri fmri, Action action) {
            return filter(fmri).test(action) && isMediated(action);
        }

        private ActionFilter filter(Fmri fmri) {
            return filters.apply(fmri.requirePublisher());
        }

        /** Whether what the filter leaves out may not be there; of dehydrated packages anything may. */
        private boolean isRuledOut(Fmri fmri, Action action) {
            return variants.test(action)
                    && (!dehydrated.contains(fmri.requirePublisher()) || new DehydrationFilter().test(action));
        }

        private boolean isWanted(Action action) {
            if (!isOfPaths()) {
                return true;
            }
            @Nullable String path = action.kind().hasPath() ? action.get("path") : null;
            boolean wanted = path != null && paths.contains(path);
            if (wanted) {
                seen.add(path);
            }
            return wanted;
        }

        /** Of a mediator that the image says nothing of, each link counts. */
        private boolean isMediated(Action action) {
            @Nullable String mediator = action.get("mediator");
            @Nullable MediatorSetting setting = mediator == null ? null : mediators.get(mediator);
            if (setting == null) {
                return true;
            }
            Mediation own = Mediation.of(action);
            @Nullable Version version = own.version();
            return Objects.equals(
                            emptyToNull(setting.version()),
                            version == null ? null : version.release().toString())
                    && Mediation.implementationsMatch(emptyToNull(setting.implementation()), own.implementation());
        }

        private static @Nullable String emptyToNull(@Nullable String text) {
            return text == null || text.isEmpty() ? null : text;
        }
    }

    @Override
    public void work(Fmri fmri) {
        List<Finding> findings = new ArrayList<>();
        List<Action> signatures = new ArrayList<>();
        boolean[] concerned = {!scope.isOfPaths()};
        ActionFilter filter = scope.filter(fmri);
        manifests.read(files, fmri, action -> {
            if (action.kind() == ActionKind.SIGNATURE && filter.test(action)) {
                signatures.add(action);
            }
            if (scope.isWanted(action)) {
                concerned[0] = true;
                look(fmri, filter, action, findings);
            }
            return false;
        });
        if (concerned[0]) {
            found.put(fmri, findings);
        }
        if (!scope.isOfPaths()) {
            scope.signed.put(fmri, signatures);
        }
    }

    private void look(Fmri fmri, ActionFilter filter, Action action, List<Finding> findings) {
        if (!filter.test(action)) {
            if (action.kind() == ActionKind.FILE && scope.isRuledOut(fmri, action) && exists(action)) {
                scope.doubtful.add(action.attributes().require("path"));
                findings.add(Finding.superfluous(action, "File should not exist"));
            }
            return;
        }
        if (scope.isMediated(action) && !scope.overlaid.defer(fmri, action)) {
            findings.addAll(actions.verify(fmri, action));
        }
    }

    private boolean exists(Action action) {
        try {
            return files.root().find(BytePath.of(action.path())).isPresent();
        } catch (IllegalArgumentException | IpsException e) {
            return false;
        }
    }

    @Override
    public void close() {
        files.close();
    }
}
