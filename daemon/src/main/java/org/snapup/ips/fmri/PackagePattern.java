package org.snapup.ips.fmri;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/**
 * What a user writes to mean packages: {@code [pkg://publisher/|pkg:/|/]name[@version]}.
 *
 * <p>A bare name matches the end of a stem at a slash ({@code hello} is {@code app/hello}), a name after a scheme or a
 * slash the whole stem, a name with {@code *} or {@code ?} the whole stem as a shell pattern. A version matches every
 * version that it is a prefix of; {@code latest} the newest of each publisher and stem.
 */
public final class PackagePattern {
    private enum Match {
        EXACT,
        SUFFIX,
        GLOB
    }

    private final String text;
    private final @Nullable String publisher;
    private final String name;
    private final Match match;
    private final @Nullable Version version;
    private final @Nullable VersionPattern versionPattern;

    private PackagePattern(
            String text, FmriParts stem, Match match, @Nullable Version version, @Nullable VersionPattern pattern) {
        this.text = text;
        this.publisher = stem.publisher();
        this.name = stem.name();
        this.match = match;
        this.version = version;
        this.versionPattern = pattern;
    }

    /**
     * Reads what a user wrote.
     *
     * @throws IpsException BAD_INPUT
     */
    public static PackagePattern parse(String text) {
        int at = text.indexOf('@');
        FmriParts stem = FmriParts.split(at < 0 ? text : text.substring(0, at));
        String version = at < 0 ? "" : text.substring(at + 1);
        boolean glob = stem.name().indexOf('*') >= 0 || stem.name().indexOf('?') >= 0;
        boolean named = glob ? isGlobName(stem.name()) : Fmri.isName(stem.name());
        if (!named) {
            throw IpsException.badInput(
                    "'" + text + "' names no package: write a name such as app/hello or pkg://publisher/app/hello@1.0,"
                            + " with * and ? as wildcards");
        }
        Match match = glob ? Match.GLOB : text.startsWith("pkg:/") || text.startsWith("/") ? Match.EXACT : Match.SUFFIX;
        if (version.isEmpty()) {
            return new PackagePattern(text, stem, match, null, null);
        }
        if (version.indexOf('*') >= 0 || version.indexOf('?') >= 0 || version.equals("latest")) {
            return new PackagePattern(text, stem, match, null, VersionPattern.parse(version));
        }
        try {
            return new PackagePattern(text, stem, match, Version.parse(version), null);
        } catch (IpsException e) {
            throw IpsException.badInput("'" + text + "' is not a package pattern: " + e.getMessage());
        }
    }

    private static boolean isGlobName(String name) {
        return name.chars().allMatch(c -> Fmri.isName(String.valueOf((char) c)) || "_/-.+*?".indexOf(c) >= 0);
    }

    public @Nullable String publisher() {
        return publisher;
    }

    /** The stem, its end, or the shell pattern, as it was written. */
    public String name() {
        return name;
    }

    /** The version, when one without wildcards was given. */
    public @Nullable Version version() {
        return version;
    }

    /** The name has wildcards. */
    public boolean isGlob() {
        return match == Match.GLOB;
    }

    /** The name has to be the whole stem. */
    public boolean isExact() {
        return match == Match.EXACT;
    }

    /** The newest version was asked for, by the word {@code latest}. */
    public boolean isLatest() {
        return versionPattern != null && versionPattern.isLatest();
    }

    /** A version, or a pattern for one, was given. */
    public boolean hasVersion() {
        return version != null || versionPattern != null;
    }

    /** A stem, without scheme and publisher, is one of those meant. */
    public boolean matchesName(String stem) {
        return switch (match) {
            case EXACT -> stem.equals(name);
            case GLOB -> Glob.matches(name, stem);
            case SUFFIX ->
                stem.endsWith(name)
                        && (stem.length() == name.length() || stem.charAt(stem.length() - name.length() - 1) == '/');
        };
    }

    /** As {@link #matchesName}, and the publisher is the one that was named, if any. */
    public boolean matchesStem(@Nullable String itsPublisher, String stem) {
        return (publisher == null || publisher.equals(itsPublisher)) && matchesName(stem);
    }

    /** {@code latest} accepts any version here: {@link #select} knows which one it is. */
    public boolean matchesVersion(@Nullable Version itsVersion) {
        if (version != null) {
            return itsVersion != null && itsVersion.isSuccessor(version, Version.Constraint.AUTO);
        }
        return versionPattern == null || (itsVersion != null && versionPattern.accepts(itsVersion));
    }

    public boolean matches(Fmri fmri) {
        return matchesStem(fmri.publisher(), fmri.name()) && matchesVersion(fmri.version());
    }

    /** Those of {@code all} that are meant, in the given order; of {@code latest}, one per publisher and stem. */
    public List<Fmri> select(Collection<Fmri> all) {
        List<Fmri> matching = all.stream().filter(this::matches).toList();
        if (!isLatest()) {
            return matching;
        }
        Map<String, Fmri> newest = new HashMap<>();
        for (Fmri fmri : matching) {
            newest.merge(fmri.stem(), fmri, (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }
        List<Fmri> selected = new ArrayList<>(matching);
        selected.retainAll(newest.values());
        return selected;
    }

    @Override
    public String toString() {
        return text;
    }
}
