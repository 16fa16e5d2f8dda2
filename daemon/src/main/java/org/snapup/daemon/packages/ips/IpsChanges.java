package org.snapup.daemon.packages.ips;

import static java.util.Objects.requireNonNullElse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.image.ImageSettings;
import org.snapup.ips.image.PropertyEdit;
import org.snapup.ips.image.PublisherChange;
import org.snapup.ips.image.PublisherChange.Position;
import org.snapup.ips.image.PublisherChange.Uris;
import org.snapup.protocol.ImageChanges.PropertyRequest;
import org.snapup.protocol.ImageChanges.PublisherRequest;
import org.snapup.protocol.ImageChanges.UnsetPublisherRequest;

/** Requests to change an image's configuration, as the library takes them. Each answers whether anything changed. */
final class IpsChanges {
    private static final String PROGRAM = "snapup";

    private IpsChanges() {}

    static boolean setPublisher(Path root, PublisherRequest request) {
        String name = request.publisher();
        if (name == null || request.repository() != null) {
            throw IpsException.badInput(
                    "a publisher is set by its name: snapup set-publisher -g ORIGIN NAME; all publishers of a"
                            + " repository at once can't be added yet");
        }
        return ImageSettings.setPublisher(
                root,
                new PublisherChange(
                        name,
                        request.sticky(),
                        request.enabled(),
                        position(request),
                        uris(request.addOrigins(), request.removeOrigins()),
                        uris(request.addMirrors(), request.removeMirrors()),
                        uris(request.enableOrigins(), request.disableOrigins()),
                        request.sslKey(),
                        request.sslCert(),
                        request.proxy(),
                        properties(requireNonNullElse(request.properties(), Map.of())),
                        Boolean.TRUE.equals(request.resetUuid())),
                List.of(PROGRAM, "set-publisher", name));
    }

    private static @Nullable Position position(PublisherRequest request) {
        if (request.search() == null) {
            return null;
        }
        String other = request.searchRelative();
        return switch (request.search()) {
            case FIRST -> new Position.First();
            case BEFORE -> new Position.Before(named(other));
            case AFTER -> new Position.After(named(other));
        };
    }

    private static String named(@Nullable String other) {
        if (other == null) {
            throw IpsException.badInput("before or after which publisher? searchRelative names it");
        }
        return other;
    }

    private static Uris uris(@Nullable List<String> add, @Nullable List<String> remove) {
        return new Uris(requireNonNullElse(add, List.of()), requireNonNullElse(remove, List.of()));
    }

    private static List<PropertyEdit> properties(Map<String, String> properties) {
        List<PropertyEdit> edits = new ArrayList<>();
        new TreeMap<>(properties)
                .forEach((name, value) -> edits.add(
                        value.isEmpty() ? new PropertyEdit.Unset(name) : new PropertyEdit.Set(name, List.of(value))));
        return edits;
    }

    static boolean unsetPublishers(Path root, UnsetPublisherRequest request) {
        return ImageSettings.unsetPublishers(
                root, request.publishers(), words("unset-publisher", request.publishers()));
    }

    static boolean changeProperty(Path root, PropertyRequest request) {
        String name = request.property();
        List<String> values = requireNonNullElse(request.values(), List.of());
        List<PropertyEdit> edits = new ArrayList<>();
        String verb = switch (request.act()) {
            case SET -> {
                edits.add(new PropertyEdit.Set(name, values));
                yield "set-property";
            }
            case ADD -> {
                values.forEach(value -> edits.add(new PropertyEdit.Add(name, value)));
                yield "add-property-value";
            }
            case REMOVE -> {
                values.forEach(value -> edits.add(new PropertyEdit.Remove(name, value)));
                yield "remove-property-value";
            }
            case UNSET -> {
                edits.add(new PropertyEdit.Unset(name));
                yield "unset-property";
            }
        };
        if (values.isEmpty() && !verb.equals("unset-property")) {
            throw IpsException.badInput(verb + " needs a value for " + name);
        }
        List<String> operands = new ArrayList<>(List.of(name));
        operands.addAll(values);
        return ImageSettings.setProperties(root, edits, words(verb, operands));
    }

    private static List<String> words(String verb, List<String> operands) {
        List<String> words = new ArrayList<>(List.of(PROGRAM, verb));
        words.addAll(operands);
        return words;
    }
}
