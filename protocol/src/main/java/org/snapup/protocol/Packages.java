package org.snapup.protocol;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages of {@code org.snapup.Packages}: the four package workflows. */
public final class Packages {
    public static final String IMAGE_UPDATE = Interfaces.PACKAGES + ".ImageUpdate";
    public static final String INSTALL = Interfaces.PACKAGES + ".Install";
    public static final String UNINSTALL = Interfaces.PACKAGES + ".Uninstall";

    private Packages() {}

    /** Which BE an operation on the live system starts from, where another one is activated and not yet booted. */
    public enum From {
        LIVE,
        NEXT
    }

    /** Whether an install or uninstall on the live system works in a clone. */
    public enum NewBe {
        /** When the plan says that a reboot is needed. */
        AUTO,
        REQUIRE,
        DENY
    }

    /**
     * Parameters of the three methods.
     *
     * @param root absolute path of a mounted BE's root ({@code -R DIR}), or null for the live system
     * @param packages package patterns; for ImageUpdate empty means everything
     * @param beName the new BE's name, or null for an automatic one
     * @param activate whether the new BE boots next; null means true
     * @param from null means {@code next} for ImageUpdate and {@code live} for the others
     * @param newBe null means {@code auto}
     * @param dryRun plan only: no job, no change, the reply carries the plan
     */
    public record Request(
            @Nullable String root,
            @Nullable List<String> packages,
            @Nullable String beName,
            @Nullable Boolean activate,
            @Nullable From from,
            @Nullable NewBe newBe,
            @Nullable Boolean dryRun) {
        public Request {
            if (root != null && !root.startsWith("/")) {
                throw new SnapupException(
                        ErrorCode.INVALID_PARAMETER, "root", "the root '" + root + "' must be an absolute path", null);
            }
            if (beName != null) {
                BeName.require(beName);
            }
            packages = packages == null ? List.of() : List.copyOf(packages);
        }

        @Override
        public List<String> packages() {
            return requireNonNullElse(packages, List.of());
        }

        public boolean isDryRun() {
            return Boolean.TRUE.equals(dryRun);
        }

        public boolean activates() {
            return !Boolean.FALSE.equals(activate);
        }
    }

    /**
     * The reply to the three methods. A dry run carries {@code plan} and nothing else. A call without {@code more}
     * carries {@code job}. A call with {@code more} is answered by one reply for each event of the job.
     *
     * @param joined an identical request was still queued, and this one joined it
     */
    public record Started(
            @Nullable Long job,
            @Nullable Boolean joined,
            @Nullable Event event,
            @Nullable Plan plan) {
        public static Started accepted(long job, boolean joined) {
            return new Started(job, joined, null, null);
        }

        public static Started event(long job, Event event) {
            return new Started(job, null, event, null);
        }

        public static Started planned(Plan plan) {
            return new Started(null, null, null, plan);
        }
    }

    /**
     * What a package operation would change.
     *
     * @param newBe it would run in a clone of the BE
     * @param rebootNeeded the change asks for a reboot
     * @param downloadBytes bytes to fetch
     * @param spaceBytes bytes that the image grows by; negative when it shrinks
     * @param notes what the user should know beforehand
     */
    public record Plan(
            List<PackageChange> changes,
            boolean newBe,
            boolean rebootNeeded,
            long downloadBytes,
            long spaceBytes,
            List<String> notes) {
        public Plan {
            changes = List.copyOf(changes);
            notes = List.copyOf(notes);
        }

        public boolean isEmpty() {
            return changes.isEmpty();
        }
    }

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
