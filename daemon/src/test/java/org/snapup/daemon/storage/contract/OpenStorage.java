package org.snapup.daemon.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.SharedFiles;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.Tag;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** What a test of an open storage has, and the words in which it is written. */
public interface OpenStorage {
    StorageWorld world();

    Storage storage();

    Sequences sequences();

    /** For the test's own files. */
    Path folder();

    default Be be(String name) {
        return storage().list().stream()
                .filter(be -> be.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "there is no BE " + name + ": " + storage().list()));
    }

    /** A finished BE with the live one's tree as it is now; gives its name back. */
    default String madeBe(String name) {
        sequences()
                .makeBe(
                        storage(),
                        storage().capture(be(StorageWorld.LIVE)),
                        name,
                        "uuid-of-" + name,
                        new Tag("contract", 7, "snapshot"));
        return name;
    }

    /** Mounts a BE for the user; gives the folder. */
    default Path mounted(String name) throws IOException {
        Path mountpoint = folder().toRealPath().resolve("mounted-" + name);
        storage().mount(be(name), mountpoint, SharedFiles.NONE);
        return mountpoint;
    }

    /** What another tool does; skips the test where none can. */
    static String foreign(Supplier<Optional<String>> act) {
        return act.get().orElseGet(() -> abort("no other tool changes this root"));
    }

    static void twice(Runnable change) {
        change.run();
        change.run();
    }

    static <T> T twice(Supplier<T> change) {
        T first = change.get();
        assertThat(change.get()).isEqualTo(first);
        return first;
    }

    static void assertRefused(ErrorCode code, ThrowingCallable call, String named) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SnapupException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal).hasMessageContaining(named);
        });
    }
}
