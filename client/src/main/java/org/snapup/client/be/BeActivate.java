package org.snapup.client.be;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.UsageException;
import org.snapup.client.verb.Session;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.ActivateRequest;
import org.snapup.protocol.BootEnvironments.DeactivateRequest;

/** {@code snapup be activate}. */
public final class BeActivate extends BeVerb {
    private static final Option ONCE = Option.flag('t', "it boots next, and only then");
    private static final Option TAKE_BACK = Option.flag('T', "take -t back: what boots usually boots next");

    public BeActivate() {
        super(
                "activate",
                BootEnvironments.ACTIVATE,
                List.of(ONCE, TAKE_BACK),
                "NAME",
                0,
                1,
                "Make a boot environment the one that boots next.");
    }

    @Override
    Record request(Arguments arguments, Session session) throws UsageException {
        @Nullable String name = arguments.operand(0);
        if (arguments.has(TAKE_BACK)) {
            if (arguments.has(ONCE)) {
                throw new UsageException("-t and -T exclude each other");
            }
            return new DeactivateRequest(name);
        }
        if (name == null) {
            throw new UsageException("missing NAME");
        }
        return new ActivateRequest(name, arguments.has(ONCE) ? Boolean.TRUE : null);
    }

    @Override
    int run(String calledMethod, Record request, Session session) throws IOException {
        return super.run(
                request instanceof DeactivateRequest ? BootEnvironments.DEACTIVATE : calledMethod, request, session);
    }
}
