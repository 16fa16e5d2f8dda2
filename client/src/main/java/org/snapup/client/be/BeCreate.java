package org.snapup.client.be;

import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.UsageException;
import org.snapup.client.verb.Session;
import org.snapup.protocol.BootEnvironments;

/** {@code snapup be create}. */
public final class BeCreate extends BeVerb {
    private static final Option FROM =
            Option.valued('e', "BE|BE@SNAP", "copy this one (default: the running boot environment)");
    private static final Option ACTIVATE = new Option("-a", "--activate", null, "it boots next");

    public BeCreate() {
        super("create", BootEnvironments.CREATE, List.of(FROM, ACTIVATE), "NAME", 1, 1, "Create a boot environment.");
    }

    @Override
    Record request(Arguments arguments, Session session) throws UsageException {
        String name = arguments.required(0);
        if (name.indexOf('@') >= 0) {
            throw new UsageException(
                    "'" + name + "' names a snapshot: make one with 'snapup be snapshot " + name + "'");
        }
        String from = arguments.value(FROM);
        if (from != null) {
            requireBe(SnapshotName.parse(from), from);
        }
        return new BootEnvironments.CreateRequest(name, from, arguments.has(ACTIVATE) ? Boolean.TRUE : null);
    }

    private static void requireBe(SnapshotName from, String word) throws UsageException {
        if (from.be().isEmpty()) {
            throw new UsageException("'" + word + "' has no boot environment's name before the @");
        }
    }
}
