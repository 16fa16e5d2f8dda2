package org.snapup.daemon.server;

import org.snapup.daemon.server.access.Caller;
import org.snapup.protocol.Call;

/** What answers calls. */
@FunctionalInterface
public interface CallHandler {
    /**
     * Begins to answer a call; ends it with a reply that nothing follows, from any thread. Runs on the connection's
     * event loop and must not wait.
     */
    void handle(Call call, Caller caller, Exchange exchange);
}
