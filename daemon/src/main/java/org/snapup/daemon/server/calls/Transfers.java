package org.snapup.daemon.server.calls;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.UploadRequest;
import org.snapup.protocol.BootEnvironments.Uploaded;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * Streams on their way in, a file each, until they are whole and a job makes BEs of them: so the queue waits for no
 * client. Whose last bytes came too long ago is forgotten. Safe on any thread.
 */
public final class Transfers {
    private static final Logger LOG = LoggerFactory.getLogger(Transfers.class);
    private static final int MOST = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** The journal and what comes back on an undone job need room, whatever is sent. */
    private static final long FREE_BYTES = 64L << 20;

    private final Path folder;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Instant> open = new HashMap<>();

    /**
     * Removes what was being sent when an earlier daemon ended.
     *
     * @param wanted transfers that unfinished jobs are about
     */
    public Transfers(Path folder, Set<String> wanted, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        try (Stream<Path> left = Files.list(folder)) {
            left.filter(file -> !wanted.contains(file.getFileName().toString())).forEach(Transfers::remove);
        } catch (IOException e) {
            throw failed("look for streams in " + folder, e);
        }
    }

    /** A job took it over. */
    public synchronized void hand(String transfer) {
        if (open.remove(transfer) == null) {
            throw unknown(transfer);
        }
    }

    synchronized Uploaded append(UploadRequest request) {
        forgetOld();
        byte[] data = decode(request.data());
        String transfer = request.transfer() == null ? begin() : request.transfer();
        if (!open.containsKey(transfer)) {
            throw unknown(transfer);
        }
        Path path = folder.resolve(transfer);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            if (file.length() != request.offset()) {
                throw new SnapupException(
                        ErrorCode.INVALID_PARAMETER,
                        "offset",
                        "the next bytes of this stream belong at " + file.length() + ", not at " + request.offset(),
                        null);
            }
            if (Files.getFileStore(folder).getUsableSpace() - data.length < FREE_BYTES) {
                throw new SnapupException(
                        ErrorCode.NO_SPACE,
                        "there is no room for the stream in " + folder + "; free some and send it again");
            }
            file.seek(request.offset());
            file.write(data);
            open.put(transfer, clock.instant());
            return new Uploaded(transfer, request.offset() + data.length);
        } catch (IOException e) {
            throw failed("keep the stream in " + path, e);
        }
    }

    private static byte[] decode(String text) {
        try {
            byte[] data = Base64.getDecoder().decode(text);
            if (data.length <= BootEnvironments.CHUNK_BYTES) {
                return data;
            }
        } catch (IllegalArgumentException e) {
            LOG.atDebug().setCause(e).log("not base64");
        }
        throw new SnapupException(
                ErrorCode.INVALID_PARAMETER,
                "data",
                "'data' must be base64 of at most " + BootEnvironments.CHUNK_BYTES + " bytes",
                null);
    }

    private String begin() {
        if (open.size() >= MOST) {
            throw new SnapupException(
                    ErrorCode.QUEUE_FULL, MOST + " streams are being sent already; try again when one has come in");
        }
        byte[] number = new byte[16];
        random.nextBytes(number);
        String transfer = HexFormat.of().formatHex(number);
        try {
            Files.createFile(
                    folder.resolve(transfer),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw failed("keep a stream in " + folder, e);
        }
        open.put(transfer, clock.instant());
        return transfer;
    }

    private void forgetOld() {
        Instant oldest = clock.instant().minus(PATIENCE);
        open.entrySet().removeIf(entry -> {
            boolean old = entry.getValue().isBefore(oldest);
            if (old) {
                remove(folder.resolve(entry.getKey()));
            }
            return old;
        });
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.atWarn().setCause(e).addKeyValue("file", file).log("stream not removed");
        }
    }

    private static SnapupException unknown(String transfer) {
        return new SnapupException(
                ErrorCode.INVALID_PARAMETER,
                "transfer",
                "there is no stream " + transfer + " here: it was silent for too long, or the daemon was started again;"
                        + " send it again from its beginning",
                null);
    }

    private static SnapupException failed(String attempt, IOException e) {
        return new SnapupException(ErrorCode.STORAGE_FAILED, "can't " + attempt + ": " + e.getMessage(), e);
    }
}
