package org.snapup.client.render;

import java.util.Locale;

/** Amounts as the storage tools print them: at most five characters, units of 1024. */
public final class Amount {
    private static final String UNITS = "BKMGTPE";

    /** Above it a hundred times the amount doesn't fit. */
    private static final long LARGE = 1L << 50;

    private Amount() {}

    /** Bytes, for example {@code 512B}, {@code 1.50G}, {@code 15.2G}, {@code 152G}. */
    public static String bytes(long bytes) {
        if (bytes < 0) {
            return "-" + bytes(bytes == Long.MIN_VALUE ? Long.MAX_VALUE : -bytes);
        }
        int unit = 0;
        long scale = 1;
        while (unit + 1 < UNITS.length() && bytes / scale >= 1024) {
            scale <<= 10;
            unit++;
        }
        return number(bytes, scale) + UNITS.charAt(unit);
    }

    /** {@code 34.83 kB}: two digits behind the point, in the largest unit that keeps it at 1 or more. */
    public static String spelledOut(long bytes) {
        double number = bytes;
        int unit = 0;
        while (number >= 1024 && unit + 1 < UNITS.length()) {
            number /= 1024;
            unit++;
        }
        String prefix = unit == 0 ? "" : unit == 1 ? "k" : UNITS.substring(unit, unit + 1);
        return String.format(Locale.ROOT, "%.2f %sB", number, prefix);
    }

    /** Three significant digits of {@code amount / scale}, rounded down, so that 1023.9 never shows as 1024. */
    private static String number(long amount, long scale) {
        long whole = amount / scale;
        if (scale == 1 || whole >= 100) {
            return Long.toString(whole);
        }
        long fraction = amount % scale;
        long hundredths = scale > LARGE ? (fraction >> 10) * 100 / (scale >> 10) : fraction * 100 / scale;
        return whole >= 10 ? whole + "." + hundredths / 10 : whole + "." + (hundredths < 10 ? "0" : "") + hundredths;
    }
}
