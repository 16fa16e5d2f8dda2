package org.snapup.ips.catalog;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One package version that came or went, as an update log tells it.
 *
 * @param added or else removed
 * @param time of the change, as catalogs write times
 * @param parts by the name of a part the entry that it has of the version
 */
record CatalogChange(
        String publisher,
        String stem,
        String version,
        boolean added,
        String time,
        Map<String, SortedMap<String, Object>> parts) {
    CatalogChange {
        parts = new TreeMap<>(parts);
    }

    /** The change that puts a package into a catalog, or takes it out. */
    static CatalogChange of(CatalogRecord record, boolean added, String time) {
        Map<String, SortedMap<String, Object>> parts = new TreeMap<>();
        String version = record.entry().fmri().requireVersion().toString();
        SortedMap<String, Object> base = new TreeMap<>(Map.of("version", version));
        if (record.entry().manifestSignature() != null) {
            base.put("signature-sha-1", record.entry().manifestSignature());
        }
        parts.put(CatalogAttributes.BASE, base);
        if (!record.dependency().isEmpty()) {
            parts.put(
                    CatalogAttributes.DEPENDENCY,
                    new TreeMap<>(Map.of("actions", record.dependency(), "version", version)));
        }
        record.summary()
                .forEach((locale, lines) -> parts.put(
                        CatalogAttributes.SUMMARY_PREFIX + locale,
                        new TreeMap<>(Map.of("actions", lines, "version", version))));
        return new CatalogChange(
                record.entry().fmri().requirePublisher(), record.entry().fmri().name(), version, added, time, parts);
    }
}
