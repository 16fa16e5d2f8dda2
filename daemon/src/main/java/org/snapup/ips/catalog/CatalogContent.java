package org.snapup.ips.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What {@link CatalogWriter} makes a catalog of: entries, and what else there is of each. That is made only when it is
 * asked for, because the parts with actions can often be taken over as another catalog has them.
 */
public final class CatalogContent {
    private final List<CatalogEntry> entries;
    private final Function<CatalogEntry, CatalogRecord> record;
    private final Map<String, byte[]> parts;

    private CatalogContent(
            List<CatalogEntry> entries, Function<CatalogEntry, CatalogRecord> record, Map<String, byte[]> parts) {
        this.entries = entries;
        this.record = record;
        this.parts = parts;
    }

    /** Of nothing. */
    public static CatalogContent empty() {
        return of(List.of());
    }

    /** Of records, in any order. */
    public static CatalogContent of(Collection<CatalogRecord> records) {
        List<CatalogEntry> entries = new ArrayList<>(records.size());
        IdentityHashMap<CatalogEntry, CatalogRecord> byEntry = new IdentityHashMap<>(records.size());
        for (CatalogRecord each : records) {
            entries.add(each.entry());
            byEntry.put(each.entry(), each);
        }
        return new CatalogContent(entries, byEntry::get, Map.of());
    }

    /**
     * Of entries.
     *
     * @param entries in any order
     * @param record all that there is of one of them
     * @param parts {@link Catalog#actionParts} of exactly these entries; none if there is no such catalog
     */
    public static CatalogContent of(
            List<CatalogEntry> entries, Function<CatalogEntry, CatalogRecord> record, Map<String, byte[]> parts) {
        return new CatalogContent(entries, record, parts);
    }

    public List<CatalogEntry> entries() {
        return entries;
    }

    /** The parts with actions by name, without signatures; empty: they have to be made of {@link #records}. */
    Map<String, byte[]> parts() {
        return parts;
    }

    /** One for each entry, in the same order. */
    public List<CatalogRecord> records() {
        return entries.stream().map(record).toList();
    }
}
