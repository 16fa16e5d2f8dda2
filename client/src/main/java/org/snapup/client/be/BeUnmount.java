package org.snapup.client.be;

import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.verb.Session;
import org.snapup.protocol.BootEnvironments;

/** {@code snapup be unmount}. */
public final class BeUnmount extends BeVerb {
    public BeUnmount() {
        super("unmount", BootEnvironments.UNMOUNT, List.of(), "NAME", 1, 1, "Unmount a boot environment.");
    }

    @Override
    Record request(Arguments arguments, Session session) {
        return new BootEnvironments.UnmountRequest(arguments.required(0));
    }
}
