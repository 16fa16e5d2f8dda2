package org.snapup.ips.repo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.DurableFiles;
import org.snapup.ips.IpsException;

/** The file {@code pkg5.repository}: sections of properties, {@code name = value}. Immutable. */
public final class RepositoryConfig {
    private final Map<String, Map<String, String>> sections;

    private RepositoryConfig(Map<String, Map<String, String>> sections) {
        this.sections = sections;
    }

    /** What a new repository has. */
    public static RepositoryConfig initial() {
        return new RepositoryConfig(new LinkedHashMap<>())
                .with("publisher", "prefix", "")
                .with("repository", "version", Integer.toString(RepositoryLayout.VERSION))
                .with("repository", "trust-anchor-directory", "/etc/ssl/pkg/")
                .with("repository", "signature-required-names", "[]")
                .with("repository", "check-certificate-revocation", "False")
                .with("CONFIGURATION", "version", Integer.toString(RepositoryLayout.VERSION));
    }

    /**
     * Reads it. Where it is missing but the publishers' folder is there, it is that of a new repository, as with pkg(1).
     *
     * @throws IpsException NOT_FOUND if there is no repository, BAD_INPUT if it has another version, CORRUPT, IO
     */
    public static RepositoryConfig read(RepositoryLayout layout) {
        try {
            String text = Files.readString(layout.config(), StandardCharsets.UTF_8);
            RepositoryConfig config = parse(text);
            config.checkVersion(layout, text.isBlank());
            return config;
        } catch (NoSuchFileException | NotDirectoryException e) {
            if (Files.isDirectory(layout.publisherRoot())) {
                return initial();
            }
            if (Files.exists(layout.root().resolve("cfg_cache"))) {
                throw otherVersion(layout, "3 or less");
            }
            throw new IpsException(
                    IpsException.Kind.NOT_FOUND,
                    "there is no package repository at " + layout.root() + ": pkg5.repository is missing; check the"
                            + " location, or make one with: snapup-repo create " + layout.root(),
                    e);
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't read " + layout.config() + ": " + e, e);
        }
    }

    static RepositoryConfig parse(String text) {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        Map<String, String> section = new LinkedHashMap<>();
        for (String raw : text.split("\n", -1)) {
            String line = raw.strip();
            int equals = line.indexOf('=');
            if (line.startsWith("[") && line.endsWith("]")) {
                section = sections.computeIfAbsent(line.substring(1, line.length() - 1), name -> new LinkedHashMap<>());
            } else if (equals > 0 && !line.startsWith("#") && !line.startsWith(";")) {
                section.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        }
        return new RepositoryConfig(sections);
    }

    private void checkVersion(RepositoryLayout layout, boolean blank) {
        String version = get("repository", "version");
        if (version == null && sections.isEmpty() && !blank) {
            throw IpsException.corrupt(
                    "the file " + layout.config() + " is damaged: it has no section; move it away, and"
                            + " the repository has the properties of a new one");
        }
        if (version != null && !Integer.toString(RepositoryLayout.VERSION).equals(version)) {
            throw otherVersion(layout, version);
        }
    }

    private static IpsException otherVersion(RepositoryLayout layout, String version) {
        return IpsException.badInput("the repository at " + layout.root() + " has version " + version
                + "; this program knows version " + RepositoryLayout.VERSION
                + ": copy its packages into a new one with pkgrecv");
    }

    @Nullable
    String get(String section, String property) {
        Map<String, String> properties = sections.get(section);
        return properties == null ? null : properties.get(property);
    }

    /** The sections that have properties, {@code CONFIGURATION} left out. */
    Map<String, Map<String, String>> properties() {
        Map<String, Map<String, String>> shown = new LinkedHashMap<>(sections);
        shown.remove("CONFIGURATION");
        return shown;
    }

    /** The publisher that is meant where none is named. */
    public Optional<String> defaultPublisher() {
        String prefix = get("publisher", "prefix");
        return prefix == null || prefix.isEmpty() ? Optional.empty() : Optional.of(prefix);
    }

    /** The same with one property set. */
    public RepositoryConfig with(String section, String property, String value) {
        Map<String, Map<String, String>> next = new LinkedHashMap<>();
        sections.forEach((name, properties) -> next.put(name, new LinkedHashMap<>(properties)));
        next.computeIfAbsent(section, name -> new LinkedHashMap<>()).put(property, value);
        return new RepositoryConfig(next);
    }

    /** Replaces the repository's configuration, in one step. @throws IpsException IO */
    public void write(RepositoryLayout layout) {
        DurableFiles.replace(layout.config(), toText().getBytes(StandardCharsets.UTF_8));
    }

    /** As the file has it. */
    public String toText() {
        StringBuilder out = new StringBuilder();
        sections.forEach((name, properties) -> {
            out.append('[').append(name).append("]\n");
            properties.forEach((property, value) ->
                    out.append(property).append(" = ").append(value).append('\n'));
            out.append('\n');
        });
        return out.toString();
    }
}
