package org.snapup.ips.action;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.Digests;
import org.snapup.ips.IpsException;

/** What one version of a package consists of: its actions, in the order of the file. Immutable. */
public final class Manifest {
    /** Of all actions together, so that memory is bounded. The largest genuine manifests have a tenth of this. */
    private static final int MAX_ATTRIBUTES = 2_000_000;

    private static final int REPORTED_ERRORS = 20;

    private final List<Action> actions;

    private Manifest(List<Action> actions) {
        this.actions = List.copyOf(actions);
    }

    public static Manifest of(Collection<Action> actions) {
        return new Manifest(List.copyOf(actions));
    }

    /**
     * Reads text.
     *
     * @throws IpsException BAD_INPUT, naming each bad line
     */
    public static Manifest parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8), "manifest");
    }

    /**
     * Reads UTF-8 text.
     *
     * @param source named in errors
     */
    public static Manifest parse(byte[] utf8, String source) {
        return parse(utf8, source, ActionFilter.ALL);
    }

    /**
     * As {@link #parse(InputStream, String, ActionFilter)}.
     *
     * @param source named in errors
     */
    public static Manifest parse(byte[] utf8, String source, ActionFilter filter) {
        return parse(new ManifestLines(utf8), source, filter);
    }

    /**
     * Reads UTF-8 text; the stream is left open.
     *
     * @param source named in errors
     * @param filter actions that it refuses are left out and cost hardly any memory
     * @throws IpsException BAD_INPUT, IO
     */
    public static Manifest parse(InputStream in, String source, ActionFilter filter) {
        return parse(new ManifestLines(in), source, filter);
    }

    private static Manifest parse(ManifestLines lines, String source, ActionFilter filter) {
        List<Action> actions = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        int attributes = 0;
        try (ActionParser parser = ActionParser.open()) {
            while (lines.read()) {
                try {
                    Action action = parser.parse(lines.bytes(), lines.start(), lines.end());
                    if (filter.test(action)) {
                        actions.add(action);
                        attributes += 1 + action.attributes().pairCount();
                    } else {
                        parser.separate(); // the filter may have kept it
                    }
                } catch (IpsException e) {
                    errors.add("line " + lines.lineNumber() + ": " + e.getMessage());
                    if (errors.size() == REPORTED_ERRORS) {
                        break;
                    }
                }
                if (attributes > MAX_ATTRIBUTES) {
                    throw IpsException.badInput(source + " can't be read: its actions have more than " + MAX_ATTRIBUTES
                            + " attributes together; its publisher has to split the package");
                }
            }
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't read " + source + ": " + e, e);
        }
        if (!errors.isEmpty()) {
            throw IpsException.badInput(source + " can't be read:\n  " + String.join("\n  ", errors));
        }
        return new Manifest(actions);
    }

    /**
     * Reads a file.
     *
     * @throws IpsException BAD_INPUT, IO
     */
    public static Manifest read(Path file, ActionFilter filter) {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(in, file.toString(), filter);
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't read the manifest " + file + ": " + e, e);
        }
    }

    /** The SHA-1 by which catalogs know a manifest: of its bytes as stored. */
    public static String signature(byte[] stored) {
        return Digests.hex(Digests.sha1().digest(stored));
    }

    public List<Action> actions() {
        return actions;
    }

    public List<Action> actions(ActionKind kind) {
        return actions.stream().filter(action -> action.kind() == kind).toList();
    }

    public Manifest filtered(ActionFilter filter) {
        return new Manifest(actions.stream().filter(filter).toList());
    }

    /** The first value of the set action of that name; the last such action decides. */
    public @Nullable String attribute(String name) {
        List<String> values = attributeValues(name);
        return values.isEmpty() ? null : values.get(0);
    }

    /** The values of the last set action of that name. */
    public List<String> attributeValues(String name) {
        List<String> values = List.of();
        for (Action set : actions(ActionKind.SET)) {
            if (name.equals(set.get("name"))) {
                values = set.attributes().all("value");
            }
        }
        return values;
    }

    /** The package says that nothing succeeds it and that it goes away on update. */
    public boolean isObsolete() {
        return "true".equalsIgnoreCase(attribute("pkg.obsolete"));
    }

    /** The package says that those it requires take its place. */
    public boolean isRenamed() {
        return "true".equalsIgnoreCase(attribute("pkg.renamed"));
    }

    /** Bytes that the payloads take in the image. */
    public long size() {
        return actions.stream().mapToLong(Action::size).sum();
    }

    /** Bytes of the payloads as they are stored and sent. */
    public long compressedSize() {
        return actions.stream().mapToLong(Action::compressedSize).sum();
    }

    /** A line an action, in order. */
    public String toText() {
        StringBuilder out = new StringBuilder(actions.size() * 128);
        actions.forEach(action -> out.append(action).append('\n'));
        return out.toString();
    }

    /** UTF-8 of {@link #toText}: what a repository stores, and what {@link #signature} is of. */
    public byte[] toBytes() {
        return toText().getBytes(StandardCharsets.UTF_8);
    }
}
