package org.snapup.daemon.server;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import org.snapup.protocol.Call;
import org.snapup.protocol.Reply;

/** Fuzz target: what arrives on the socket, cut into messages and decoded; and what a client gets. */
public final class CallFuzz {
    private static final int LONGEST = 1 << 16;

    private CallFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Framing framing = new Framing(LONGEST);
        try {
            framing.append(Unpooled.wrappedBuffer(input));
            for (byte[] message = framing.next(); message != null; message = framing.next()) {
                decode(message);
            }
        } catch (IOException e) {
            // too long
        }
        decode(input);
    }

    private static void decode(byte[] message) {
        try {
            Call.decode(message);
        } catch (IOException e) {
            // refused
        }
        try {
            Reply.decode(message);
        } catch (IOException e) {
            // refused
        }
    }
}
