package org.snapup.ips.repo.publish;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/** Remembers whether writing failed, so that a full disk isn't taken for a fault of where the bytes come from. */
public final class TargetStream extends FilterOutputStream {
    private @Nullable IOException failure;

    /** Writes to a stream. */
    public TargetStream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** What went wrong by copying to {@code target}: that writing failed, or what is told of the source. */
    public IpsException cause(IpsException ofSource, Object target) {
        return failure == null
                ? ofSource
                : new IpsException(
                        IpsException.Kind.IO,
                        "can't write to " + target + ": " + failure + "; check free space and permissions",
                        failure);
    }
}
