package org.snapup.ips.query;

import java.util.EnumSet;
import java.util.Set;
import org.snapup.ips.catalog.EntryState;

/** What a list says of a package version. */
public enum PackageState {
    INSTALLED(EntryState.INSTALLED),
    /** Installed, and a newer version is known. */
    UPGRADABLE(EntryState.UPGRADABLE),
    /** The user pinned it. */
    FROZEN(EntryState.FROZEN),
    /** The user asked for it by name; see {@link org.snapup.ips.image.Image#keepsManual}. */
    MANUAL(EntryState.MANUAL),
    /** Nothing succeeds it, and it goes away on update. */
    OBSOLETE(EntryState.OBSOLETE),
    /** Those that it requires take its place. */
    RENAMED(EntryState.RENAMED),
    /** Stands for a package of the format before IPS. */
    LEGACY(EntryState.LEGACY),
    /** Says something of itself that this library doesn't understand. */
    UNSUPPORTED(EntryState.UNSUPPORTED);

    private final int number;

    PackageState(int number) {
        this.number = number;
    }

    static Set<PackageState> of(EntryState state) {
        Set<PackageState> states = EnumSet.noneOf(PackageState.class);
        for (PackageState candidate : values()) {
            if (state.has(candidate.number)) {
                states.add(candidate);
            }
        }
        return states;
    }

    /**
     * The three letters in the column {@code IFO} of {@code pkg list}: installed; frozen or named by the user; obsolete,
     * renamed or legacy. A dash stands for none.
     */
    public static String letters(Set<PackageState> states) {
        char installed = states.contains(INSTALLED) ? 'i' : '-';
        char kept = states.contains(FROZEN) ? 'f' : states.contains(MANUAL) ? 'm' : '-';
        char ended =
                states.contains(OBSOLETE) ? 'o' : states.contains(RENAMED) ? 'r' : states.contains(LEGACY) ? 'l' : '-';
        return "" + installed + kept + ended;
    }
}
