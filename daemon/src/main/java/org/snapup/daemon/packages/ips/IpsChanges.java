package org.snapup.daemon.packages.ips;

import static java.util.Objects.requireNonNullElse;
import static org.snapup.protocol.ImageQueries.orEmpty;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageConfig;
import org.snapup.ips.image.ImageSettings;
import org.snapup.ips.image.PropertyEdit;
import org.snapup.ips.image.PublisherChange;
import org.snapup.ips.image.PublisherChange.Position;
import org.snapup.ips.image.PublisherChange.Uris;
import org.snapup.ips.repo.Repository;
import org.snapup.protocol.ImageChanges.PropertyRequest;
import org.snapup.protocol.ImageChanges.PublisherRequest;
import org.snapup.protocol.ImageChanges.UnsetPublisherRequest;

/** Requests to change an image's configuration, as the library takes them. Each answers whether anything changed. */
final class IpsChanges {
    private static final String PROGRAM = "snapup";

    private IpsChanges() {}

    static boolean setPublisher(Path root, PublisherRequest request, Path cache, IpsListener listener) {
        String repository = request.repository();
        String name = request.publisher();
        if (repository != null) {
            if (request.approveCas() != null || request.revokeCas() != null || request.unsetCas() != null) {
                throw IpsException.badInput(
                        "CAs are approved and revoked for one publisher, not for all of a repository:"
                                + " repeat the command without -p, with the publisher's name");
            }
            return setPublishersOf(root, request, repository, cache, listener);
        }
        if (name == null) {
            throw IpsException.badInput("which publisher? Its name is missing: snapup set-publisher -g ORIGIN NAME");
        }
        boolean refresh = !Boolean.FALSE.equals(request.refresh());
        List<String> added = orEmpty(request.addOrigins());
        if (refresh) {
            added.forEach(origin -> requireOffered(origin, name));
        }
        boolean changed = ImageSettings.setPublisher(
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
                        properties(request),
                        new PublisherChange.Authorities(
                                orEmpty(request.approveCas()),
                                orEmpty(request.revokeCas()),
                                orEmpty(request.unsetCas())),
                        Boolean.TRUE.equals(request.resetUuid())),
                List.of(PROGRAM, "set-publisher", name));
        boolean offersMore =
                !added.isEmpty() || Boolean.TRUE.equals(request.enabled()) || request.enableOrigins() != null;
        if (changed && refresh && offersMore) {
            refresh(root, List.of(name), cache, listener);
        }
        return changed;
    }

    /** What is set stays set where the catalogs can't be fetched now. */
    private static void refresh(Path root, List<String> names, Path cache, IpsListener listener) {
        try {
            Ips.refresh(root, names, false, cache, listener);
        } catch (IpsException e) {
            if (e.kind() == IpsException.Kind.CANCELLED) {
                throw e;
            }
            listener.note("The publisher is set, but its catalog was not fetched: " + e.getMessage());
        }
    }

    private static void requireOffered(String origin, String name) {
        try (Repository repository = Repository.open(origin)) {
            if (!repository.publishers().contains(name)) {
                throw IpsException.badInput("'" + IpsText.withoutSecret(origin) + "' offers no packages of '" + name
                        + "', only of " + String.join(", ", repository.publishers())
                        + "; nothing was changed; --no-refresh sets it unseen");
            }
        }
    }

    /** Adds or updates all publishers of a repository, or the one of them that is named. */
    private static boolean setPublishersOf(
            Path root, PublisherRequest request, String origin, Path cache, IpsListener listener) {
        List<String> names;
        try (Repository repository = Repository.open(origin)) {
            names = repository.publishers().stream()
                    .filter(name -> request.publisher() == null || name.equals(request.publisher()))
                    .toList();
        }
        if (names.isEmpty()) {
            throw IpsException.notFound("'" + IpsText.withoutSecret(origin) + "' offers no packages"
                    + (request.publisher() == null ? "" : " of '" + request.publisher() + "'")
                    + "; nothing was changed");
        }
        ImageConfig before = Image.readConfig(root);
        List<String> present = names.stream()
                .filter(name -> before.publisher(name).isPresent())
                .toList();
        List<String> added =
                names.stream().filter(name -> !present.contains(name)).toList();
        boolean changed = false;
        for (String name : names) {
            boolean has = before.publisher(name).stream()
                    .flatMap(publisher -> publisher.origins().stream())
                    .anyMatch(known -> withSlash(known).equals(withSlash(origin)));
            List<String> origins = has ? List.of() : List.of(origin);
            changed |= setPublisher(root, ofRepository(request, name, origins), cache, listener);
        }
        if (changed && !Boolean.FALSE.equals(request.refresh())) {
            refresh(root, names, cache, listener);
        }
        listener.note("snapup set-publisher:"
                + (added.isEmpty() ? "" : "\nAdded publisher(s): " + String.join(", ", added))
                + (present.isEmpty() ? "" : "\nUpdated publisher(s): " + String.join(", ", present)));
        return changed;
    }

    private static String withSlash(String uri) {
        return uri.endsWith("/") ? uri : uri + "/";
    }

    private static PublisherRequest ofRepository(PublisherRequest request, String name, List<String> origins) {
        return new PublisherRequest(
                request.root(),
                name,
                null,
                origins,
                request.removeOrigins(),
                request.addMirrors(),
                request.removeMirrors(),
                null,
                null,
                request.enabled(),
                request.sticky(),
                request.sslKey(),
                request.sslCert(),
                request.proxy(),
                request.resetUuid(),
                request.search(),
                request.searchRelative(),
                request.properties(),
                request.addValues(),
                request.removeValues(),
                null,
                null,
                null,
                false);
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

    private static List<PropertyEdit> properties(PublisherRequest request) {
        List<PropertyEdit> edits = new ArrayList<>();
        new TreeMap<>(requireNonNullElse(request.properties(), Map.of()))
                .forEach((name, value) -> edits.add(
                        value.isEmpty() ? new PropertyEdit.Unset(name) : new PropertyEdit.Set(name, List.of(value))));
        new TreeMap<>(requireNonNullElse(request.addValues(), Map.of()))
                .forEach((name, values) -> values.forEach(value -> edits.add(new PropertyEdit.Add(name, value))));
        new TreeMap<>(requireNonNullElse(request.removeValues(), Map.of()))
                .forEach((name, values) -> values.forEach(value -> edits.add(new PropertyEdit.Remove(name, value))));
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
