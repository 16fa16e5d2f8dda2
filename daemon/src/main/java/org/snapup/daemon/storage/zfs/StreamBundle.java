package org.snapup.daemon.storage.zfs;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The streams of several datasets in one.
 *
 * <pre>
 *   "snapup-be/1\n"
 *   for each dataset, parents first:
 *     'D'  path beneath the BE's root, empty for that itself     (2 bytes length, modified UTF-8)
 *          number of settings (4 bytes), then name and value of each (as the path)
 *          chunks of its stream: length (4 bytes, above 0), bytes; a length of 0 ends it
 *   'E'
 * </pre>
 */
final class StreamBundle {
    private static final byte[] MAGIC = "snapup-be/1\n".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern PATH = Pattern.compile("|[A-Za-z0-9][A-Za-z0-9_.:-]*(/[A-Za-z0-9][A-Za-z0-9_.:-]*)*");
    private static final int MOST_SETTINGS = 64;
    private static final int MOST_CHUNK_BYTES = 1 << 20;

    private StreamBundle() {}

    /** Looks whether one begins here, without taking anything away. */
    static boolean isOne(InputStream in) throws IOException {
        in.mark(MAGIC.length);
        byte[] begin = in.readNBytes(MAGIC.length);
        in.reset();
        return Arrays.equals(begin, MAGIC);
    }

    /** Writes one; confined to a thread. */
    static final class Writer {
        private final DataOutputStream out;

        Writer(OutputStream out) throws IOException {
            this.out = new DataOutputStream(out);
            out.write(MAGIC);
        }

        /** Where the dataset's stream goes, until {@link #end}. */
        OutputStream begin(String path, Map<String, String> settings) throws IOException {
            out.writeByte('D');
            out.writeUTF(path);
            out.writeInt(settings.size());
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                out.writeUTF(setting.getKey());
                out.writeUTF(setting.getValue());
            }
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    for (int at = 0; at < length; at += MOST_CHUNK_BYTES) {
                        int chunk = Math.min(MOST_CHUNK_BYTES, length - at);
                        out.writeInt(chunk);
                        out.write(bytes, offset + at, chunk);
                    }
                }
            };
        }

        void end() throws IOException {
            out.writeInt(0);
        }

        void finish() throws IOException {
            out.writeByte('E');
            out.flush();
        }
    }

    /** Reads one; confined to a thread. Everything in it is refused that a writer wouldn't write. */
    static final class Reader {
        private final DataInputStream in;
        private String path = "";
        private Map<String, String> settings = Map.of();
        private InputStream stream = InputStream.nullInputStream();

        /** @throws IOException when it is none */
        Reader(InputStream in) throws IOException {
            this.in = new DataInputStream(in);
            this.in.skipNBytes(MAGIC.length);
        }

        /** Goes to the next dataset, whose predecessor's stream has been read to its end; false after the last. */
        boolean next() throws IOException {
            int kind = in.readByte();
            if (kind == 'E') {
                return false;
            }
            if (kind != 'D') {
                throw new IOException("it is damaged");
            }
            boolean first = settings.isEmpty() && path.isEmpty() && !(stream instanceof BufferedInputStream);
            path = in.readUTF();
            int number = in.readInt();
            if (!PATH.matcher(path).matches() || first != path.isEmpty() || number < 0 || number > MOST_SETTINGS) {
                throw new IOException("it is damaged");
            }
            settings = new LinkedHashMap<>();
            for (int i = 0; i < number; i++) {
                settings.put(in.readUTF(), in.readUTF());
            }
            stream = new BufferedInputStream(new Chunks(in));
            return true;
        }

        String path() {
            return path;
        }

        Map<String, String> settings() {
            return settings;
        }

        /** Supports marks. */
        InputStream stream() {
            return stream;
        }
    }

    /** The bytes of the chunks up to the one of length 0. */
    private static final class Chunks extends InputStream {
        private final DataInputStream in;
        private int left;
        private boolean over;

        Chunks(DataInputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0 && !over) {
                left = in.readInt();
                if (left < 0 || left > MOST_CHUNK_BYTES) {
                    throw new IOException("it is damaged");
                }
                over = left == 0;
            }
            if (over) {
                return -1;
            }
            int count = in.read(bytes, offset, Math.min(length, left));
            if (count < 0) {
                throw new EOFException("it ends too early");
            }
            left -= count;
            return count;
        }
    }
}
