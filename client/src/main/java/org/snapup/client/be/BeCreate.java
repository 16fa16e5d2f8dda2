package org.snapup.client.be;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.UsageException;
import org.snapup.client.verb.Session;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.CreateRequest;
import org.snapup.protocol.BootEnvironments.SnapshotRequest;

/** {@code snapup be create}: a boot environment, or with {@code BE@SNAP} a snapshot of one. */
public final class BeCreate extends BeVerb {
    private static final Option FROM =
            Option.valued('e', "BE|BE@SNAP", "copy this one (default: the running boot environment)");
    private static final Option ACTIVATE = new Option("-a", "--activate", null, "it boots next");
    private static final Option ONCE = Option.flag('t', "it boots next, and only then");
    private static final Option DESCRIPTION = Option.valued('d', "TEXT", "what to remember of it");
    private static final Option PROPERTY = Option.valued(
                    'o', "PROPERTY=VALUE", "a property of its datasets, instead of what they are copied from have")
            .repeated();
    private static final Option POOL = Option.valued('p', "POOL", "the pool it lies on (a copy lies on its source's)");
    private static final Option RECURSIVE = Option.flag('r', "with the datasets beneath its root, as always");
    private static final Option SHALLOW = Option.flag("--shallow", "without the datasets beneath its root");

    public BeCreate() {
        super(
                "create",
                BootEnvironments.CREATE,
                List.of(FROM, ACTIVATE, ONCE, DESCRIPTION, PROPERTY, POOL, RECURSIVE, SHALLOW),
                "NAME|BE@SNAP",
                1,
                1,
                "Create a boot environment, or a snapshot of one: BE@SNAP.");
    }

    @Override
    Record request(Arguments arguments, Session session) throws UsageException {
        String name = arguments.required(0);
        Boolean whole = arguments.has(SHALLOW) ? Boolean.FALSE : null;
        if (arguments.has(SHALLOW) && arguments.has(RECURSIVE)) {
            throw new UsageException("-r and --shallow exclude each other");
        }
        if (name.indexOf('@') >= 0) {
            return snapshot(arguments, name, whole);
        }
        if (arguments.has(ACTIVATE) && arguments.has(ONCE)) {
            throw new UsageException("--activate and -t exclude each other");
        }
        String from = arguments.value(FROM);
        if (from != null) {
            requireBe(SnapshotName.parse(from), from);
        }
        return new CreateRequest(
                name,
                from,
                arguments.has(ACTIVATE) ? Boolean.TRUE : null,
                arguments.has(ONCE) ? Boolean.TRUE : null,
                whole,
                arguments.value(DESCRIPTION),
                properties(arguments),
                arguments.value(POOL));
    }

    private static SnapshotRequest snapshot(Arguments arguments, String name, @Nullable Boolean whole)
            throws UsageException {
        for (Option option : List.of(FROM, ACTIVATE, ONCE, DESCRIPTION, PROPERTY, POOL)) {
            if (arguments.has(option)) {
                throw new UsageException("'" + name + "' names a snapshot, which can't have " + option.display());
            }
        }
        SnapshotName parts = SnapshotName.parse(name);
        return new SnapshotRequest(parts.be().isEmpty() ? null : parts.be(), parts.snapshot(), whole);
    }

    private static @Nullable Map<String, String> properties(Arguments arguments) throws UsageException {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String word : arguments.values(PROPERTY)) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw new UsageException("-o needs PROPERTY=VALUE, not '" + word + "'");
            }
            if (properties.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw new UsageException("-o names " + word.substring(0, equals) + " twice");
            }
        }
        return properties.isEmpty() ? null : properties;
    }

    @Override
    int run(String calledMethod, Record request, Session session) throws IOException {
        return super.run(
                request instanceof SnapshotRequest ? BootEnvironments.SNAPSHOT : calledMethod, request, session);
    }

    private static void requireBe(SnapshotName from, String word) throws UsageException {
        if (from.be().isEmpty()) {
            throw new UsageException("'" + word + "' has no boot environment's name before the @");
        }
    }
}
