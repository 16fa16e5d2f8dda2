package org.snapup.daemon.server.calls;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.snapup.daemon.server.Exchange;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.Exported;
import org.snapup.protocol.Reply;

/**
 * Bytes on their way to one client, in replies of bounded size. Written by one thread, which waits for as long as the
 * client takes nothing; the state is shared with the connection's event loop only through the semaphore.
 */
final class ExportStream extends OutputStream implements Exchange.Listener {
    private static final long LOOK_SECONDS = 1;

    private final Exchange exchange;
    private final Semaphore wake = new Semaphore(0);
    private final byte[] chunk = new byte[BootEnvironments.CHUNK_BYTES];
    private int filled;

    ExportStream(Exchange exchange) {
        this.exchange = exchange;
    }

    /** What fills the stream. */
    interface Source {
        void writeTo(OutputStream to) throws IOException;
    }

    /** Sends everything that the source writes, and then the last reply; a client that is gone ends it. */
    void run(Source source) {
        exchange.post(() -> exchange.listen(this));
        try {
            source.writeTo(this);
            passOn();
        } catch (IOException e) {
            return; // nobody is there to be told
        }
        exchange.send(Reply.of(new Exported("")));
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int at = 0; at < length; ) {
            int count = Math.min(length - at, chunk.length - filled);
            System.arraycopy(bytes, offset + at, chunk, filled, count);
            filled += count;
            at += count;
            if (filled == chunk.length) {
                passOn();
            }
        }
    }

    private void passOn() throws IOException {
        if (filled == 0) {
            return;
        }
        String data = Base64.getEncoder().encodeToString(Arrays.copyOf(chunk, filled));
        filled = 0;
        byte[] reply = Reply.continuing(new Exported(data)).encode();
        awaitRoom();
        Semaphore written = new Semaphore(0);
        boolean posted = exchange.post(() -> {
            exchange.write(List.of(reply), false);
            written.release();
        });
        while (posted && !await(written)) {
            requireReader();
        }
        requireReader();
    }

    private void awaitRoom() throws IOException {
        while (!exchange.isWritable()) {
            requireReader();
            await(wake);
        }
    }

    private static boolean await(Semaphore semaphore) throws IOException {
        try {
            return semaphore.tryAcquire(LOOK_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the daemon stops", e);
        }
    }

    private void requireReader() throws IOException {
        if (exchange.isGone()) {
            throw new IOException("the client went away");
        }
    }

    @Override
    public void onWritable() {
        wake.release();
    }

    @Override
    public void onGone() {
        wake.release();
    }
}
