package org.snapup.ips.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsListener;
import org.snapup.ips.ParallelWork;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.sign.SignatureCheck;

/** Reads the manifests that a change has to do with into {@link Deliveries}. */
final class DeliveryReader {
    private static final String MANIFESTS = "Reading manifests";
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private final Image image;
    private final Reconfiguration reconfiguration;
    private final ManifestStore manifests;
    private final IpsListener listener;
    private final Deliveries deliveries = new Deliveries();
    private final Function<String, ActionFilter> before;
    private final Function<String, ActionFilter> after;
    private final SignatureCheck signatures;
    private final Map<Fmri, PackageContents> ahead;

    /** @param ahead what packages deliver, as far as it has been read already: of installed ones as it counts before the change,
     *     of others as it will count */
    DeliveryReader(
            Image image,
            Reconfiguration reconfiguration,
            ManifestStore manifests,
            Map<Fmri, PackageContents> ahead,
            SignatureCheck signatures,
            IpsListener listener) {
        this.signatures = signatures;
        this.image = image;
        this.reconfiguration = reconfiguration;
        this.manifests = manifests;
        this.ahead = ahead;
        this.listener = listener;
        this.before = reconfiguration.before().actionFilters();
        this.after = reconfiguration.filtered().actionFilters();
    }

    private ActionFilter before(Fmri fmri) {
        return before.apply(fmri.requirePublisher());
    }

    private ActionFilter after(Fmri fmri) {
        return after.apply(fmri.requirePublisher());
    }

    Deliveries read(List<PackageChange> changes) {
        Map<String, Fmri> standing = new TreeMap<>(image.installed());
        changes.forEach(change -> Optional.ofNullable(change.from()).ifPresent(from -> standing.remove(from.name())));
        AtomicInteger read = new AtomicInteger();
        ParallelWork.inOrder(THREADS, changes, this::parsing, (change, versions) -> {
            listener.checkCancelled();
            listener.progress(MANIFESTS, read.getAndIncrement(), changes.size(), 0, 0);
            add(change, versions);
        });
        deliveries.mediate(reconfiguration.changedMediators());
        if (reconfiguration.changesFilter()) {
            ahead.clear();
            standing.values().removeIf(this::readAdjusted);
        }
        if (deliveries.isEmpty() && reconfiguration.changedMediators().isEmpty()) {
            return deliveries;
        }
        ParallelWork.inOrder(
                THREADS, List.copyOf(standing.values()), fmri -> installed(fmri, after(fmri)), (fmri, contents) -> {
                    listener.checkCancelled();
                    deliveries.addStanding(contents);
                });
        return deliveries;
    }

    /** What a package that changes delivered and delivers. */
    private record Versions(
            @Nullable PackageContents old, @Nullable PackageContents now) {}

    private Supplier<Versions> parsing(PackageChange change) {
        Fmri from = change.from();
        Fmri to = change.to();
        Supplier<@Nullable PackageContents> old = from == null ? () -> null : installed(from, before(from));
        if (to == null) {
            return () -> new Versions(old.get(), null);
        }
        PackageContents known = ahead.remove(to);
        return () -> {
            PackageContents had = old.get();
            return new Versions(
                    had, known != null ? known : PackageContents.of(to, manifests.offered(to, after(to)), had));
        };
    }

    private Supplier<PackageContents> installed(Fmri fmri, ActionFilter filter) {
        PackageContents known = ahead.remove(fmri);
        return known == null ? () -> PackageContents.of(fmri, manifests.installed(fmri, filter)) : () -> known;
    }

    private void add(PackageChange change, Versions versions) {
        if (versions.old != null) {
            deliveries.addOld(versions.old);
        }
        Fmri to = change.to();
        if (to != null && versions.now != null) {
            deliveries.addNew(versions.now);
            List<Action> signed = versions.now.signatures();
            if (signatures.concerns(to, signed)) {
                signatures.check(to, signed, manifests.offered(to, ActionFilter.ALL));
            }
        }
    }

    /** Whether other actions of a package count from now on; if so, it was read. */
    private boolean readAdjusted(Fmri fmri) {
        listener.checkCancelled();
        ActionFilter then = before(fmri);
        ActionFilter now = after(fmri);
        Set<Action> differing = new HashSet<>();
        Manifest manifest = manifests.installed(fmri, action -> {
            boolean counted = then.test(action);
            boolean counts = now.test(action);
            if (counted != counts) {
                differing.add(action);
            }
            return counted || counts;
        });
        if (differing.stream().noneMatch(action -> PackageContents.isDelivered(action.kind()))) {
            return false;
        }
        PackageContents had = PackageContents.of(fmri, manifest.filtered(then));
        deliveries.addOld(had);
        deliveries.addNew(PackageContents.of(fmri, manifest.filtered(now), had));
        return true;
    }
}
