package org.snapup.ffi.sqlite;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.byref.PointerByReference;
import org.jspecify.annotations.Nullable;

/**
 * A database in a file, open. Confined to one thread.
 *
 * <p>Every method throws {@link SqliteException}.
 */
public final class SqliteDatabase implements AutoCloseable {
    static final int OK = 0;
    static final int ROW = 100;
    static final int DONE = 101;

    private static final int READ_ONLY = 0x1;
    private static final int READ_WRITE = 0x2;
    private static final int CREATE = 0x4;

    private final Pointer handle;

    private SqliteDatabase(Pointer handle) {
        this.handle = handle;
    }

    /** The library, loaded when it is first needed: most systems never have an image that needs it. */
    static final class Library {
        static final @Nullable SqliteLibrary LIBRARY = load();

        private Library() {}

        private static @Nullable SqliteLibrary load() {
            for (String name : new String[] {"sqlite3", "libsqlite3.so.0"}) {
                try {
                    return LibraryLoader.create(SqliteLibrary.class)
                            .failImmediately()
                            .load(name);
                } catch (UnsatisfiedLinkError e) {
                    // the next name, or none
                }
            }
            return null;
        }
    }

    static SqliteLibrary library() {
        SqliteLibrary library = Library.LIBRARY;
        if (library == null) {
            throw new SqliteException("this system has no libsqlite3: install it", true);
        }
        return library;
    }

    /** Whether this system has the library. */
    public static boolean isAvailable() {
        return Library.LIBRARY != null;
    }

    /** Opens a file for reading. */
    public static SqliteDatabase read(Path file) {
        return open(file, READ_ONLY);
    }

    /** Opens a file, made if it is missing, for reading and writing. */
    public static SqliteDatabase create(Path file) {
        return open(file, READ_WRITE | CREATE);
    }

    private static SqliteDatabase open(Path file, int flags) {
        PointerByReference handle = new PointerByReference();
        int result = library().sqlite3_open_v2(text(file.toString()), handle, flags, null);
        Pointer database = handle.getValue();
        if (database == null || result != OK) {
            String message = database == null ? "out of memory" : library().sqlite3_errmsg(database);
            library().sqlite3_close_v2(database);
            throw new SqliteException("can't open the database " + file + ": " + message, false);
        }
        return new SqliteDatabase(database);
    }

    /** Ended by NUL, as C has it. */
    private static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return java.util.Arrays.copyOf(bytes, bytes.length + 1);
    }

    /** Does something that gives no rows, or whose rows don't matter. */
    public void execute(String sql) {
        try (SqliteStatement statement = prepare(sql)) {
            while (statement.step()) {
                // rows of a pragma
            }
        }
    }

    /** A statement, to be closed before the database. */
    public SqliteStatement prepare(String sql) {
        PointerByReference statement = new PointerByReference();
        int result = library().sqlite3_prepare_v2(handle, text(sql), -1, statement, null);
        Pointer prepared = statement.getValue();
        if (result != OK || prepared == null) {
            throw failure(sql);
        }
        return new SqliteStatement(this, prepared, sql);
    }

    SqliteException failure(String sql) {
        return new SqliteException(library().sqlite3_errmsg(handle) + " (" + sql + ")", false);
    }

    @Override
    public void close() {
        library().sqlite3_close_v2(handle);
    }
}
