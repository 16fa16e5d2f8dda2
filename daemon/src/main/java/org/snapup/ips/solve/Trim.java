package org.snapup.ips.solve;

/** Why a version that exists isn't considered. */
enum Trim {
    REJECTED("it is to be removed", ""),
    OTHER_VERSION("another version was asked for", "ask for a version that fits"),
    OLDER("a newer version is installed", "name the older version to go back to it"),
    HELD("an installed incorporation holds it where it is", "name the incorporation too, or update everything"),
    FROZEN("it is frozen", "unfreeze it"),
    VARIANT("it is made for another variant of the system", ""),
    PUBLISHER("another publisher is preferred for this package", "name the publisher: pkg://PUBLISHER/NAME"),
    EXPLICIT("it is only installed when it is named", "name it"),
    ORIGIN("a package installed now is too old for it", "update that package first");

    private final String reason;
    private final String advice;

    Trim(String reason, String advice) {
        this.reason = reason;
        this.advice = advice;
    }

    String reason() {
        return reason;
    }

    /** What to do about it; empty if there is nothing. */
    String advice() {
        return advice;
    }
}
