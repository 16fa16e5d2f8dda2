package org.snapup.ips.journal;

import org.snapup.ips.IpsException;

/** Fuzz target: the journal of a change that was cut off. */
public final class JournalFuzz {
    private JournalFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            JournalLog.parse(input);
        } catch (IpsException e) {
            // refused in words
        }
    }
}
