package org.snapup.ips.execute.contents;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.FileHandle;
import org.snapup.ips.plan.PlannedAction;
import org.snapup.ips.repo.Unpacker;

/** Writes contents into files, on one thread. */
public final class PayloadWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 128 * 1024;

    private final Payloads payloads;
    private @Nullable Unpacker unpacker;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    public PayloadWriter(Payloads payloads) {
        this.payloads = payloads;
    }

    /** As {@link Payloads#take}. */
    public Staging.@Nullable Staged take(PlannedAction planned) {
        return payloads.take(planned);
    }

    /**
     * Writes a content to an open, empty file.
     *
     * @throws org.snapup.ips.IpsException NOT_FOUND, CORRUPT, IO
     */
    public void write(PlannedAction planned, FileHandle target) {
        payloads.read(planned, new Destination(target), this::unpacker, buffer);
    }

    /** Made when it is needed: most contents are staged. */
    private Unpacker unpacker() {
        if (unpacker == null) {
            unpacker = new Unpacker();
        }
        return unpacker;
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
    }

    @Override
    public void close() {
        if (unpacker != null) {
            unpacker.close();
        }
    }
}
