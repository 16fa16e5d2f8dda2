package org.snapup.client.packages;

import org.snapup.protocol.Packages;

/** {@code snapup uninstall}. */
public final class Uninstall extends PackageVerb {
    public Uninstall() {
        super("uninstall", Packages.UNINSTALL, 1, "PKG...", "Remove packages.", """
                A change that needs a reboot is made in a clone, which boots next; others in what runs.
                Exit status: 0 done, 1 failed, 2 wrong usage, 4 nothing to do.\
                """);
    }
}
