package org.snapup.ips.catalog;

import java.io.IOException;
import org.snapup.ips.IpsException;

/** Fuzz target: the files of a catalog, parts, attributes and update logs. */
public final class CatalogFuzz {
    private CatalogFuzz() {}

    private interface Reading {
        void read(SignedJson file) throws IOException;
    }

    public static void fuzzerTestOneInput(byte[] input) {
        read(input, file -> file.verify(null));
        read(input, CatalogAttributes::parse);
        read(input, file -> new PartReader(file, (entry, actions) -> {}).read());
        read(input, file -> PartTree.read("catalog.base.C", file));
        read(input, file -> UpdateLog.read(file).changes(file));
    }

    private static void read(byte[] input, Reading reading) {
        try {
            reading.read(new SignedJson(input, "input"));
        } catch (IOException | IpsException e) {
            // refused; the caller puts the first into words
        }
    }
}
