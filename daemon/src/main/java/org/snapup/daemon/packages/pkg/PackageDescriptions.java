package org.snapup.daemon.packages.pkg;

import static org.snapup.protocol.ImageQueries.orEmpty;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.packages.RowParts;
import org.snapup.exec.CommandResult;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Manifest;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Glob;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.ImageQueries.Contained;
import org.snapup.protocol.ImageQueries.Content;
import org.snapup.protocol.ImageQueries.ContentsRequest;
import org.snapup.protocol.ImageQueries.InfoRequest;
import org.snapup.protocol.ImageQueries.Informed;
import org.snapup.protocol.ImageQueries.PackageInfo;
import org.snapup.protocol.ImageQueries.PackageState;
import org.snapup.protocol.SnapupException;

/** What {@code pkg info} and {@code pkg contents -m} print of packages; the former for people, so the rest is from the latter. */
final class PackageDescriptions {

    private final Asking asking;

    PackageDescriptions(Asking asking) {
        this.asking = asking;
    }

    /** The values of an action's attributes, by name; empty for what is no action. */
    static Map<String, List<String>> attributes(String line) {
        return line.isEmpty() ? Map.of() : attributes(Action.parse(line));
    }

    private static Map<String, List<String>> attributes(Action action) {
        Map<String, List<String>> attributes = new TreeMap<>();
        for (String key : action.attributes().keys()) {
            attributes.put(key, action.attributes().all(key));
        }
        return attributes;
    }

    private static List<String> words(
            String verb, @Nullable Boolean remote, List<String> options, List<String> packages) {
        List<String> words = new ArrayList<>(List.of(verb));
        if (Boolean.TRUE.equals(remote)) {
            words.add("-r");
        }
        words.addAll(options);
        words.add("--");
        words.addAll(packages);
        return words;
    }

    Contained contents(ContentsRequest request, Consumer<Record> parts) {
        Set<ActionKind> kinds =
                orEmpty(request.types()).stream().map(PackageDescriptions::kind).collect(Collectors.toSet());
        List<Map.Entry<String, String>> wanted = wanted(orEmpty(request.attributes()));
        CommandResult result =
                asking.partly(words("contents", request.remote(), List.of("-m"), orEmpty(request.packages())));
        boolean manifest = Boolean.TRUE.equals(request.manifest());
        ActionFilter filter = manifest ? ActionFilter.ALL : new ToolSettings(asking).actionFilter();
        RowParts<Content> contents = new RowParts<>(parts, rows -> new Contained(rows, null));
        manifests(result.out())
                .forEach((fmri, actions) -> actions.stream()
                        .filter(filter)
                        .filter(action -> kinds.isEmpty() || kinds.contains(action.kind()))
                        .filter(action -> wanted.isEmpty() || wanted.stream().anyMatch(entry -> has(action, entry)))
                        .forEach(action -> contents.add(show(fmri, action, manifest))));
        return new Contained(contents.rest(), PkgAnswers.unmatched(result));
    }

    private static ActionKind kind(String text) {
        return ActionKind.named(text)
                .orElseThrow(() -> new SnapupException(
                        ErrorCode.INVALID_REQUEST,
                        "there is no action '" + text + "'; packages have file, dir, link, hardlink, depend, set,"
                                + " license and others"));
    }

    private static List<Map.Entry<String, String>> wanted(List<String> attributes) {
        List<Map.Entry<String, String>> wanted = new ArrayList<>();
        for (String attribute : attributes) {
            int equals = attribute.indexOf('=');
            if (equals < 1) {
                throw new SnapupException(ErrorCode.INVALID_REQUEST, "'" + attribute + "' is no NAME=PATTERN");
            }
            wanted.add(Map.entry(attribute.substring(0, equals), lower(attribute.substring(equals + 1))));
        }
        return wanted;
    }

