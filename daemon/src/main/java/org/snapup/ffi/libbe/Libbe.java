package org.snapup.ffi.libbe;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.ToIntBiFunction;
import jnr.ffi.Pointer;
import jnr.ffi.byref.PointerByReference;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.LibraryMismatchException;
import org.snapup.ffi.NativeLibrary;
import org.snapup.ffi.nvpair.LibNvpair;
import org.snapup.ffi.nvpair.NativeList;
import org.snapup.ffi.nvpair.NvList;
import org.snapup.ffi.nvpair.NvType;

/**
 * The library libbe. Any thread; one call at a time is let in, and {@link #listUnlessBusy} doesn't wait for another.
 * Everything that the library gives is copied and freed before a method returns.
 *
 * <p>Every method throws {@link LibbeException} for what the library returns.
 */
public final class Libbe {
    /** Exported by every illumos since 2013, by {@code mapfile-vers}. */
    private static final List<String> EXPECTED = List.of(
            "be_activate",
            "be_copy",
            "be_create_snapshot",
            "be_destroy",
            "be_destroy_snapshot",
            "be_err_to_str",
            "be_free_list",
            "be_init",
            "be_list",
            "be_mount",
            "be_rename",
            "be_rollback",
            "be_unmount",
            "libbe_print_errors");

    private static final long LIST_SNAPSHOTS = 1;

    private final NativeLibrary library;
    private final LibbeCalls calls;
    private final LibNvpair lists;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean knowsNext;

    private Libbe(NativeLibrary library, LibNvpair lists) {
        this.library = library;
        this.calls = library.bind(LibbeCalls.class);
        this.lists = lists;
    }

    /**
     * @param file of libbe
     * @param lists of the libnvpair that libbe itself uses
     * @throws LibraryMismatchException when it isn't libbe
     */
    public static Libbe load(Path file, LibNvpair lists) {
        NativeLibrary library = NativeLibrary.open(file);
        library.require(EXPECTED);
        Libbe libbe = new Libbe(library, lists);
        libbe.calls.libbe_print_errors(0);
        return libbe;
    }

    // ---- looking

    /**
     * Every BE of the machine.
     *
     * @throws LibraryMismatchException when the list isn't laid out as it is described
     */
    public List<BeNode> list(boolean snapshots) {
        return locked(() -> read(null, snapshots));
    }

    /** The BE with that name. */
    public Optional<BeNode> list(String name, boolean snapshots) {
        return locked(() -> read(name, snapshots)).stream().findFirst();
    }

