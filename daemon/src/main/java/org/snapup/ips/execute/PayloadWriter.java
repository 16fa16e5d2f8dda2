package org.snapup.ips.execute;

import java.nio.ByteBuffer;
import org.snapup.ffi.FileHandle;
import org.snapup.ips.plan.PlannedAction;
import org.snapup.ips.repo.Unpacker;

/** Writes contents into files, on one thread. */
final class PayloadWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 128 * 1024;

    private final Payloads payloads;
    private final Unpacker unpacker = new Unpacker();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    PayloadWriter(Payloads payloads) {
        this.payloads = payloads;
    }

    /**
     * Writes a content to an open, empty file.
     *
     * @throws org.snapup.ips.IpsException NOT_FOUND, CORRUPT, IO
     */
    void write(PlannedAction planned, FileHandle target) {
        payloads.read(planned, new Destination(target), unpacker, buffer);
    }

    private static final class Destination implements Payloads.Destination {
        private final FileHandle target;
        private boolean begun;

        Destination(FileHandle target) {
            this.target = target;
        }

        @Override
        public void restart() {
            if (begun) {
                target.truncate(0);
                target.seek(0);
                begun = false;
            }
        }

        @Override
        public int write(ByteBuffer content) {
            int count = content.remaining();
            begun = true;
            target.write(content);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // whoever opened it closes it
        }
    }

    @Override
    public void close() {
        unpacker.close();
    }
}
