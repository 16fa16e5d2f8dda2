package org.snapup.ffi.libbe;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.byref.PointerByReference;
import org.jspecify.annotations.Nullable;

/**
 * libbe's functions, by their C names: {@code libbe.h}. Public only because jnr-ffi's generated code must see it. Names
 * are NUL-terminated UTF-8; what takes one {@code Pointer} takes an {@code nvlist_t *}; a {@code boolean_t} is an int.
 * Those that return an int return 0 or a number of {@link BeError}.
 */
public interface LibbeCalls {
    int be_init(Pointer attributes);

    int be_destroy(Pointer attributes);

    int be_copy(Pointer attributes);

    int be_mount(Pointer attributes);

    int be_unmount(Pointer attributes);

    int be_rename(Pointer attributes);

    int be_activate(Pointer attributes);

    int be_create_snapshot(Pointer attributes);

    int be_destroy_snapshot(Pointer attributes);

    int be_rollback(Pointer attributes);

    /** Since 2016. */
    int be_installboot(Pointer attributes);

    /**
     * Until 2018 there was no third argument, and snapshots were always listed. Where it fails early it leaves {@code
     * nodes} as it was: that must go in as null.
     */
    int be_list(@In byte @Nullable [] name, @In @Out PointerByReference nodes, long flags);

    void be_free_list(Pointer nodes);

    /** Declared, and not exported by every release. */
    int be_max_avail(@In byte[] dataset, @Out long[] bytes);

    /** A text of the library's own; it isn't freed. */
    Pointer be_err_to_str(int error);

    int be_valid_be_name(@In byte[] name);

    void libbe_print_errors(int print);
}
