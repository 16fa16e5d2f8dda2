package org.snapup.daemon.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * Files that decide what the daemon does. Each, and every folder above it, must belong to root or the daemon's user and
 * be writable by nobody else. A sticky folder such as {@code /tmp} may stand further up, since nobody can rename what
 * is ours in it; the file's own folder can't be one, because names of other people's files could be linked there.
 */
public final class TrustedFile {
    private static final int WRITABLE_BY_OTHERS = 022;
    private static final int STICKY = 01000;
    private static final int MODE_BITS = 07777;
    private static final long LONGEST = 1 << 20;

    private final long daemonUid;

    public TrustedFile(long daemonUid) {
        this.daemonUid = daemonUid;
    }

    /**
     * The file's text.
     *
     * @throws SnapupException {@link ErrorCode#BAD_CONFIGURATION} when it isn't trusted, with the command that mends it,
     *     or can't be read, or is no UTF-8
     */
    public String read(Path file) {
        require(file);
        if (!Files.isRegularFile(file)) {
            throw bad(file, "it is no regular file", null); // reading a pipe would wait for somebody who writes
        }
        try {
            if (Files.size(file) > LONGEST) {
                throw bad(file, "it is longer than " + LONGEST + " bytes", null);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad(file, "it is not UTF-8", e);
        } catch (IOException e) {
            throw bad(file, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Refuses a file or folder that somebody else could change.
     *
     * @throws SnapupException {@link ErrorCode#BAD_CONFIGURATION}
     */
    public void require(Path file) {
        Path named = file.toAbsolutePath().normalize();
        try {
            requireChain(file, named);
            Path real = named.toRealPath();
            if (!real.equals(named)) {
                requireChain(file, real);
            }
        } catch (NoSuchFileException e) {
            throw bad(file, "there is no such file", e);
        } catch (IOException e) {
            throw bad(file, String.valueOf(e.getMessage()), e);
        }
    }

    private void requireChain(Path file, Path path) throws IOException {
        for (Path part = path; part != null; part = part.getParent()) {
            Map<String, Object> attributes = Files.readAttributes(part, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
            long uid = Integer.toUnsignedLong((Integer) value(attributes, "uid"));
            int mode = (Integer) value(attributes, "mode");
            if (uid != 0 && uid != daemonUid) {
                throw bad(
                        file,
                        "'" + part + "' belongs to uid " + uid + ", and it must belong to root or uid " + daemonUid
                                + ": run chown -h 0 '" + part + "'",
                        null);
            }
            boolean sheltered = (mode & STICKY) != 0 && !part.equals(path) && !part.equals(path.getParent());
            if (!Files.isSymbolicLink(part) && (mode & WRITABLE_BY_OTHERS) != 0 && !sheltered) {
                throw bad(
                        file,
                        "'" + part + "' is writable by its group or by others (mode "
                                + String.format("%04o", mode & MODE_BITS) + "): run chmod go-w '" + part
                                + "', or keep the file elsewhere",
                        null);
            }
        }
    }

    private static Object value(Map<String, Object> attributes, String name) throws IOException {
        Object value = attributes.get(name);
        if (value == null) {
            throw new IOException("the filesystem tells no " + name);
        }
        return value;
    }

    private static SnapupException bad(Path file, String what, @Nullable Throwable cause) {
        return new SnapupException(
                ErrorCode.BAD_CONFIGURATION, file.toString(), "snapupd doesn't use '" + file + "': " + what, cause);
    }
}
