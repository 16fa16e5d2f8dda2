package org.snapup.daemon.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.server.access.Caller;
import org.snapup.ffi.peer.KernelPeer;
import org.snapup.ffi.peer.PeerException;
import org.snapup.protocol.Call;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Json;
import org.snapup.protocol.SnapupException;

/**
 * One client: identified first, then its calls one after the other. Reads only when it has room, and answers only
 * while the client takes answers. Confined to the connection's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // netty tells the pipeline of every failure and every close
final class Connection extends ChannelInboundHandlerAdapter {
    private final Connections connections;
    private final ServerLimits limits;
    private final Framing framing = new Framing(Json.MAX_CALL_BYTES);
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean reading;
    private @Nullable KernelPeer admitted;
    private @Nullable Caller caller;
    private @Nullable Exchange current;
    private @Nullable ScheduledFuture<?> halfMessage;

    Connection(Connections connections) {
        this.connections = connections;
        this.limits = connections.limits();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        KernelPeer peer;
        try {
            peer = connections.peerOf(ctx.channel());
        } catch (PeerException e) {
            close(ctx, "the kernel doesn't say who it is: " + e.getMessage());
            return;
        }
        if (!connections.admit(this, ctx.channel(), peer)) {
            connections.refused(peer, "too many connections");
            ctx.close();
            return;
        }
        admitted = peer;
        connections.identify(peer).thenAcceptAsync(known -> begin(ctx, known), ctx.executor());
    }

    private void begin(ChannelHandlerContext ctx, Caller known) {
        if (ctx.channel().isActive()) {
            caller = known;
            proceed(ctx);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            framing.append(bytes);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        proceed(ctx);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            if (current != null) {
                current.onWritable();
            }
            proceed(ctx);
        }
    }

    /** Takes messages in, begins the next call, reads on: each as far as it can be done now. */
    private void proceed(ChannelHandlerContext ctx) {
        try {
            boolean more = true;
            while (more && ctx.channel().isActive()) {
                more = takeIn();
                more |= beginNext(ctx);
            }
            watchHalfMessage(ctx);
            if (hasRoom() && !reading && caller != null && ctx.channel().isActive()) {
                reading = true;
                ctx.read();
            }
        } catch (IOException e) {
            // Jackson says on a second line where it was, in a source that it doesn't show.
            close(ctx, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private boolean takeIn() throws IOException {
        boolean taken = false;
        while (hasRoom()) {
            byte[] message = framing.next();
            if (message == null) {
                break;
            }
            waiting.add(message);
            waitingBytes += message.length;
            taken = true;
        }
        return taken;
    }

    private boolean hasRoom() {
        return waiting.size() < limits.waitingCalls() && waitingBytes <= Json.MAX_CALL_BYTES;
    }

    private boolean beginNext(ChannelHandlerContext ctx) throws IOException {
        if (current != null || caller == null || !ctx.channel().isWritable()) {
            return false;
        }
        byte[] message = waiting.poll();
        if (message == null) {
            return false;
        }
        waitingBytes -= message.length;
        Call call = Call.decode(message);
        Exchange exchange = new Exchange(ctx.channel(), call, () -> end(ctx));
        current = exchange;
        connections.handler().handle(call, caller, exchange);
        return true;
    }

    private void end(ChannelHandlerContext ctx) {
        current = null;
        proceed(ctx);
    }

    /** A message that we leave unread for want of room isn't the client's delay. */
    private void watchHalfMessage(ChannelHandlerContext ctx) {
        boolean inside = framing.isInside() && hasRoom();
        if (!inside && halfMessage != null) {
            halfMessage.cancel(false);
            halfMessage = null;
        } else if (inside && halfMessage == null) {
            halfMessage = ctx.executor()
                    .schedule(
                            () -> close(ctx, "half a message for " + limits.halfMessage()),
                            limits.halfMessage().toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (halfMessage != null) {
            halfMessage.cancel(false);
        }
        if (current != null) {
            current.onGone();
        }
        if (admitted != null) {
            connections.leave(this, admitted);
        }
        waiting.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            ctx.close(); // the client went away in the middle of something
        } else {
            close(ctx, cause.toString());
        }
    }

    /** The server stops: whoever waits for an answer is told so. */
    void stop(Channel channel) {
        if (current != null) {
            current.abort(new SnapupException(
                    ErrorCode.SHUTTING_DOWN, "snapupd is stopping; jobs go on when it is started again"));
        } else {
            channel.close();
        }
    }

    private void close(ChannelHandlerContext ctx, String reason) {
        connections.refused(admitted, reason);
        ctx.close();
    }
}
