package org.snapup.ips.solve;

import org.snapup.ips.fmri.Fmri;

/** Why a version that exists isn't considered. */
enum Trim {
    REJECTED("it is to be removed", "keep {name}, or do without what needs it"),
    OTHER_VERSION("another version was asked for", "ask for a version of {name} that fits"),
    OLDER("a newer version is installed", "name the older version to go back to it: {name}@{version}"),
    HELD(
            "an installed incorporation holds it where it is",
            "name the incorporation of {name} too, or update everything"),
    FROZEN("it is frozen", "unfreeze {name}"),
    VARIANT("it is made for another variant of the system", "ask for a package that is made for this system"),
    PUBLISHER("another publisher is preferred for this package", "name the publisher, too: pkg://{publisher}/{name}"),
    EXPLICIT("it is only installed when it is named", "name {name}, too"),
    ORIGIN("a package installed now is too old for it", "");

    private final String reason;
    private final String advice;

    Trim(String reason, String advice) {
        this.reason = reason;
        this.advice = advice;
    }

    String reason() {
        return reason;
    }

    /** What to do about a version that isn't considered. */
    String advice(Fmri version) {
        return advice.replace("{name}", version.name())
                .replace("{version}", version.requireVersion().shortText())
                .replace("{publisher}", version.requirePublisher());
    }
}
