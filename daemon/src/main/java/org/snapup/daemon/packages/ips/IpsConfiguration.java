package org.snapup.daemon.packages.ips;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.Ips;
import org.snapup.ips.image.ImageConfig;
import org.snapup.ips.image.PublisherDetails;
import org.snapup.ips.query.Formats;
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
        return new Publishing(config.publisherDetails().stream().map(this::show).toList());
    }

    private Publisher show(PublisherDetails publisher) {
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
                publisher.properties(),
                publisher.approvedCas(),
                publisher.revokedCas(),
                IpsText.time(image.catalogUpdated(publisher.name())));
    }

    private static List<Location> locations(List<PublisherDetails.Location> locations) {
        return locations.stream()
                .map(location -> new Location(
                        IpsText.withoutSecret(location.uri()),
                        location.enabled(),
                        location.proxy() == null ? null : IpsText.withoutSecret(location.proxy())))
                .toList();
    }

    Settled settings(Path root, SettingsRequest request) {
        boolean available = Boolean.TRUE.equals(request.available());
        return new Settled(
                switch (request.kind()) {
                    case PROPERTIES -> named(config.properties(), null);
                    case VARIANTS ->
                        available ? IpsAvailable.variants(image) : named(new TreeMap<>(config.variants()), LOCAL);
                    case FACETS -> available ? IpsAvailable.facets(image) : facets();
                    case MEDIATORS -> available ? IpsAvailable.mediators(image) : mediators();
                    case FROZEN -> frozen(root);
                    case AVOIDED -> avoided(root);
                });
    }

    private static List<Setting> named(Map<String, String> values, @Nullable String source) {
        List<Setting> settings = new ArrayList<>();
        values.forEach((name, value) -> settings.add(setting(name, value, source)));
        return settings;
    }

    private static Setting setting(String name, @Nullable String value, @Nullable String source) {
        return new Setting(name, value, source, null, null, null, null, null, null);
    }

    private List<Setting> facets() {
        List<Setting> settings = new ArrayList<>();
        new TreeMap<>(config.facets())
                .forEach((name, value) -> settings.add(setting(name, value ? "True" : "False", LOCAL)));
        return settings;
    }

    private List<Setting> mediators() {
        List<Setting> settings = new ArrayList<>();
        new TreeMap<>(config.mediators())
                .forEach((name, mediator) -> settings.add(new Setting(
                        name,
                        mediator.version(),
                        mediator.versionSource(),
                        mediator.implementation(),
                        mediator.implementationVersion(),
                        mediator.implementationSource(),
                        null,
                        null,
                        null)));
        return settings;
    }

    private static List<Setting> frozen(Path root) {
        return Ips.frozen(root).values().stream()
                .map(freeze -> new Setting(
                        freeze.stem(),
                        Formats.withoutBuild(freeze.version()),
                        null,
                        null,
                        null,
                        null,
                        IpsText.time(freeze.time()),
                        freeze.comment(),
                        null))
                .toList();
    }

    private static List<Setting> avoided(Path root) {
        List<Setting> settings = new ArrayList<>();
        Ips.avoided(root)
                .forEach((stem, groups) -> settings.add(new Setting(
                        stem,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        groups.isEmpty() ? null : String.join(" ", groups),
                        null)));
        return settings;
    }
}
