package org.snapup.ips.repo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.DurableFiles;
import org.snapup.ips.IpsException;
import org.snapup.ips.fmri.Fmri;

/**
 * What a repository tells clients of one of its publishers: the file {@code pub.p5i}, JSON, a member {@code publishers}
 * with one object, which has {@code name}, {@code alias} and {@code repositories}, of which there is one with the rest, or
 * none. Members that aren't known here are kept.
 */
public final class PublisherProperties {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String PUBLISHER = "publisher";
    private static final String REPOSITORY = "repository";
    private static final Set<String> LISTS = Set.of("legal-uris", "mirrors", "origins", "related-uris");
    private static final Set<String> PLACES = Set.of("mirrors", "origins");
    private static final Set<String> TEXTS =
            Set.of("collection-type", "description", "name", "refresh-seconds", "registration-uri");
    private static final Set<String> COLLECTIONS = Set.of("core", "supplemental");

    private final String prefix;
    private final ObjectNode root;

    private PublisherProperties(String prefix, ObjectNode root) {
        this.prefix = prefix;
        this.root = root;
    }

    private static Path file(RepositoryLayout layout, String prefix) {
        return layout.publisher(prefix).resolve("pub.p5i");
    }

    /** @throws IpsException BAD_INPUT for what is no publisher, CORRUPT, IO */
    public static PublisherProperties read(RepositoryLayout layout, String prefix) {
        Path file = file(layout, prefix);
        try {
            if (JSON.readTree(Files.readString(file, StandardCharsets.UTF_8)) instanceof ObjectNode root) {
                return new PublisherProperties(prefix, root);
            }
            throw IpsException.corrupt(file + " holds no JSON object: remove it, and set the properties again");
        } catch (NoSuchFileException e) {
            return empty(prefix);
        } catch (JsonProcessingException e) {
            throw new IpsException(
                    IpsException.Kind.CORRUPT,
                    file + " can't be read: " + e.getMessage() + "; remove it, and set the properties again",
                    e);
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't read " + file + ": " + e, e);
        }
    }

    /** Of a publisher that nothing is said of. */
    static PublisherProperties empty(String prefix) {
        ObjectNode root = JSON.createObjectNode();
        root.putArray("packages");
        root.putArray("publishers");
        root.put("version", 1);
        return new PublisherProperties(prefix, root);
    }

