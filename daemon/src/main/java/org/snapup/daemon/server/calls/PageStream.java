package org.snapup.daemon.server.calls;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.snapup.daemon.server.Exchange;
import org.snapup.daemon.server.access.Action;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Reply;
import org.snapup.protocol.SnapupException;

/**
 * Parts of a reply on their way to one client, who takes them as fast as it can: what waits is encoded already, and counted where
 * it is long. Parts are added by one thread; the rest is confined to the connection's event loop.
 */
final class PageStream implements Exchange.Listener {
    /** Of each answer, so that nobody is refused a short one; the number of connections bounds how many there are. */
    private static final int UNCOUNTED_BYTES = 256 << 10;

    private final Exchange exchange;
    private final boolean admin;
    private final AnswerMemory memory;
    private final Deque<Part> waiting = new ArrayDeque<>();
    private int uncounted = UNCOUNTED_BYTES; // the thread's that adds
    private boolean complete;
    private boolean over;

    private PageStream(Request request, AnswerMemory memory) {
        this.exchange = request.exchange();
        this.admin = request.caller().may(Action.SEE_EVERYTHING);
        this.memory = memory;
    }

    private static final class Part {
        final byte[] json;
        final int counted; // bytes

        Part(byte[] json, int counted) {
            this.json = json;
            this.counted = counted;
        }
    }

    /** Whatever gives parts of a reply. */
    interface Source {
        /** Adds all parts but the last to the stream, and returns that one. */
        Record send(PageStream stream);
    }

    /**
     * Sends all that a source gives. After an exception nothing more is sent, and the call isn't answered.
     *
     * @throws SnapupException QUEUE_FULL where there is no room for more, and what the source throws
     */
    static void send(Request request, AnswerMemory memory, Source source) {
        Exchange exchange = request.exchange();
        PageStream stream = new PageStream(request, memory);
        exchange.post(() -> exchange.listen(stream));
        boolean sent = false;
        try {
            stream.add(Reply.of(source.send(stream)));
            sent = true;
        } finally {
            if (!sent) {
                exchange.post(stream::onGone);
            }
        }
    }

    /**
     * Adds a part that others follow.
     *
     * @throws SnapupException QUEUE_FULL; CANCELLED where the client has left
     */
    void add(Record part) {
        if (exchange.isGone()) {
            throw new SnapupException(ErrorCode.CANCELLED, "nobody waits for the answer any more");
        }
        add(Reply.continuing(part));
    }

    /** Adds parts, and returns the last. */
    Record addAllButLast(List<? extends Record> parts) {
        int last = parts.size() - 1;
        parts.subList(0, last).forEach(this::add);
        return parts.get(last);
    }

    private void add(Reply reply) {
        byte[] json = reply.encode();
        int free = Math.min(uncounted, json.length);
        Part part = new Part(json, json.length - free);
        memory.take(part.counted, admin);
        uncounted -= free;
        if (!exchange.post(() -> accept(part, !reply.continues()))) {
            memory.release(part.counted);
        }
    }

    private void accept(Part part, boolean last) {
        waiting.add(part);
        complete = last;
        pull();
    }

    @Override
    public void onWritable() {
        pull();
    }

    @Override
    public void onGone() {
        over = true;
        pull();
    }

    private void pull() {
        over |= exchange.isOver();
        while (!waiting.isEmpty() && (over || exchange.isWritable())) {
            Part part = waiting.remove();
            memory.release(part.counted);
            if (!over) {
                over = complete && waiting.isEmpty();
                exchange.write(List.of(part.json), over);
            }
        }
    }
}
