package org.snapup.ips.action;

import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.fmri.Version;

/**
 * One candidate for a mediated link. The preferred one comes first: priority site, vendor, any other; then the greatest
 * version, a missing one last; then the implementation's name, a missing one first; then its greatest version, a missing one last.
 *
 * @param priority {@code site}, {@code vendor}, or nothing
 * @param implementation a name, or {@code name@version}
 */
public record Mediation(
        @Nullable String priority,
        @Nullable Version version,
        @Nullable String implementation) {
    private static final Comparator<@Nullable Version> GREATEST_FIRST =
            Comparator.nullsFirst(Comparator.<Version>naturalOrder()).reversed();
    private static final Comparator<Mediation> ORDER = Comparator.comparingInt(Mediation::rank)
            .thenComparing(Mediation::version, GREATEST_FIRST)
            .thenComparing(Mediation::implementationName, Comparator.nullsFirst(Comparator.<String>naturalOrder()))
            .thenComparing(Mediation::implementationVersion, GREATEST_FIRST);

    private static int rank(Mediation mediation) {
        return "site".equals(mediation.priority) ? 1 : "vendor".equals(mediation.priority) ? 2 : 3;
    }

    /** What a link action offers; versions that can't be read count as missing. */
    public static Mediation of(Action link) {
        String version = link.get("mediator-version");
        return new Mediation(
                link.get("mediator-priority"),
                version == null || versionProblem(version).isPresent() ? null : Version.parse(version),
                link.get("mediator-implementation"));
    }

    public @Nullable String implementationName() {
        if (implementation == null) {
            return null;
        }
        int at = implementation.lastIndexOf('@');
        if (at < 0) {
            return implementation;
        }
        String version = implementation.substring(at + 1);
        return version.isEmpty() || versionProblem(version).isEmpty() ? implementation.substring(0, at) : null;
    }

    public @Nullable Version implementationVersion() {
        int at = implementation == null ? -1 : implementation.lastIndexOf('@');
        if (implementation == null || at < 0) {
            return null;
        }
        String version = implementation.substring(at + 1);
        return version.isEmpty() || versionProblem(version).isPresent() ? null : Version.parse(version);
    }

    /** The same name, and the same version if both have one: {@code vim} matches {@code vim@7.3}. */
    public static boolean implementationsMatch(@Nullable String a, @Nullable String b) {
        if (a == null || b == null || a.equals(b)) {
            return a == null ? b == null : a.equals(b);
        }
        Mediation left = new Mediation(null, null, a);
        Mediation right = new Mediation(null, null, b);
        String name = left.implementationName();
        if (name == null || name.isEmpty() || !name.equals(right.implementationName())) {
            return false;
        }
        Version leftVersion = left.implementationVersion();
        Version rightVersion = right.implementationVersion();
        return leftVersion == null || rightVersion == null || leftVersion.equals(rightVersion);
    }

    /** What is wrong with the name of a mediator. */
    public static Optional<String> mediatorProblem(String mediator) {
        return isName(mediator)
                ? Optional.empty()
                : Optional.of("'" + mediator + "' is not a mediator: use letters, digits and -");
    }

    /** What is wrong with a {@code mediator-version}. */
    public static Optional<String> versionProblem(String version) {
        try {
            Version.parse(version);
            return Optional.empty();
        } catch (IpsException e) {
            return Optional.of("'" + version + "' is not a mediator version: " + e.getMessage());
        }
    }

    /** What is wrong with a {@code mediator-implementation}. */
    public static Optional<String> implementationProblem(String implementation) {
        int at = implementation.lastIndexOf('@');
        String name = at < 0 ? implementation : implementation.substring(0, at);
        if (isName(name)
                && (at < 0 || versionProblem(implementation.substring(at + 1)).isEmpty())) {
            return Optional.empty();
        }
        return Optional.of("'" + implementation
                + "' is not a mediator implementation: write a name of letters, digits and -," + " or name@version");
    }

    /** What is wrong with a {@code mediator-priority}. */
    public static Optional<String> priorityProblem(String priority) {
        return priority.equals("site") || priority.equals("vendor")
                ? Optional.empty()
                : Optional.of("'" + priority + "' is not a mediator priority: it is site or vendor");
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(Mediation::isNameCharacter);
    }

    private static boolean isNameCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }

    /** Negative when this one is preferred. */
    public int comparePreference(Mediation other) {
        return ORDER.compare(this, other);
    }
}
