package org.snapup.client.be.dialect;

import java.util.Locale;

/** Sizes as the programs of other systems print them: at most five characters. */
public final class Size {
    private static final String UNITS = " KMGTPE";

    private Size() {}

    /** As beadm(8): {@code 512}, {@code 1.50K}, {@code 15.2M}. */
    public static String ofBeadm(long bytes) {
        return bytes < 1024 ? Long.toString(bytes) : scaled(bytes);
    }

    /** As bectl(8): {@code 512B}, {@code 8K} for what is whole, {@code 1.50G}. */
    public static String ofBectl(long bytes) {
        if (bytes < 1024) {
            return bytes + "B";
        }
        int unit = unit(bytes);
        return bytes % (1L << (10 * unit)) == 0 ? (bytes >> (10 * unit)) + unitName(unit) : scaled(bytes);
    }

    private static String scaled(long bytes) {
        int unit = unit(bytes);
        double amount = (double) bytes / (1L << (10 * unit));
        for (int digits = 2; digits > 0; digits--) {
            String text = String.format(Locale.ROOT, "%." + digits + "f", amount) + unitName(unit);
            if (text.length() <= 5) {
                return text;
            }
        }
        return String.format(Locale.ROOT, "%.0f", amount) + unitName(unit);
    }

    private static int unit(long bytes) {
        int unit = 0;
        for (long left = bytes; left >= 1024; left /= 1024) {
            unit++;
        }
        return unit;
    }

    private static String unitName(int unit) {
        return UNITS.substring(unit, unit + 1);
    }
}
