package org.snapup.daemon.packages.pkg;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.FacetFilter;
import org.snapup.ips.action.VariantFilter;
import org.snapup.protocol.ImageQueries.Location;
import org.snapup.protocol.ImageQueries.Publisher;
import org.snapup.protocol.ImageQueries.Publishing;
import org.snapup.protocol.ImageQueries.Setting;
import org.snapup.protocol.ImageQueries.SettingsRequest;
import org.snapup.protocol.ImageQueries.Settled;

/** Publishers and settings as pkg(1) prints them: as JSON or tab-separated, where it can. */
final class ToolSettings {
    private static final Pattern SECRET = Pattern.compile("(?<=://)[^/@\\s]*@");
    private static final Pattern PROPERTY = Pattern.compile("(\\S+) +(.*)");
    private static final Pattern FROZEN = Pattern.compile("(\\S+) +(\\S+) +(\\d+ \\w+ \\d+ [\\d:]+) UTC ?(.*)");
    private static final DateTimeFormatter FREEZE_TIME =
            DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss", Locale.ROOT);

    private final Asking asking;

    ToolSettings(Asking asking) {
        this.asking = asking;
    }

    /** The columns of the command's lines, by the names in its first. */
    private List<Map<String, String>> table(List<String> words) {
        List<String> lines = asking.whole(words).out().lines().toList();
        List<Map<String, String>> rows = new ArrayList<>();
        if (lines.isEmpty()) {
            return rows;
        }
        String[] names = lines.get(0).split("\t", -1);
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split("\t", -1);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < names.length && i < values.length; i++) {
                row.put(names[i], values[i]);
            }
            rows.add(row);
        }
        return rows;
    }

    /** The first in the search order, empty where there is none. */
    String firstPublisher() {
        return table(List.of("publisher", "-F", "tsv")).stream()
                .map(row -> row.getOrDefault("PUBLISHER", ""))
                .findFirst()
                .orElse("");
    }

    /** Aliases, keys and properties aren't in what it prints for programs. */
    Publishing publishers() {
        Map<String, List<Map<String, String>>> byName = new LinkedHashMap<>();
        table(List.of("publisher", "-F", "tsv"))
                .forEach(row -> byName.computeIfAbsent(row.getOrDefault("PUBLISHER", ""), name -> new ArrayList<>())
                        .add(row));
        List<Publisher> publishers = new ArrayList<>();
        byName.forEach((name, rows) -> publishers.add(new Publisher(
                name,
                null,
                isTrue(rows.get(0).get("STICKY")),
                isTrue(rows.get(0).get("ENABLED")),
                locations(rows, "origin"),
                locations(rows, "mirror"),
                null,
                null,
                null,
                Map.of(),
                null,
                null,
                null)));
        return new Publishing(publishers);
    }

    private static boolean isTrue(@Nullable String text) {
        return "true".equals(text);
    }

    private static List<Location> locations(List<Map<String, String>> rows, String type) {
        return rows.stream()
                .filter(row -> type.equals(row.get("TYPE")))
                .map(row -> new Location(
                        SECRET.matcher(row.getOrDefault("URI", "")).replaceAll(""),
                        !"disabled".equals(row.get("STATUS")),
                        "-".equals(row.get("PROXY")) ? null : row.get("PROXY")))
                .toList();
    }

    Settled settings(SettingsRequest request) {
        boolean available = Boolean.TRUE.equals(request.available());
        return new Settled(
                switch (request.kind()) {
                    case PROPERTIES -> properties();
                    case VARIANTS -> json("variant", available, node -> setting(node, "variant"));
                    case FACETS -> json("facet", available, node -> setting(node, "facet"));
                    case MEDIATORS -> json("mediator", available, ToolSettings::mediator);
                    case FROZEN -> frozen();
                    case AVOIDED ->
                        asking.whole(List.of("avoid"))
                                .out()
                                .lines()
                                .map(line -> simple(line.strip().split(" ", 2)[0], null))
                                .toList();
                });
    }

    /** Which actions of a package the image takes. */
    ActionFilter actionFilter() {
        Map<String, String> variants = new LinkedHashMap<>();
        json("variant", false, node -> setting(node, "variant"))
                .forEach(variant -> variants.put(variant.name(), String.valueOf(variant.value())));
        Map<String, Boolean> facets = new LinkedHashMap<>();
        json("facet", false, node -> setting(node, "facet"))
                .forEach(facet -> facets.put(facet.name(), "True".equals(facet.value())));
        return ActionFilter.of(new VariantFilter(variants), new FacetFilter(facets));
    }

    private interface Reading {
        Setting of(JsonNode node);
    }

    private List<Setting> json(String verb, boolean available, Reading reading) {
        List<String> words = new ArrayList<>(List.of(verb));
        if (available) {
            words.add("-a");
        }
        words.addAll(List.of("-F", "json"));
        List<Setting> settings = new ArrayList<>();
        Asking.json(asking.whole(words)).forEach(node -> settings.add(reading.of(node)));
        return settings;
    }

    private static Setting setting(JsonNode node, String kind) {
        return new Setting(
                node.path(kind).asText(), known(node, "value"), known(node, "src"), null, null, null, null, null, null);
    }

    private static Setting mediator(JsonNode node) {
        return new Setting(
                node.path("mediator").asText(),
                known(node, "version"),
                known(node, "version-source"),
                known(node, "implementation"),
                known(node, "implementation-version"),
                known(node, "implementation-source"),
                null,
                null,
                null);
    }

    private static @Nullable String known(JsonNode node, String field) {
        String text = node.path(field).asText();
        return text.isEmpty() || text.equals("None") || text.equals("null") ? null : text;
    }

    private static Setting simple(String name, @Nullable String value) {
        return new Setting(name, value, null, null, null, null, null, null, null);
    }

    private List<Setting> properties() {
        return asking.whole(List.of("property", "-H"))
                .out()
                .lines()
                .map(PROPERTY::matcher)
                .filter(Matcher::matches)
                .map(line -> simple(line.group(1), line.group(2).strip()))
                .toList();
    }

    private List<Setting> frozen() {
        return asking.whole(List.of("freeze", "-H"))
                .out()
                .lines()
                .map(FROZEN::matcher)
                .filter(Matcher::matches)
                .map(line -> new Setting(
                        line.group(1),
                        line.group(2),
                        null,
                        null,
                        null,
                        null,
                        time(line.group(3)),
                        line.group(4).isEmpty() || line.group(4).equals("None") ? null : line.group(4),
                        null))
                .toList();
    }

    private static @Nullable String time(String text) {
        try {
            return LocalDateTime.parse(text, FREEZE_TIME)
                    .toInstant(ZoneOffset.UTC)
                    .toString();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