    /** As {@link #list}; empty while another call is under way. */
    public Optional<List<BeNode>> listUnlessBusy() {
        if (!lock.tryLock()) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(null, false));
        } finally {
            lock.unlock();
        }
    }

    private List<BeNode> read(@Nullable String name, boolean snapshots) {
        PointerByReference reference = new PointerByReference();
        int returned = calls.be_list(name == null ? null : bytes(name), reference, snapshots ? LIST_SNAPSHOTS : 0);
        Pointer head = reference.getValue();
        try {
            if (returned == BeError.BE_NOENT.number()) {
                return List.of();
            }
            check("be_list", returned);
            if (head == null) {
                return List.of();
            }
            NodeReader reader = NodeReader.of(head);
            knowsNext = reader.knowsNext();
            return reader.read();
        } finally {
            if (head != null) {
                calls.be_free_list(head);
            }
        }
    }

    /** Whether the library can make a BE boot once; known after a list that wasn't empty. */
    public boolean knowsNext() {
        return knowsNext;
    }

    public boolean has(String function) {
        return library.has(function);
    }

    /** Free bytes for a dataset; empty where the library doesn't export this. */
    public Optional<Long> maxAvailable(String dataset) {
        if (!library.has("be_max_avail")) {
            return Optional.empty();
        }
        return locked(() -> {
            long[] bytes = new long[1];
            check("be_max_avail", calls.be_max_avail(bytes(dataset), bytes));
            return Optional.of(bytes[0]);
        });
    }

    /** The library's own words for an error number. */
    public String errorText(int number) {
        Pointer text = calls.be_err_to_str(number);
        return text == null ? "no text" : text.getString(0, Integer.MAX_VALUE, StandardCharsets.UTF_8);
    }

    // ---- changing

    /** Makes the empty datasets of a new BE; each of the names is a path in it. */
    public void init(String name, String pool, NvList properties, List<String> filesystems) {
        NvList attributes = NvList.EMPTY
                .with(Attribute.NEW_BE_NAME, NvType.STRING, name)
                .with(Attribute.NEW_BE_POOL, NvType.STRING, pool)
                .with(Attribute.ZFS_PROPERTIES, NvType.NVLIST, properties)
                .with(Attribute.FS_NUM, NvType.UINT16, (short) filesystems.size())
                .with(Attribute.FS_NAMES, NvType.STRING_ARRAY, filesystems);
        call("be_init", LibbeCalls::be_init, attributes);
    }

    /** What a copy was made of and became. */
    public record Copied(String name, @Nullable String snapshot) {}

    /**
     * Copies a BE; null for a name lets libbe choose.
     *
     * @param snapshot of the source, null for a new one
     */
    public Copied copy(@Nullable String name, @Nullable String source, @Nullable String snapshot) {
        NvList attributes = optional(
                optional(optional(NvList.EMPTY, Attribute.NEW_BE_NAME, name), Attribute.ORIG_BE_NAME, source),
                Attribute.SNAP_NAME,
                snapshot);
        NvList answer = call("be_copy", LibbeCalls::be_copy, attributes);
        String made = answer.text(Attribute.NEW_BE_NAME)
                .orElseThrow(() -> new LibraryMismatchException("be_copy made a BE and doesn't say its name"));
        return new Copied(made, answer.text(Attribute.SNAP_NAME).orElse(null));
    }

    /**
     * Takes a snapshot of every dataset of a BE.
     *
     * @param name null lets libbe choose
     * @return the snapshot's name
     */
    public String createSnapshot(String be, @Nullable String name) {
        NvList attributes = optional(be(be), Attribute.SNAP_NAME, name);
        return call("be_create_snapshot", LibbeCalls::be_create_snapshot, attributes)
                .text(Attribute.SNAP_NAME)
                .orElseThrow(() -> new LibraryMismatchException("be_create_snapshot doesn't say the snapshot's name"));
    }

    public void destroySnapshot(String be, String snapshot) {
        call(
                "be_destroy_snapshot",
                LibbeCalls::be_destroy_snapshot,
                be(be).with(Attribute.SNAP_NAME, NvType.STRING, snapshot));
    }

    /** Puts a BE back; newer snapshots, and clones of them, go. */
    public void rollback(String be, String snapshot) {
        call("be_rollback", LibbeCalls::be_rollback, be(be).with(Attribute.SNAP_NAME, NvType.STRING, snapshot));
    }

    /** Makes a BE boot next, for good: boot loader, boot menu, canmount, bootfs, promotes. */
    public void activate(String be) {
        call("be_activate", LibbeCalls::be_activate, be(be));
    }

    /**
     * Makes a BE boot once; or takes such a wish back and activates this BE for good.
     *
     * @throws IllegalStateException where the library doesn't know this: it would activate the BE for good
     */
    public void activateOnce(String be, boolean once) {
        if (!knowsNext) {
            throw new IllegalStateException("this libbe has no activation for one boot");
        }
        call(
                "be_activate",
                LibbeCalls::be_activate,
                be(be).with(Attribute.ACTIVE_NEXTBOOT, NvType.BOOLEAN_VALUE, once));
    }

    /** Writes the BE's boot loader to the pool's disks, where it is newer. */
    public void installBootLoader(BeNode be) {
        call(
                "be_installboot",
                LibbeCalls::be_installboot,
                be(be.name())
                        .with(Attribute.ORIG_BE_POOL, NvType.STRING, be.pool())
                        .with(Attribute.ORIG_BE_ROOT, NvType.STRING, be.rootDataset()));
    }

    /** Mounts a BE and its datasets; its mountpoint property is rewritten until it is unmounted. */
    public void mount(String be, String folder, MountFlag... flags) {
        int bits = Arrays.stream(flags).mapToInt(MountFlag::bit).sum();
        call(
                "be_mount",
                LibbeCalls::be_mount,
                be(be).with(Attribute.MOUNTPOINT, NvType.STRING, folder)
                        .with(Attribute.MOUNT_FLAGS, NvType.UINT16, (short) bits));
    }

    /** {@code BE_MOUNT_FLAG_*}. */
    public enum MountFlag {
        SHARED_FILESYSTEMS(1),
        SHARED_WRITABLE(2),
        NO_ZONES(4);

        private final int bit;

        MountFlag(int bit) {
            this.bit = bit;
        }

        int bit() {
            return bit;
        }
    }

    public void unmount(String be, boolean force) {
        call("be_unmount", LibbeCalls::be_unmount, be(be).with(Attribute.UNMOUNT_FLAGS, NvType.UINT16, (short)
                (force ? 1 : 0)));
    }

    /** Renames a BE that isn't the running one, in the boot menu and its vfstab, too. */
    public void rename(String be, String newName) {
        call("be_rename", LibbeCalls::be_rename, be(be).with(Attribute.NEW_BE_NAME, NvType.STRING, newName));
    }

    /**
     * Destroys a BE with all that is in it.
     *
     * @param snapshots its snapshots go, too; otherwise it is refused where it has some
     * @param unmount it is unmounted by force; otherwise it is refused where it is mounted
     */
    public void destroy(String be, boolean snapshots, boolean unmount) {
        int flags = (snapshots ? 1 : 0) + (unmount ? 2 : 0);
        call("be_destroy", LibbeCalls::be_destroy, be(be).with(Attribute.DESTROY_FLAGS, NvType.UINT16, (short) flags));
    }

    /** The attributes' names, {@code BE_ATTR_*}. */
    private static final class Attribute {
        static final String ORIG_BE_NAME = "orig_be_name";
        static final String ORIG_BE_POOL = "orig_be_pool";
        static final String ORIG_BE_ROOT = "orig_be_root";
        static final String SNAP_NAME = "snap_name";
        static final String NEW_BE_NAME = "new_be_name";
        static final String NEW_BE_POOL = "new_be_pool";
        static final String ZFS_PROPERTIES = "zfs_properties";
        static final String FS_NAMES = "fs_names";
        static final String FS_NUM = "fs_num";
        static final String MOUNTPOINT = "mountpoint";
        static final String MOUNT_FLAGS = "mount_flags";
        static final String UNMOUNT_FLAGS = "unmount_flags";
        static final String DESTROY_FLAGS = "destroy_flags";
        static final String ACTIVE_NEXTBOOT = "active_nextboot";

        private Attribute() {}
    }

    private static NvList be(String name) {
        return NvList.EMPTY.with(Attribute.ORIG_BE_NAME, NvType.STRING, name);
    }

    private static NvList optional(NvList list, String name, @Nullable String value) {
        return value == null ? list : list.with(name, NvType.STRING, value);
    }

    private NvList call(String function, ToIntBiFunction<LibbeCalls, Pointer> call, NvList attributes) {
        return locked(() -> {
            try (NativeList list = lists.allocate(attributes)) {
                check(function, call.applyAsInt(calls, list.pointer()));
                return list.read();
            }
        });
    }

    private <T> T locked(Supplier<T> act) {
        lock.lock();
        try {
            return act.get();
        } finally {
            lock.unlock();
        }
    }

    private void check(String function, int returned) {
        if (returned != 0) {
            throw new LibbeException(function, returned, errorText(returned));
        }
    }

    private static byte[] bytes(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(utf8, utf8.length + 1);
    }
}
