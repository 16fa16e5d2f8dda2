package org.snapup.client.verb;

import java.io.IOException;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;

/** Something that {@code snapup} can be told to do. */
public interface Verb {
    Syntax syntax();

    /**
     * Does it.
     *
     * @return the exit status: 0 done, 1 failed, 4 nothing to do
     * @throws UsageException when the arguments contradict each other
     * @throws org.snapup.protocol.SnapupException when the daemon refuses
     * @throws IOException when the daemon can't be reached or goes away
     */
    int run(Arguments arguments, Session session) throws IOException, UsageException;
}
