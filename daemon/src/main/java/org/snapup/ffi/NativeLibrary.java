package org.snapup.ffi;

import com.kenai.jffi.Library;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.LibraryLoader;

/** Loads a shared library from its own path, after a look at which functions it has. */
public final class NativeLibrary {
    private static final int BITS_OF_LP64 = 64;

    private final Path file;
    private final Library library;

    private NativeLibrary(Path file, Library library) {
        this.file = file;
        this.library = library;
    }

    /**
     * Opens the library's file.
     *
     * @throws LibraryMismatchException when it isn't there, isn't for this JVM, or lacks something that it needs itself
     */
    public static NativeLibrary open(Path file) {
        if (com.kenai.jffi.Platform.getPlatform().addressSize() != BITS_OF_LP64) {
            throw new LibraryMismatchException("the layouts of " + file
                    + " are known for 64-bit programs only, and this" + " Java is a 32-bit one");
        }
        Library library = Library.getCachedInstance(file.toString(), Library.NOW | Library.LOCAL);
        if (library == null) {
            throw new LibraryMismatchException("the library " + file + " can't be loaded: " + Library.getLastError());
        }
        return new NativeLibrary(file, library);
    }

    public boolean has(String function) {
        return library.getSymbolAddress(function) != 0;
    }

    /**
     * Refuses a library that lacks a function.
     *
     * @throws LibraryMismatchException naming those that it lacks
     */
    public void require(List<String> functions) {
        List<String> absent = new ArrayList<>(functions);
        absent.removeIf(this::has);
        if (!absent.isEmpty()) {
            throw new LibraryMismatchException(
                    "the library " + file + " isn't the one that was expected: it lacks " + String.join(", ", absent));
        }
    }

    /** Its functions, by their C names; one that it lacks fails when it is called. */
    public <T> T bind(Class<T> functions) {
        return LibraryLoader.create(functions).load(file.toString());
    }

    /**
     * One function by its C name.
     *
     * @throws LibraryMismatchException when the library lacks it
     */
    public NativeFunction function(String name, NativeFunction.CType returned, NativeFunction.CType... parameters) {
        require(List.of(name));
        return new NativeFunction(library.getSymbolAddress(name), returned, parameters);
    }

    public Path file() {
        return file;
    }
}
