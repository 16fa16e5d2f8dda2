package org.snapup.ips.solve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.fmri.Fmri;

/** Packages that exist only in a test: names, versions and their depend and set actions. */
final class MemoryPackages implements KnownPackages {
    private final Map<String, List<Fmri>> versions = new HashMap<>();
    private final Map<Fmri, PackageEntry> entries = new HashMap<>();
    private final String publisher;
    private final PackageEntries reader;

    MemoryPackages(String publisher, ActionFilter filter) {
        this.publisher = publisher;
        this.reader = new PackageEntries(filter);
    }

    MemoryPackages add(String nameAndVersion, List<String> actions) {
        Fmri fmri = fmri(nameAndVersion);
        entries.put(fmri, reader.of(fmri, actions));
        List<Fmri> all = versions.computeIfAbsent(fmri.name(), n -> new ArrayList<>());
        all.add(fmri);
        all.sort(Comparator.comparing(Fmri::requireVersion).reversed());
        return this;
    }

    MemoryPackages add(String nameAndVersion, String... actions) {
        return add(nameAndVersion, List.of(actions));
    }

    Fmri fmri(String nameAndVersion) {
        return Fmri.parse("pkg://" + publisher + "/" + nameAndVersion);
    }

    List<String> stems() {
        return List.copyOf(versions.keySet());
    }

    /** With those of another publisher. */
    KnownPackages and(MemoryPackages other) {
        return new KnownPackages() {
            @Override
            public List<Fmri> versions(String stem) {
                List<Fmri> all = new ArrayList<>(other.versions(stem));
                all.addAll(MemoryPackages.this.versions(stem));
                return all;
            }

            @Override
            public PackageEntry entry(Fmri fmri) {
                return (fmri.requirePublisher().equals(publisher) ? MemoryPackages.this : other).entry(fmri);
            }
        };
    }

    @Override
    public List<Fmri> versions(String stem) {
        return versions.getOrDefault(stem, List.of());
    }

    @Override
    public PackageEntry entry(Fmri fmri) {
        return Objects.requireNonNull(entries.get(fmri), fmri::toString);
    }
}
