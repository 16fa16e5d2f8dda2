package org.snapup.client.be.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.snapup.client.verb.Session;

/** A program that snapup answers for when it is called by that program's name. */
public interface Dialect {
    /**
     * Does what the program would do.
     *
     * @param in what a stream or an answer is read from
     * @return the program's exit status for what came of it
     * @throws IOException when the daemon can't be reached or goes away, or a stream breaks
     */
    int run(List<String> words, Session session, InputStream in) throws IOException;

    /** The program's exit status where no daemon answers. */
    int withoutDaemon();
}
