package org.snapup.ips.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.snapup.ips.IpsListener;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.sign.SignatureCheck;

/** Reads the manifests that a change has to do with into {@link Deliveries}. */
final class DeliveryReader {
    private static final String MANIFESTS = "Reading manifests";

    private final Image image;
    private final Reconfiguration reconfiguration;
    private final ManifestStore manifests;
    private final IpsListener listener;
    private final Deliveries deliveries = new Deliveries();
    private final ActionFilter before;
    private final ActionFilter after;
    private final SignatureCheck signatures;

    DeliveryReader(
            Image image,
            Reconfiguration reconfiguration,
            ManifestStore manifests,
            SignatureCheck signatures,
            IpsListener listener) {
        this.signatures = signatures;
        this.image = image;
        this.reconfiguration = reconfiguration;
        this.manifests = manifests;
        this.listener = listener;
        this.before = reconfiguration.before().actionFilter();
        this.after = reconfiguration.filtered().actionFilter();
    }

    Deliveries read(List<PackageChange> changes) {
        Map<String, Fmri> standing = new TreeMap<>(image.installed());
        int read = 0;
        for (PackageChange change : changes) {
            listener.checkCancelled();
            listener.progress(MANIFESTS, read++, changes.size(), 0, 0);
            readChange(change, standing);
        }
        deliveries.mediate(reconfiguration.changedMediators());
        if (reconfiguration.changesFilter()) {
            standing.values().removeIf(this::readAdjusted);
        }
        if (deliveries.keys().isEmpty() && reconfiguration.changedMediators().isEmpty()) {
            return deliveries;
        }
        for (Fmri fmri : standing.values()) {
            listener.checkCancelled();
            manifests.installed(fmri, action -> {
                if (after.test(action)) {
                    deliveries.addStanding(fmri, action);
                }
                return false;
            });
        }
        return deliveries;
    }

    private void readChange(PackageChange change, Map<String, Fmri> standing) {
        Fmri from = change.from();
        Fmri to = change.to();
        if (from != null) {
            standing.remove(from.name());
            deliveries.addOld(from, manifests.installed(from, before));
        }
        if (to != null) {
            Manifest manifest = manifests.offered(to, after);
            deliveries.addNew(to, manifest);
            List<Action> signed = manifest.actions(ActionKind.SIGNATURE);
            if (signatures.concerns(to, signed)) {
                signatures.check(to, signed, manifests.offered(to, ActionFilter.ALL));
            }
        }
    }

    /** Whether other actions of a package count from now on; if so, it was read. */
    private boolean readAdjusted(Fmri fmri) {
        listener.checkCancelled();
        Set<Action> differing = new HashSet<>();
        Manifest manifest = manifests.installed(fmri, action -> {
            boolean counted = before.test(action);
            boolean counts = after.test(action);
            if (counted != counts) {
                differing.add(action);
            }
            return counted || counts;
        });
        if (differing.stream()
                .noneMatch(
                        action -> ActionKey.of(new PlannedAction(fmri, action)).isPresent())) {
            return false;
        }
        deliveries.addOld(fmri, manifest.filtered(before));
        deliveries.addNew(fmri, manifest.filtered(after));
        return true;
    }
}
