package org.snapup.ffi.sqlite;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.byref.PointerByReference;
import org.jspecify.annotations.Nullable;

/** libsqlite3's functions, by their C names. Public only because jnr-ffi's generated code must see it. */
public interface SqliteLibrary {
    int sqlite3_open_v2(@In byte[] name, @Out PointerByReference database, int flags, @Nullable Pointer vfs);

    int sqlite3_close_v2(@Nullable Pointer database);

    String sqlite3_errmsg(@Nullable Pointer database);

    int sqlite3_prepare_v2(
            Pointer database, @In byte[] sql, int length, @Out PointerByReference statement, @Nullable Pointer tail);

    int sqlite3_step(Pointer statement);

    int sqlite3_reset(Pointer statement);

    int sqlite3_finalize(Pointer statement);

    int sqlite3_bind_text(Pointer statement, int index, @In byte[] value, int length, long destructor);

    int sqlite3_bind_blob(Pointer statement, int index, @In byte[] value, int length, long destructor);

    int sqlite3_bind_int64(Pointer statement, int index, long value);

    @Nullable
    Pointer sqlite3_column_text(Pointer statement, int column);

    int sqlite3_column_bytes(Pointer statement, int column);

    long sqlite3_column_int64(Pointer statement, int column);
}
