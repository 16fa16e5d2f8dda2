package org.snapup.daemon.server.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.snapup.daemon.server.Exchange;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event.Progress;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.ImageQueries.Query;
import org.snapup.protocol.Reply;
import org.snapup.protocol.SnapupException;
import org.snapup.protocol.Verification;

/** Calls that ask about an image: answered on threads of their own, with {@code more} in parts. Safe on any thread. */
final class Inquiries {
    private static final long PROGRESS_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Parts of an answer to who doesn't take several. */
    private static final int MAX_JOINED = 64;

    private final Questions questions;
    private final CallThreads threads;
    private final AnswerMemory memory;

    Inquiries(Questions questions, CallThreads threads, AnswerMemory memory) {
        this.questions = questions;
        this.threads = threads;
        this.memory = memory;
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
        Consumer<Progress> progress = query instanceof Verification.VerifyRequest ? new Paced(exchange) : ignored -> {};
        if (request.streams()) {
            PageStream.send(request, memory, stream -> {
                Record last = questions.answer(query, stream::add, progress, exchange::isGone);
                return stream.addAllButLast(Pages.of(last));
            });
        } else {
            exchange.send(Reply.of(whole(request, query)));
        }
    }

    /** Of many rows no one reply is made, for they would all be kept until it is complete. */
    private Record whole(Request request, Query query) {
        List<Record> parts = new ArrayList<>();
        Record last = questions.answer(
                query,
                part -> {
                    parts.add(part);
                    if (parts.size() > MAX_JOINED) {
                        String method = request.call().method();
                        throw new SnapupException(
                                ErrorCode.EXPECTED_MORE,
                                method,
                                "the answer to " + method + " is so long that it needs 'more'",
                                null);
                    }
                },
                progress -> {},
                request.exchange()::isGone);
        parts.add(last);
        return Pages.joined(parts);
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
