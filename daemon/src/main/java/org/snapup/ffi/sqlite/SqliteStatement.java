package org.snapup.ffi.sqlite;

import java.nio.charset.StandardCharsets;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/** A statement of a {@link SqliteDatabase}. Parameters count from 1, columns from 0. Confined to one thread. */
public final class SqliteStatement implements AutoCloseable {
    /** SQLite makes a copy at once. */
    private static final long TRANSIENT = -1;

    private final SqliteDatabase database;
    private final Pointer handle;
    private final String sql;

    SqliteStatement(SqliteDatabase database, Pointer handle, String sql) {
        this.database = database;
        this.handle = handle;
        this.sql = sql;
    }

    public SqliteStatement bind(int index, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        check(SqliteDatabase.library().sqlite3_bind_text(handle, index, padded(bytes), bytes.length, TRANSIENT));
        return this;
    }

    public SqliteStatement bind(int index, byte[] value) {
        check(SqliteDatabase.library().sqlite3_bind_blob(handle, index, padded(value), value.length, TRANSIENT));
        return this;
    }

    public SqliteStatement bind(int index, long value) {
        check(SqliteDatabase.library().sqlite3_bind_int64(handle, index, value));
        return this;
    }

    /** An empty array would be a null pointer, which means NULL. */
    private static byte[] padded(byte[] bytes) {
        return bytes.length == 0 ? new byte[1] : bytes;
    }

    private void check(int result) {
        if (result != SqliteDatabase.OK) {
            throw database.failure(sql);
        }
    }

    /** Goes on to the next row. @return false when there is none */
    public boolean step() {
        int result = SqliteDatabase.library().sqlite3_step(handle);
        if (result != SqliteDatabase.ROW && result != SqliteDatabase.DONE) {
            throw database.failure(sql);
        }
        return result == SqliteDatabase.ROW;
    }

    /** Runs to the end, and is ready for new parameters. */
    public void run() {
        while (step()) {
            // nothing to read
        }
        check(SqliteDatabase.library().sqlite3_reset(handle));
    }

    /** A column of the row that {@link #step} came to; null for NULL. */
    public @Nullable String text(int column) {
        SqliteLibrary library = SqliteDatabase.library();
        Pointer value = library.sqlite3_column_text(handle, column);
        if (value == null) {
            return null;
        }
        byte[] bytes = new byte[library.sqlite3_column_bytes(handle, column)];
        value.get(0, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A column as a number; 0 for what is none. */
    public long number(int column) {
        return SqliteDatabase.library().sqlite3_column_int64(handle, column);
    }

    @Override
    public void close() {
        SqliteDatabase.library().sqlite3_finalize(handle);
    }
}
