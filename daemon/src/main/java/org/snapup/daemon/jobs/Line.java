package org.snapup.daemon.jobs;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.workflows.run.Entry;
import org.snapup.protocol.Json;
import org.snapup.protocol.RecordCodec;
import org.snapup.protocol.SnapupException;

/**
 * One line of a job's file:
 *
 * <pre>{"n":17,"t":"2026-11-23T05:00:00.123Z","type":"Intent","data":{"step":"snapshot"}}</pre>
 *
 * @param number the line's number in the job; it is the event's number, too, where the line makes one
 * @param body an {@link Entry} or a {@link JobRecord}
 */
record Line(long number, Instant time, Record body) {
    private static final Map<String, Class<? extends Record>> TYPES = types();

    private static Map<String, Class<? extends Record>> types() {
        Map<String, Class<? extends Record>> types = new LinkedHashMap<>();
        for (Class<?> sealed : new Class<?>[] {Entry.class, JobRecord.class}) {
            for (Class<?> type : sealed.getPermittedSubclasses()) {
                if (type != JobRecord.Unknown.class) {
                    types.put(type.getSimpleName(), type.asSubclass(Record.class));
                }
            }
        }
        return Map.copyOf(types);
    }

    /** Whether the line must be on the disk before its writer goes on. */
    boolean durable() {
        return !(body instanceof Entry entry) || entry.durable();
    }

    byte[] encode() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("n", number);
        map.put("t", time.toString());
        map.put("type", body.getClass().getSimpleName());
        map.put("data", RecordCodec.toMap(body));
        byte[] json = Json.write(map);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    /**
     * Reads a line; the body of one of a type that only a newer snapupd knows is a {@link JobRecord.Unknown}.
     *
     * @throws IOException when it isn't one
     */
    @SuppressWarnings("unchecked") // Json makes only string keys
    static Line decode(byte[] utf8, int offset, int length) throws IOException {
        Map<String, @Nullable Object> map = Json.parse(utf8, offset, length);
        if (!(map.get("n") instanceof Long n)
                || !(map.get("t") instanceof String t)
                || !(map.get("type") instanceof String type)
                || !(map.get("data") instanceof Map<?, ?> data)) {
            throw new IOException("a line without n, t, type or data");
        }
        Class<? extends Record> known = TYPES.get(type);
        try {
            if (known == null) {
                return new Line(n, Instant.parse(t), new JobRecord.Unknown(type));
            }
            return new Line(
                    n, Instant.parse(t), RecordCodec.fromMap(known, (Map<String, ?>) data, RecordCodec.Unknown.IGNORE));
        } catch (SnapupException | DateTimeException e) {
            throw new IOException(type + ": " + e.getMessage(), e);
        }
    }
}
