package org.snapup.client.be;

import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.verb.Session;
import org.snapup.protocol.BootEnvironments;

/** {@code snapup be activate}. */
public final class BeActivate extends BeVerb {
    public BeActivate() {
        super(
                "activate",
                BootEnvironments.ACTIVATE,
                List.of(),
                "NAME",
                1,
                1,
                "Make a boot environment the one that boots next.");
    }

    @Override
    Record request(Arguments arguments, Session session) {
        return new BootEnvironments.ActivateRequest(arguments.required(0));
    }
}
