package org.snapup.client.be;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.UsageException;
import org.snapup.client.verb.Session;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.Shared;

/** {@code snapup be mount}. */
public final class BeMount extends BeVerb {
    private static final Option SHARED = Option.valued(
            's', "ro|rw", "show the running system's filesystems that belong to no boot environment, too");

    public BeMount() {
        super(
                "mount",
                BootEnvironments.MOUNT,
                List.of(SHARED),
                "NAME [DIR]",
                1,
                2,
                "Mount a boot environment, at DIR or a new directory.");
    }

    @Override
    Record request(Arguments arguments, Session session) throws UsageException {
        String directory = arguments.operand(1);
        return new BootEnvironments.MountRequest(
                arguments.required(0),
                directory == null ? null : session.absolute(directory),
                shared(arguments.value(SHARED)));
    }

    private static @Nullable Shared shared(@Nullable String mode) throws UsageException {
        if (mode == null) {
            return null;
        }
        return switch (mode) {
            case "ro" -> Shared.READ_ONLY;
            case "rw" -> Shared.READ_WRITE;
            default -> throw new UsageException("-s must be ro or rw, not '" + mode + "'");
        };
    }
}
