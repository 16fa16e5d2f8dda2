package org.snapup.ips.image;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which links of one mediator are in force, and who said so; what the section {@code [mediators]} of {@code pkg5.image}
 * keeps for it. An empty text means links that name no version, or no implementation, on the administrator's wish.
 *
 * @param version of the links in force
 * @param versionSource {@code local}: set by the administrator; {@code site}, {@code vendor} or {@code system}: followed
 *     from the packages
 * @param implementation of the links in force, {@code NAME} or {@code NAME@VERSION}
 * @param implementationVersion where the administrator named an implementation without a version: that of the links
 * @param implementationSource as {@code versionSource}
 */
public record MediatorSetting(
        @Nullable String version,
        @Nullable String versionSource,
        @Nullable String implementation,
        @Nullable String implementationVersion,
        @Nullable String implementationSource) {
    /** Set by the administrator. */
    public static final String LOCAL = "local";

    /** Nothing is said. */
    public static final MediatorSetting NONE = new MediatorSetting(null, null, null, null, null);

    public boolean isVersionLocal() {
        return LOCAL.equals(versionSource);
    }

    public boolean isImplementationLocal() {
        return LOCAL.equals(implementationSource);
    }

    public MediatorSetting withVersion(@Nullable String newVersion, @Nullable String source) {
        return new MediatorSetting(newVersion, source, implementation, implementationVersion, implementationSource);
    }

    public MediatorSetting withImplementation(
            @Nullable String newImplementation, @Nullable String newVersion, @Nullable String source) {
        return new MediatorSetting(version, versionSource, newImplementation, newVersion, source);
    }

    /** Only what the administrator set. */
    public MediatorSetting localOnly() {
        MediatorSetting result = isVersionLocal() ? this : withVersion(null, null);
        return isImplementationLocal() ? result : result.withImplementation(null, null, null);
    }

    /** By mediator, from keys such as {@code python.version-source}. */
    static Map<String, MediatorSetting> parse(Map<String, String> section) {
        Map<String, MediatorSetting> settings = new TreeMap<>();
        section.forEach((key, value) -> {
            int dot = key.lastIndexOf('.');
            if (dot > 0) {
                String mediator = key.substring(0, dot);
                MediatorSetting setting = settings.getOrDefault(mediator, NONE);
                settings.put(mediator, setting.with(key.substring(dot + 1), value));
            }
        });
        return settings;
    }

    private MediatorSetting with(String key, String value) {
        return switch (key) {
            case "version" -> withVersion(value, versionSource);
            case "version-source" -> withVersion(version, value);
            case "implementation" -> withImplementation(value, implementationVersion, implementationSource);
            case "implementation-version" -> withImplementation(implementation, value, implementationSource);
            case "implementation-source" -> withImplementation(implementation, implementationVersion, value);
            default -> this;
        };
    }

    /** The keys of {@link #parse}. */
    static Map<String, String> format(Map<String, MediatorSetting> settings) {
        Map<String, String> section = new TreeMap<>();
        settings.forEach((mediator, setting) -> {
            put(section, mediator + ".implementation", setting.implementation);
            put(section, mediator + ".implementation-source", setting.implementationSource);
            put(section, mediator + ".implementation-version", setting.implementationVersion);
            put(section, mediator + ".version", setting.version);
            put(section, mediator + ".version-source", setting.versionSource);
        });
        return section;
    }

    private static void put(Map<String, String> section, String key, @Nullable String value) {
        if (value != null) {
            section.put(key, value);
        }
    }
}