    /** @param json of several publishers @throws IpsException CORRUPT */
    static PublisherProperties among(String prefix, byte[] json, String source) {
        PublisherProperties found = empty(prefix);
        try {
            for (JsonNode publisher : JSON.readTree(json).path("publishers")) {
                if (publisher.path("name").asText().equals(prefix)) {
                    found.root.putArray("publishers").add(publisher);
                }
            }
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.CORRUPT,
                    source + " doesn't tell of its publishers in a way that can be read: " + e.getMessage(),
                    e);
        }
        return found;
    }

    /** Replaces the publisher's file of properties, in one step. @throws IpsException IO */
    public void write(RepositoryLayout layout) {
        try {
            DurableFiles.replace(
                    file(layout, prefix), (JSON.writeValueAsString(root) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that was read can't be written", e);
        }
    }

    /** All of them, those without a value too, by section and name. */
    List<PublisherProperty> all() {
        JsonNode repository = publisher().path("repositories").path(0);
        List<PublisherProperty> all = new ArrayList<>();
        all.add(new PublisherProperty(PUBLISHER, "alias", text(publisher().path("alias")), null));
        all.add(new PublisherProperty(PUBLISHER, "prefix", prefix, null));
        Set<String> names = new TreeSet<>(LISTS);
        names.addAll(TEXTS);
        for (String name : names) {
            JsonNode value = repository.path(member(name));
            if (LISTS.contains(name)) {
                List<String> values = new ArrayList<>();
                value.forEach(each -> values.add(each.asText()));
                all.add(new PublisherProperty(REPOSITORY, name, null, values));
            } else if (repository.isMissingNode()) {
                all.add(new PublisherProperty(REPOSITORY, name, name.equals("collection-type") ? "core" : "", null));
            } else {
                all.add(new PublisherProperty(REPOSITORY, name, text(value), null));
            }
        }
        return all;
    }

    private JsonNode publisher() {
        return root.path("publishers").path(0);
    }

    private static @Nullable String text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? null : node.asText();
    }

    private static String member(String name) {
        return name.replace('-', '_');
    }

    /**
     * Gives one a value.
     *
     * @param property with hyphens or underscores
     * @param values one, unless the property is a list; an empty text for none
     * @throws IpsException BAD_INPUT for one that there isn't, or that can't be
     */
    public void set(String section, String property, List<String> values) {
        String name = property.replace('_', '-');
        boolean isList = section.equals(REPOSITORY) && LISTS.contains(name);
        boolean isText = section.equals(REPOSITORY) ? TEXTS.contains(name) : name.equals("alias");
        if (section.equals(PUBLISHER) && name.equals("prefix")) {
            throw IpsException.badInput("a publisher's prefix can't be set: add a publisher of that name");
        }
        if (!(isList || isText) || !(section.equals(PUBLISHER) || section.equals(REPOSITORY))) {
            throw IpsException.badInput(
                    "publishers have no property " + section + "/" + property + ": get -p shows those that they have");
        }
        if (isList) {
            ArrayNode list = repository().putArray(member(name));
            values.stream()
                    .filter(value -> !value.isEmpty())
                    .map(value -> uri(name, value))
                    .distinct()
                    .forEach(list::add);
            return;
        }
        if (values.size() != 1) {
            throw IpsException.badInput(section + "/" + property + " has one value, not " + values.size());
        }
        String value = values.get(0);
        if (section.equals(PUBLISHER)) {
            if (!value.isEmpty() && !Fmri.isPublisher(value)) {
                throw IpsException.badInput("'" + value + "' can't be a publisher's alias");
            }
            object("publishers", root).put("alias", value);
        } else if (name.equals("refresh-seconds") && !value.isEmpty()) {
            repository().put(member(name), seconds(value));
        } else if (name.equals("collection-type") && !COLLECTIONS.contains(value)) {
            throw IpsException.badInput("a collection-type is core or supplemental, not '" + value + "'");
        } else {
            repository().put(member(name), value);
        }
    }

    private static long seconds(String value) {
        if (!value.matches("[0-9]{1,18}")) {
            throw IpsException.badInput("refresh-seconds is a number of seconds, not '" + value + "'");
        }
        return Long.parseLong(value);
    }

    private static String uri(String property, String value) {
        if (!value.matches("(?i)(file|https?)://\\S+")) {
            throw IpsException.badInput("'" + value + "' can't be one of the " + property
                    + ": they begin with file://, http:// or https://");
        }
        return PLACES.contains(property) && !value.endsWith("/") ? value + "/" : value;
    }

    private ObjectNode repository() {
        ObjectNode publisher = object("publishers", root);
        boolean isNew = publisher.path("repositories").isEmpty();
        ObjectNode repository = object("repositories", publisher);
        if (isNew) {
            repository.put("collection_type", "core");
            repository.putNull("description");
            LISTS.stream().sorted().forEach(name -> repository.putArray(member(name)));
            repository.putNull("name");
            repository.putNull("refresh_seconds");
            repository.put("registration_uri", "");
        }
        return repository;
    }

    /** The only element of a member that is an array. */
    private ObjectNode object(String member, ObjectNode parent) {
        if (parent.path(member).path(0) instanceof ObjectNode there) {
            return there;
        }
        ObjectNode made = JSON.createObjectNode();
        if (member.equals("publishers")) {
            made.putNull("alias");
            made.put("name", prefix);
            made.putArray("packages");
            made.putArray("repositories");
        }
        parent.putArray(member).add(made);
        return made;
    }
}
