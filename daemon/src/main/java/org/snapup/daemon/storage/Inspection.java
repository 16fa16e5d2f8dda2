package org.snapup.daemon.storage;

import java.util.List;

/**
 * What a look at a storage's health found besides the BEs.
 *
 * @param reserveBytes how much of the space for going back is kept now; {@value #UNKNOWN} where the backend doesn't tell
 * @param foreign names of what lies in the root and is no BE, and of the daemon's
 * @param troubles what is wrong with the storage itself, a sentence each
 * @param facts lines for whoever has to find out more
 */
public record Inspection(long reserveBytes, List<String> foreign, List<String> troubles, List<String> facts) {
    public static final long UNKNOWN = -1;

    public Inspection {
        foreign = List.copyOf(foreign);
        troubles = List.copyOf(troubles);
        facts = List.copyOf(facts);
    }
}
