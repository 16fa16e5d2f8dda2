package org.snapup.client.be;

import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.verb.Session;
import org.snapup.protocol.BootEnvironments;

/** {@code snapup be unmount}. */
public final class BeUnmount extends BeVerb {
    private static final Option FORCE = Option.flag('f', "although it is in use, where the system can do that");

    public BeUnmount() {
        super(
                "unmount",
                BootEnvironments.UNMOUNT,
                List.of(FORCE),
                "NAME|DIR",
                1,
                1,
                "Unmount a boot environment, named or by where it is mounted.");
    }

    @Override
    Record request(Arguments arguments, Session session) {
        return new BootEnvironments.UnmountRequest(arguments.required(0), arguments.has(FORCE) ? Boolean.TRUE : null);
    }
}
