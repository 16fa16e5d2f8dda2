package org.snapup.ips.query;

import org.snapup.ips.fmri.Fmri;

/** The text of one of a package's licences. */
public record PackageLicense(Fmri fmri, String name, String text) {}
