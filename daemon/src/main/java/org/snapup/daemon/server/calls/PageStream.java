package org.snapup.daemon.server.calls;

import java.util.List;
import org.snapup.daemon.server.Exchange;
import org.snapup.protocol.Reply;

/**
 * Parts of a reply on their way to one client: encoded one by one and only while the client takes them. Confined to the
 * connection's event loop, but for the encoding, which is done on the query threads, by one task at a time.
 */
final class PageStream implements Exchange.Listener {
    private final Exchange exchange;
    private final CallThreads threads;
    private final List<Record> pages;
    private int sent;
    private boolean busy;
    private boolean over;

    /** @param pages at least one */
    PageStream(Exchange exchange, CallThreads threads, List<Record> pages) {
        this.exchange = exchange;
        this.threads = threads;
        this.pages = pages;
    }

    /** Begins; on any thread. */
    void start() {
        exchange.post(() -> {
            exchange.listen(this);
            pull();
        });
    }

    @Override
    public void onWritable() {
        pull();
    }

    @Override
    public void onGone() {
        over = true;
    }

    private void pull() {
        if (busy || over || exchange.isOver() || !exchange.isWritable()) {
            return;
        }
        busy = true;
        Record page = pages.get(sent);
        boolean last = sent == pages.size() - 1;
        threads.runCall(exchange, () -> {
            byte[] reply = (last ? Reply.of(page) : Reply.continuing(page)).encode();
            exchange.post(() -> deliver(reply, last));
        });
    }

    private void deliver(byte[] reply, boolean last) {
        busy = false;
        sent++;
        over |= last;
        exchange.write(List.of(reply), last);
        pull();
    }
}
