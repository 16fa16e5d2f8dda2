package org.snapup.client.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.snapup.protocol.Reply;

/**
 * Initialises what a conversation with the daemon needs of the JDK and of Jackson, while the main thread still reads the
 * command line: for a process's first domain socket, JDK 17 makes a source of random numbers with all that belongs to it,
 * which is a sixth of the time that a start takes. Nothing waits for this thread; who comes first initialises.
 */
public final class HeadStart extends Thread {
    private HeadStart() {
        super("head start");
        setDaemon(true);
    }

    public static void begin() {
        new HeadStart().start();
    }

    @Override
    public void run() {
        try {
            prepare();
        } catch (IOException e) {
            return; // the main thread meets the same, and says it
        }
    }

    static void prepare() throws IOException {
        new Connection().close();
        Reply.decode("{\"parameters\":{\"list\":[\"\",1,true]}}".getBytes(UTF_8));
    }
}
