package org.snapup.protocol;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a package operation would change.
 *
 * @param newBe it would run in a clone of the BE
 * @param rebootNeeded the change asks for a reboot
 * @param downloadBytes bytes to fetch
 * @param spaceBytes bytes that the image grows by; negative when it shrinks
 * @param notes what the user should know beforehand
 * @param actions how many actions are carried out, null where the engine doesn't count them
 * @param settings variants, facets and mediators that change; null for none
 * @param licenses licences that come with the change; null for none
 * @param parsable where it was asked for: what pkg(1) prints with {@code --parsable=0}, a JSON object. It knows nothing of
 *     BEs, and nothing of what no package delivers
 */
public record Plan(
        List<PackageChange> changes,
        boolean newBe,
        boolean rebootNeeded,
        long downloadBytes,
        long spaceBytes,
        List<String> notes,
        @Nullable Long actions,
        @Nullable List<SettingChange> settings,
        @Nullable List<License> licenses,
        @Nullable String parsable) {
    public Plan {
        changes = List.copyOf(changes);
        notes = List.copyOf(notes);
        settings = settings == null || settings.isEmpty() ? null : List.copyOf(settings);
        licenses = licenses == null || licenses.isEmpty() ? null : List.copyOf(licenses);
    }

    /** Of packages only. */
    public Plan(
            List<PackageChange> changes,
            boolean newBe,
            boolean rebootNeeded,
            long downloadBytes,
            long spaceBytes,
            List<String> notes) {
        this(changes, newBe, rebootNeeded, downloadBytes, spaceBytes, notes, null, null, null, null);
    }

    public boolean isEmpty() {
        return changes.isEmpty() && settings == null && (actions == null || actions == 0);
    }

    /** The same, for programs, too. */
    public Plan withParsable(String json) {
        return new Plan(
                changes, newBe, rebootNeeded, downloadBytes, spaceBytes, notes, actions, settings, licenses, json);
    }

    /** The same, in a clone of the BE or not. */
    public Plan inNewBe(boolean clone) {
        return new Plan(
                changes, clone, rebootNeeded, downloadBytes, spaceBytes, notes, actions, settings, licenses, parsable);
    }

    /**
     * A variant, facet or mediator that changes.
     *
     * @param name its full name
     * @param from null where it had no value
     * @param to null where it has none afterwards
     */
    public record SettingChange(
            SettingKind kind,
            String name,
            @Nullable String from,
            @Nullable String to) {}

    /** What decides about the actions of a package that take effect. */
    public enum SettingKind {
        VARIANT,
        FACET,
        MEDIATOR
    }

    /**
     * A licence that comes with a change.
     *
     * @param name the package's name
     * @param license what the licence is called
     * @param mustAccept the operation is refused unless it is accepted
     * @param mustDisplay it has to be shown
     * @param text null where it wasn't fetched
     */
    public record License(
            String name,
            String license,
            boolean mustAccept,
            boolean mustDisplay,
            @Nullable String text) {}

    /**
     * One package's change.
     *
     * @param from the version before, null for an install
     * @param to the version after, null for a removal
     */
    public record PackageChange(
            String name,
            @Nullable String publisher,
            @Nullable String from,
            @Nullable String to) {
        public PackageChange {
            requireNonNull(name, "name");
        }
    }
}
