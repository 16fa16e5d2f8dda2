package org.snapup.ips.repo.depot;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.snapup.ips.repo.BlockInputStream;

/** A body that goes on where its connection broke off. Confined to one thread. */
final class ResumingStream extends BlockInputStream {
    /** Opens the body again, at a byte. */
    interface Source {
        /** @param attempt from 2 on, for the length of the pause */
        InputStream open(long from, int attempt) throws IOException;
    }

    private final Source source;
    private final DepotClient.Retry retry;
    private InputStream body;
    private long position;

    ResumingStream(InputStream body, Source source, DepotClient.Retry retry) {
        this.body = body;
        this.source = source;
        this.retry = retry;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        IOException failure = null;
        for (int attempt = 1; attempt <= retry.attempts(); attempt++) {
            try {
                if (failure != null) {
                    body = source.open(position, attempt);
                }
                int count = body.read(buffer, offset, length);
                position += Math.max(count, 0);
                return count;
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                failure = e;
                closeBroken();
            }
        }
        throw failure == null ? new IOException("no attempt was made") : failure;
    }

    private void closeBroken() {
        try {
            body.close();
        } catch (IOException e) {
            // broken already; what matters is reported by the next attempt
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
