package org.snapup.daemon.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.Call;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Json;
import org.snapup.protocol.Reply;
import org.snapup.protocol.SnapupException;

/**
 * One call in progress and the way back to its caller. Replies may come from any thread, one at a time; the state is
 * confined to the connection's event loop. After the last reply, and after the connection is gone, replies are dropped.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and that is handled
public final class Exchange {
    private static final byte[] END = {0};

    private final Channel channel;
    private final boolean oneway;
    private final Runnable onEnd;
    private boolean ended;
    private @Nullable Listener listener;

    /** @param onEnd runs on the event loop when the call is answered; not when the connection ends first */
    Exchange(Channel channel, Call call, Runnable onEnd) {
        this.channel = channel;
        this.oneway = call.oneway();
        this.onEnd = onEnd;
    }

    /** What somebody who streams has to know; called on the event loop. */
    public interface Listener {
        /** The channel takes data again. */
        void onWritable();

        /** The call is over: the connection is gone, or the server stops. */
        void onGone();
    }

    /** Sends a reply; one without {@code continues} ends the call. */
    public void send(Reply reply) {
        byte[] json = reply.encode();
        if (json.length > Json.MAX_REPLY_BYTES) {
            fail(new SnapupException(
                    ErrorCode.INTERNAL, "the reply has " + json.length + " bytes, more than a client reads"));
            return;
        }
        post(() -> write(List.of(json), !reply.continues()));
    }

    public void fail(SnapupException e) {
        send(Reply.of(e));
    }

    /** The event loop; everything else in the exchange is asked there. */
    public EventLoop loop() {
        return channel.eventLoop();
    }

    /** Runs a task on the event loop; false when that is gone with its server, so that nobody is left to answer. */
    public boolean post(Runnable task) {
        try {
            loop().execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    public boolean isWritable() {
        return channel.isWritable();
    }

    /** The connection is closed; on any thread, unlike {@link #isOver}. */
    public boolean isGone() {
        return !channel.isActive();
    }

    public boolean isOver() {
        return ended || !channel.isActive();
    }

    /** Only one, of a call that streams; set on the event loop. */
    public void listen(Listener streamer) {
        listener = streamer;
    }

    void onWritable() {
        if (listener != null && !ended) {
            listener.onWritable();
        }
    }

    void onGone() {
        ended = true;
        if (listener != null) {
            listener.onGone();
        }
    }

    /** Ends the call with an error, whatever state it is in, and then the connection. */
    void abort(SnapupException e) {
        if (!ended && !oneway) {
            channel.writeAndFlush(framed(Reply.of(e).encode())).addListener(ChannelFutureListener.CLOSE);
        } else {
            channel.close();
        }
        onGone();
    }

    /** Sends encoded replies at once; on the event loop. */
    public void write(List<byte[]> replies, boolean last) {
        if (isOver()) {
            return;
        }
        ended = last;
        if (!oneway) {
            for (byte[] json : replies) {
                channel.write(framed(json), channel.voidPromise());
            }
            channel.flush();
        }
        if (last) {
            onEnd.run();
        }
    }

    private static ByteBuf framed(byte[] json) {
        return Unpooled.wrappedBuffer(json, END);
    }
}
