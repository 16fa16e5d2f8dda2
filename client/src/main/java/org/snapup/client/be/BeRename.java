package org.snapup.client.be;

import java.util.List;
import org.snapup.client.cli.Arguments;
import org.snapup.client.verb.Session;
import org.snapup.protocol.BootEnvironments;

/** {@code snapup be rename}. */
public final class BeRename extends BeVerb {
    public BeRename() {
        super("rename", BootEnvironments.RENAME, List.of(), "OLD NEW", 2, 2, "Rename a boot environment.");
    }

    @Override
    Record request(Arguments arguments, Session session) {
        return new BootEnvironments.RenameRequest(arguments.required(0), arguments.required(1));
    }
}
