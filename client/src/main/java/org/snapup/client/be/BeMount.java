package org.snapup.client.be;

import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.verb.Session;
import org.snapup.protocol.BootEnvironments;

/** {@code snapup be mount}. */
public final class BeMount extends BeVerb {
    public BeMount() {
        super(
                "mount",
                BootEnvironments.MOUNT,
                List.of(),
                "NAME [DIR]",
                1,
                2,
                "Mount a boot environment, at DIR or a new directory.");
    }

    @Override
    Record request(Arguments arguments, Session session) {
        String directory = arguments.operand(1);
        return new BootEnvironments.MountRequest(
                arguments.required(0), directory == null ? null : session.absolute(directory));
    }
}
