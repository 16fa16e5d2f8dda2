package org.snapup.ips.execute;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.fmri.Version;

/**
 * What the {@code preserve} attribute of a file means for a file that is there already, which an administrator may have
 * edited.
 */
enum Preservation {
    /** The new content takes the file's place. */
    REPLACE,
    /** The content stays; only mode and owner are set. */
    KEEP,
    /** The file moves to {@code NAME.old}, the new content takes its place. */
    RENAME_OLD,
    /** The file moves to {@code NAME.update}, the new content takes its place. */
    RENAME_UPDATE,
    /** The file moves to {@code NAME.legacy}, the new content takes its place. */
    RENAME_LEGACY,
    /** The new content goes to {@code NAME.new}. */
    RENAME_NEW,
    /** Nothing is touched. */
    NOTHING;

    /** What is known of a file in the image. */
    interface OnDisk {
        /** Whether a regular file is there. */
        boolean isFile();

        /** The hash of its content, of the same kind as the hash of an action. */
        String hashLike(String hash);
    }

    /**
     * Decides.
     *
     * @param old the action that delivered the file so far; null if none did
     * @param downgrade whether the package's version goes back
     */
    static Preservation decide(Action now, @Nullable Action old, boolean downgrade, OnDisk disk) {
        String preserve = now.get("preserve");
        if (preserve == null || preserve.equals("false") || now.get("elfhash") != null) {
            return REPLACE;
        }
        switch (preserve) {
            case "abandon" -> {
                return NOTHING;
            }
            case "legacy" -> {
                if (old == null) {
                    return KEEP;
                }
                return "legacy".equals(old.get("preserve")) ? REPLACE : RENAME_LEGACY;
            }
            case "install-only" -> {
                return old != null || disk.isFile() ? KEEP : REPLACE;
            }
            default -> {
                return editable(preserve, now, old, downgrade, disk);
            }
        }
    }

    private static Preservation editable(
            String preserve, Action now, @Nullable Action old, boolean downgrade, OnDisk disk) {
        if (!disk.isFile()) {
            return REPLACE;
        }
        String nowHash = now.hash();
        // Already there, by an attempt that was cut off or by the administrator's hand.
        if (nowHash != null && disk.hashLike(nowHash).equals(nowHash)) {
            return KEEP;
        }
        String oldHash = old == null ? null : old.hash();
        boolean edited = oldHash == null || !disk.hashLike(oldHash).equals(oldHash);
        boolean changed = oldHash == null || !oldHash.equals(nowHash);
        if (old != null && changed && downgrade) {
            return edited && version(old).compareTo(version(now)) > 0 ? RENAME_UPDATE : KEEP;
        }
        if (!edited) {
            return changed ? REPLACE : KEEP;
        }
        return switch (preserve) {
            case "renameold" -> RENAME_OLD;
            case "renamenew" -> RENAME_NEW;
            default -> KEEP;
        };
    }

    private static Version version(Action action) {
        return Version.parse(Optional.ofNullable(action.get("preserve-version")).orElse("0"));
    }

    /** Whether an edited file loses its place to new content, or gets it beside. */
    boolean spoils() {
        return this == RENAME_OLD || this == RENAME_UPDATE || this == RENAME_LEGACY || this == RENAME_NEW;
    }

    /** Whether new content is written anywhere. */
    boolean writes() {
        return this != KEEP && this != NOTHING;
    }

    /** What is added to the old file's name, if it is moved. */
    Optional<String> oldSuffix() {
        return switch (this) {
            case RENAME_OLD -> Optional.of(".old");
            case RENAME_UPDATE -> Optional.of(".update");
            case RENAME_LEGACY -> Optional.of(".legacy");
            case REPLACE, KEEP, RENAME_NEW, NOTHING -> Optional.empty();
        };
    }
}
