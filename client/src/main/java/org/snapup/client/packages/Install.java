package org.snapup.client.packages;

import org.snapup.protocol.Packages;

/** {@code snapup install}. */
public final class Install extends PackageVerb {
    public Install() {
        super("install", Packages.INSTALL, 1, "PKG...", "Install packages.", """
                A change that needs a reboot is made in a clone, which boots next; others in what runs.
                Exit status: 0 done, 1 failed, 2 wrong usage, 4 nothing to do.\
                """);
    }
}
