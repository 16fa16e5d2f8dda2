package org.snapup.ips.verify;

import org.snapup.ffi.BytePath;
import org.snapup.ips.action.ActionKind;

/**
 * Something in an image that no package delivers, or a part of the image that couldn't be looked at.
 *
 * @param severity INFO for what was found, WARNING and ERROR for what wasn't looked at
 * @param kind DIR or FILE; a link counts as what it leads to
 * @param path within the image
 * @param text what is said of it, in pkg(1)'s words where it has some
 */
public record Unpackaged(Finding.Severity severity, ActionKind kind, BytePath path, String text) {
    static Unpackaged directory(BytePath path) {
        return new Unpackaged(Finding.Severity.INFO, ActionKind.DIR, path, "Unpackaged directory");
    }

    static Unpackaged file(BytePath path) {
        return new Unpackaged(Finding.Severity.INFO, ActionKind.FILE, path, "Unpackaged file");
    }

    static Unpackaged mounted(BytePath path) {
        return new Unpackaged(
                Finding.Severity.WARNING, ActionKind.DIR, path, "not looked into: another filesystem is mounted there");
    }

    static Unpackaged unreadable(BytePath path, String why) {
        return new Unpackaged(Finding.Severity.ERROR, ActionKind.DIR, path, "not looked into: " + why);
    }
}
