package org.snapup.daemon.storage.directory.tree;

import jnr.ffi.LibraryLoader;
import org.jspecify.annotations.Nullable;

/** Runs code as another user as far as files go, on a thread (and threads that it starts) of its own. */
final class Unprivileged {
    static final int UID = 65534;

    /** The C library's names; public for the generated code. */
    public interface FileUser {
        int setfsuid(int uid);
    }

    private Unprivileged() {}

    /** Rethrows what the code throws. */
    static void run(Runnable code) {
        FileUser libc = LibraryLoader.create(FileUser.class).load("c");
        Failure failure = new Failure();
        Thread thread = new Thread(() -> {
            // Linux changes this for one thread; leaving 0 takes the capabilities over files away, too.
            libc.setfsuid(UID);
            try {
                code.run();
            } catch (RuntimeException e) {
                failure.cause = e;
            }
        });
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failure.cause != null) {
            throw failure.cause;
        }
    }

    private static final class Failure {
        @Nullable
        RuntimeException cause;
    }
}