    private static boolean has(Action action, Map.Entry<String, String> wanted) {
        return action.attributes().all(wanted.getKey()).stream()
                .anyMatch(value -> Glob.matches(wanted.getValue(), lower(value)));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static Content show(String fmri, Action action, boolean manifest) {
        return new Content(
                fmri,
                action.kind().text(),
                action.key(),
                action.hash(),
                manifest ? action.toString() : null,
                manifest ? null : attributes(action));
    }

    /** Manifests one after another, by the FMRI that each begins with. */
    private static Map<String, List<Action>> manifests(String text) {
        Map<String, List<Action>> manifests = new LinkedHashMap<>();
        List<Action> current = new ArrayList<>();
        for (Action action : Manifest.parse(text).actions()) {
            if (action.kind() == ActionKind.SET && "pkg.fmri".equals(action.get("name"))) {
                current = manifests.computeIfAbsent(
                        Installed.text(String.valueOf(action.get("value"))), fmri -> new ArrayList<>());
            }
            current.add(action);
        }
        return manifests;
    }

    Informed info(InfoRequest request) {
        List<String> patterns = orEmpty(request.packages());
        CommandResult result = asking.partly(words("info", request.remote(), List.of(), patterns));
        Map<String, Map<String, String>> blocks = blocks(result.out());
        if (blocks.isEmpty()) {
            return new Informed(List.of(), PkgAnswers.unmatched(result));
        }
        CommandResult manifests =
                asking.partly(words("contents", request.remote(), List.of("-m"), List.copyOf(blocks.keySet())));
        Map<String, List<Action>> actions = manifests(manifests.out());
        List<PackageInfo> packages = new ArrayList<>();
        blocks.forEach((fmri, fields) -> packages.add(
                show(fmri, fields, Manifest.of(actions.getOrDefault(fmri, List.of())), licenses(request, fmri))));
        return new Informed(packages, PkgAnswers.unmatched(result));
    }

    private @Nullable List<String> licenses(InfoRequest request, String fmri) {
        return Boolean.TRUE.equals(request.licenses())
                ? List.of(asking.partly(words("info", request.remote(), List.of("--license"), List.of(fmri)))
                        .out())
                : null;
    }

    /** The fields that are on one line, by name, of each package by its FMRI. */
    private static Map<String, Map<String, String>> blocks(String out) {
        Map<String, Map<String, String>> blocks = new LinkedHashMap<>();
        for (String block : out.split("\n\\s*\n", -1)) {
            Map<String, String> fields = new LinkedHashMap<>();
            block.lines().forEach(line -> {
                int colon = line.indexOf(": ");
                if (colon > 0) {
                    fields.putIfAbsent(
                            line.substring(0, colon).strip(),
                            line.substring(colon + 2).strip());
                }
            });
            String fmri = fields.get("FMRI");
            if (fmri != null) {
                blocks.put(fmri, fields);
            }
        }
        return blocks;
    }

    private static PackageInfo show(
            String text, Map<String, String> fields, Manifest manifest, @Nullable List<String> licenses) {
        Fmri fmri = Fmri.parse(text);
        return new PackageInfo(
                fmri.name(),
                fmri.requirePublisher(),
                fmri.requireVersion().release().toString(),
                manifest.attribute("pkg.human-version"),
                fields.get("Branch"),
                text,
                states(fields.getOrDefault("State", "")),
                manifest.attribute("pkg.summary"),
                manifest.attribute("pkg.description"),
                manifest.attributeValues("info.classification"),
                manifest.isRenamed() ? renamedTo(manifest) : List.of(),
                time(fields.get("Packaging Date")),
                time(fields.get("Last Install Time")),
                time(fields.get("Last Update Time")),
                manifest.size(),
                sets(manifest),
                licenses);
    }

    private static List<PackageState> states(String text) {
        List<PackageState> states = new ArrayList<>();
        Stream.of(
                        Map.entry(text.startsWith("Installed"), PackageState.INSTALLED),
                        Map.entry(text.contains("Frozen"), PackageState.FROZEN),
                        Map.entry(text.contains("Manually"), PackageState.MANUAL),
                        Map.entry(text.contains("Obsolete"), PackageState.OBSOLETE),
                        Map.entry(text.contains("Renamed"), PackageState.RENAMED),
                        Map.entry(text.contains("Legacy"), PackageState.LEGACY))
                .filter(Map.Entry::getKey)
                .forEach(entry -> states.add(entry.getValue()));
        return states;
    }

    private static List<String> renamedTo(Manifest manifest) {
        return manifest.actions(ActionKind.DEPEND).stream()
                .map(depend -> String.valueOf(depend.get("fmri")))
                .toList();
    }

    private static Map<String, List<String>> sets(Manifest manifest) {
        Map<String, List<String>> sets = new TreeMap<>();
        manifest.actions(ActionKind.SET)
                .forEach(set -> sets.put(
                        String.valueOf(set.get("name")), set.attributes().all("value")));
        return sets;
    }

    /** {@code Sun Nov 22 23:55:17 2026}, which is in UTC here. */
    private static @Nullable String time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return LocalDateTime.parse(
                            text.replaceAll(" +", " "),
                            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT))
                    .toInstant(ZoneOffset.UTC)
                    .toString();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
