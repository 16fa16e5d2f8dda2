package org.snapup.ips.fmri;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/**
 * The name of a package, {@code pkg://publisher/stem@version}; publisher and version may be missing.
 *
 * <p>Ordered by publisher (none first), stem, version (none first).
 */
public record Fmri(
        @Nullable String publisher, String name, @Nullable Version version) implements Comparable<Fmri> {
    private static final Comparator<Fmri> ORDER = Comparator.comparing(
                    Fmri::publisher, Comparator.nullsFirst(Comparator.<String>naturalOrder()))
            .thenComparing(Fmri::name)
            .thenComparing(Fmri::version, Comparator.nullsFirst(Comparator.<Version>naturalOrder()));

    /**
     * Checks the name.
     *
     * @throws IpsException BAD_INPUT if the name isn't a package name
     */
    public Fmri {
        if (!isName(name)) {
            throw IpsException.badInput("'" + name + "' is not a package name: each part between slashes starts with a"
                    + " letter or digit and goes on with letters, digits and _ - . +");
        }
    }

    /**
     * Reads {@code [pkg:/|pkg://publisher/|//publisher/|/]stem[@version]}.
     *
     * @throws IpsException BAD_INPUT
     */
    public static Fmri parse(String text) {
        FmriParts parts = FmriParts.split(text);
        if (parts.name().isEmpty()) {
            throw IpsException.badInput("'" + text + "' names no package: write pkg://publisher/name@version");
        }
        try {
            String version = parts.version();
            return new Fmri(parts.publisher(), parts.name(), version == null ? null : Version.parse(version));
        } catch (IpsException e) {
            throw IpsException.badInput("'" + text + "' is not a package name and version: " + e.getMessage());
        }
    }

    /** A stem such as {@code web/server/apache-24}. */
    public static boolean isName(String name) {
        boolean start = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (start) {
                if (!alphanumeric) {
                    return false;
                }
                start = false;
            } else if (c == '/') {
                start = true;
            } else if (!alphanumeric && c != '_' && c != '-' && c != '.' && c != '+') {
                return false;
            }
        }
        return !start;
    }

    /** A publisher's prefix, safe as the name of a folder: a letter or digit, then also {@code . - _}. */
    public static boolean isPublisher(String prefix) {
        return isName(prefix) && prefix.indexOf('/') < 0 && prefix.indexOf('+') < 0 && prefix.length() <= 128;
    }

    /**
     * The version.
     *
     * @throws IpsException BAD_INPUT if there is no version
     */
    public Version requireVersion() {
        if (version == null) {
            throw IpsException.badInput("'" + this + "' has no version: write " + this + "@VERSION");
        }
        return version;
    }

    /**
     * The publisher.
     *
     * @throws IpsException BAD_INPUT if there is no publisher
     */
    public String requirePublisher() {
        if (publisher == null) {
            throw IpsException.badInput("'" + this + "' has no publisher: write pkg://PUBLISHER/" + name);
        }
        return publisher;
    }

    public Fmri withPublisher(@Nullable String newPublisher) {
        return new Fmri(newPublisher, name, version);
    }

    public Fmri withVersion(@Nullable Version newVersion) {
        return new Fmri(publisher, name, newVersion);
    }

    /** {@code pkg:/stem} or {@code pkg://publisher/stem}. */
    public String stem() {
        return publisher == null ? "pkg:/" + name : "pkg://" + publisher + "/" + name;
    }

    /** The stem with release and branch: {@code pkg:/app/hello@1.0-2026.0}. */
    public String shortText() {
        return version == null ? stem() : stem() + "@" + version.shortText();
    }

    /** {@code pkg:/stem@version}, whatever the publisher. */
    public String anonymousText() {
        return version == null ? "pkg:/" + name : "pkg:/" + name + "@" + version;
    }

    /** The path below {@code pkg/} in a repository or image, {@code stem/version}, each part percent-encoded. */
    public String dirPath() {
        return encode(name) + "/" + encode(requireVersion().toString());
    }

    /**
     * The package that {@link #dirPath} is the path of.
     *
     * @throws IpsException BAD_INPUT
     */
    public static Fmri ofDirPath(String publisher, String path) {
        int slash = path.indexOf('/');
        if (slash < 0) {
            throw IpsException.badInput("'" + path + "' is not the path of a manifest: it has to be STEM/VERSION");
        }
        try {
            return new Fmri(
                    publisher, decode(path.substring(0, slash)), Version.parse(decode(path.substring(slash + 1))));
        } catch (IllegalArgumentException e) {
            throw new IpsException(IpsException.Kind.BAD_INPUT, "'" + path + "' is not the path of a manifest", e);
        }
    }

    private static String decode(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** {@code stem@version}, each part percent-encoded: the name in URLs of a depot. */
    public String urlPath() {
        return encode(name) + "@" + encode(requireVersion().toString());
    }

    /** Percent-encodes everything but letters, digits and {@code _ . - ~}. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    @Override
    public int compareTo(Fmri other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return version == null ? stem() : stem() + "@" + version;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Fmri other
                && name.equals(other.name)
                && Objects.equals(version, other.version)
                && Objects.equals(publisher, other.publisher);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Objects.hashCode(version);
    }
}
