package org.snapup.client.be.dialect;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;
import org.snapup.client.verb.Session;
import org.snapup.client.wire.Connection;
import org.snapup.client.wire.Daemon;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.DestroyRequest;
import org.snapup.protocol.BootEnvironments.ExportRequest;
import org.snapup.protocol.BootEnvironments.ImportRequest;
import org.snapup.protocol.BootEnvironments.SnapshotRequest;
import org.snapup.protocol.BootEnvironments.UploadRequest;
import org.snapup.protocol.Call;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Reply;
import org.snapup.protocol.SnapupException;

/** Boot environments from and to the standard streams, in messages of bounded size. */
public final class Streams {
    private Streams() {}

    /**
     * Writes a BE, or {@code BE@SNAPSHOT}, as a stream. A BE gets a snapshot for as long as that takes.
     *
     * @throws IOException when the stream can't be written
     */
    public static Errand.Result export(Session session, String name, OutputStream out) throws IOException {
        if (name.indexOf('@') >= 0) {
            return write(session, name, out);
        }
        String snapshot = "export-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + "-"
                + ProcessHandle.current().pid();
        Errand.Result taken = Errand.run(session, BootEnvironments.SNAPSHOT, new SnapshotRequest(name, snapshot, null));
        if (!taken.isDone()) {
            return taken;
        }
        Errand.Result written = new Errand.Result(ErrorCode.INTERRUPTED, "the stream broke off");
        try {
            written = write(session, name + "@" + snapshot, out);
        } finally {
            Errand.Result removed =
                    Errand.run(session, BootEnvironments.DESTROY, DestroyRequest.of(name + "@" + snapshot));
            if (written.isDone() && !removed.isDone()) {
                written = removed;
            }
        }
        return written;
    }

    private static Errand.Result write(Session session, String snapshot, OutputStream out) throws IOException {
        Call call = Call.of(BootEnvironments.EXPORT, new ExportRequest(snapshot), true);
        try (Connection connection = session.daemon().start(call, Daemon.ANSWER_LIMIT)) {
            while (true) {
                Reply reply = Daemon.succeeded(connection.receive());
                out.write(Base64.getDecoder().decode(new Fields(reply.parameters()).text("data")));
                if (!reply.continues()) {
                    out.flush();
                    return new Errand.Result(null, "");
                }
            }
        } catch (SnapupException e) {
            return Errand.refused(e);
        } catch (EOFException e) {
            return new Errand.Result(ErrorCode.INTERRUPTED, "the daemon went away before the stream's end");
        }
    }

    /** Makes a BE of a stream, which is sent whole before a job begins. */
    public static Errand.Result take(Session session, String name, InputStream in) throws IOException {
        String transfer = null;
        long size = 0;
        byte[] chunk = new byte[BootEnvironments.CHUNK_BYTES];
        try {
            while (true) {
                // not readNBytes(int): that of a file asks for its position, and a pipe has none
                int count = in.readNBytes(chunk, 0, chunk.length);
                if (count == 0 && transfer != null) {
                    break;
                }
                String data = Base64.getEncoder().encodeToString(Arrays.copyOf(chunk, count));
                Call call = Call.of(BootEnvironments.UPLOAD, new UploadRequest(transfer, size, data), false);
                Fields reply = new Fields(
                        session.daemon().ask(call, Daemon.ANSWER_LIMIT).parameters());
                transfer = reply.text("transfer");
                size = reply.number("size");
            }
        } catch (SnapupException e) {
            return Errand.refused(e);
        }
        return Errand.run(session, BootEnvironments.IMPORT, new ImportRequest(name, transfer));
    }
}
