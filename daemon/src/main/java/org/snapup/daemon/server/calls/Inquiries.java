package org.snapup.daemon.server.calls;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.snapup.daemon.server.Exchange;
import org.snapup.protocol.Event.Progress;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.ImageQueries.Query;
import org.snapup.protocol.Reply;
import org.snapup.protocol.Verification;

/** Calls that ask about an image: answered on threads of their own, with {@code more} in parts. Safe on any thread. */
final class Inquiries {
    private static final long PROGRESS_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Questions questions;
    private final CallThreads threads;

    Inquiries(Questions questions, CallThreads threads) {
        this.questions = questions;
        this.threads = threads;
    }

    void answer(Request request, Query query) {
        if (takesLong(query)) {
            threads.runDryRun(request.exchange(), () -> reply(request, query));
        } else {
            threads.runQuery(request.exchange(), () -> reply(request, query));
        }
    }

    /** It reads every file, or waits for repositories. */
    private static boolean takesLong(Query query) {
        if (query instanceof ImageQueries.InfoRequest info) {
            return Boolean.TRUE.equals(info.remote()) || Boolean.TRUE.equals(info.licenses());
        } else if (query instanceof ImageQueries.ContentsRequest contents) {
            return Boolean.TRUE.equals(contents.remote());
        } else if (query instanceof ImageQueries.SearchRequest search) {
            return Boolean.TRUE.equals(search.remote());
        }
        return query instanceof Verification.VerifyRequest;
    }

    private void reply(Request request, Query query) {
        Exchange exchange = request.exchange();
        Consumer<Progress> progress =
                request.streams() && query instanceof Verification.VerifyRequest ? new Paced(exchange) : ignored -> {};
        Record whole = questions.answer(query, progress, exchange::isGone);
        if (request.streams()) {
            new PageStream(exchange, threads, Pages.of(whole)).start();
        } else {
            exchange.send(Reply.of(whole));
        }
    }

    /** Passes progress on, now and then, and none to a client that is slow. Any thread, one at a time. */
    private static final class Paced implements Consumer<Progress> {
        private final Exchange exchange;
        private long last = System.nanoTime();

        Paced(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public synchronized void accept(Progress progress) {
            long now = System.nanoTime();
            if (now - last >= PROGRESS_PAUSE_NANOS && exchange.isWritable()) {
                last = now;
                exchange.send(Reply.continuing(new Verification.Verified(progress, null, null, null, null)));
            }
        }
    }
}
