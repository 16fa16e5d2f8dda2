package org.snapup.daemon.packages.ips;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.image.ImageConfig;
import org.snapup.ips.image.PublisherDetails;
import org.snapup.ips.query.ImageQueries;
import org.snapup.protocol.ImageQueries.Location;
import org.snapup.protocol.ImageQueries.Publisher;
import org.snapup.protocol.ImageQueries.Publishing;
import org.snapup.protocol.ImageQueries.Setting;
import org.snapup.protocol.ImageQueries.SettingsRequest;
import org.snapup.protocol.ImageQueries.Settled;

/** How an image is configured, as the protocol's records. */
final class IpsConfiguration {
    private static final String LOCAL = "local";

    private final ImageQueries image;
    private final ImageConfig config;

    IpsConfiguration(ImageQueries image) {
        this.image = image;
        this.config = image.config();
    }

    Publishing publishers() {
        return new Publishing(
                config.publisherDetails().stream().map(IpsConfiguration::show).toList());
    }

    private static Publisher show(PublisherDetails publisher) {
        return new Publisher(
                publisher.name(),
                publisher.alias().isEmpty() ? null : publisher.alias(),
                publisher.sticky(),
                publisher.enabled(),
                locations(publisher.origins()),
                locations(publisher.mirrors()),
                publisher.uuid().isEmpty() ? null : publisher.uuid(),
                publisher.sslKey(),
                publisher.sslCert(),
                publisher.properties());
    }

    private static List<Location> locations(List<PublisherDetails.Location> locations) {
        return locations.stream()
                .map(location -> new Location(
                        IpsText.withoutSecret(location.uri()),
                        location.enabled(),
                        location.proxy() == null ? null : IpsText.withoutSecret(location.proxy())))
                .toList();
    }

    Settled settings(SettingsRequest request) {
        return new Settled(
                switch (request.kind()) {
                    case PROPERTIES -> named(config.properties(), null);
                    case VARIANTS -> named(new TreeMap<>(config.variants()), null);
                    case FACETS -> facets();
                    case MEDIATORS -> mediators();
                    case FROZEN -> frozen();
                    case AVOIDED -> avoided();
                });
    }

    private static List<Setting> named(Map<String, String> values, @Nullable String source) {
        List<Setting> settings = new ArrayList<>();
        values.forEach((name, value) -> settings.add(setting(name, value, source)));
        return settings;
    }

    private static Setting setting(String name, @Nullable String value, @Nullable String source) {
        return new Setting(name, value, source, null, null, null, null, null);
    }

    private List<Setting> facets() {
        List<Setting> settings = new ArrayList<>();
        new TreeMap<>(config.facets())
                .forEach((name, value) -> settings.add(setting(name, value ? "True" : "False", LOCAL)));
        return settings;
    }

    private List<Setting> mediators() {
        Map<String, String> set = config.mediators();
        TreeSet<String> names = new TreeSet<>();
        set.keySet().forEach(key -> names.add(key.substring(0, Math.max(0, key.lastIndexOf('.')))));
        return names.stream()
                .map(name -> new Setting(
                        name,
                        set.get(name + ".version"),
                        set.get(name + ".version-source"),
                        set.get(name + ".implementation"),
                        set.get(name + ".implementation-version"),
                        set.get(name + ".implementation-source"),
                        null,
                        null))
                .toList();
    }

    private List<Setting> frozen() {
        List<Setting> settings = new ArrayList<>();
        new TreeMap<>(image.image().frozen())
                .forEach((stem, version) -> settings.add(setting(stem, version.shortText(), null)));
        return settings;
    }

    private List<Setting> avoided() {
        return new TreeSet<>(image.image().avoided())
                .stream().map(stem -> setting(stem, null, null)).toList();
    }
}
