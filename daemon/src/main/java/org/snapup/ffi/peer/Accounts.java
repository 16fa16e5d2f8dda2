package org.snapup.ffi.peer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.byref.PointerByReference;

/**
 * The system's users and groups, through its name service. Any call may wait for a directory server: never call it on
 * an event loop. Safe on any thread.
 */
public final class Accounts {
    /** Larger than struct passwd and struct group anywhere. */
    private static final int ENTRY_BYTES = 512;

    private static final int ENOENT = 2;
    private static final int ESRCH = 3;
    private static final int ERANGE = 34;
    private static final int MOST_STRING_BYTES = 1 << 22;
    private static final int MOST_GROUPS = 1 << 16;

    private final PeerLibC libc = LibraryLoader.create(PeerLibC.class).load("c");

    /** A lookup with room for the entry's strings. */
    private interface Lookup {
        int in(Pointer entry, Pointer strings, long size, PointerByReference result);
    }

    /** What to take out of the entry that was found, while it is still in memory. */
    private interface Reader<T> {
        T read(Pointer entry);
    }

    /**
     * Every group of an account.
     *
     * @param gid its primary group
     * @throws PeerException when there is no such account, or the name service fails
     */
    public List<Long> groupsOf(long uid, long gid) {
        List<byte[]> names = find(
                "uid " + uid,
                (entry, strings, size, result) -> libc.getpwuid_r((int) uid, entry, strings, size, result),
                entry -> terminated(entry.getPointer(0).getString(0, MOST_STRING_BYTES, StandardCharsets.UTF_8)));
        if (names.isEmpty()) {
            throw new PeerException("there is no account with uid " + uid);
        }
        for (int room = 64; room <= MOST_GROUPS; room *= 4) {
            int[] groups = new int[room];
            int[] count = {room};
            if (libc.getgrouplist(names.get(0), (int) gid, groups, count) >= 0) {
                List<Long> list = new ArrayList<>();
                for (int i = 0; i < count[0]; i++) {
                    list.add(Integer.toUnsignedLong(groups[i]));
                }
                return list;
            }
        }
        throw new PeerException("getgrouplist failed for uid " + uid);
    }

    /** The user's name, empty when no account has the number. */
    public Optional<String> userName(long uid) {
        return find(
                        "uid " + uid,
                        (entry, strings, size, result) -> libc.getpwuid_r((int) uid, entry, strings, size, result),
                        entry -> entry.getPointer(0).getString(0, MOST_STRING_BYTES, StandardCharsets.UTF_8))
                .stream()
                .findFirst();
    }

    /** The user's number, empty when there is no such user. */
    public OptionalLong userId(String name) {
        byte[] terminated = terminated(name);
        return number(find(
                "user " + name,
                (entry, strings, size, result) -> libc.getpwnam_r(terminated, entry, strings, size, result),
                Accounts::thirdField));
    }

    /** The group's number, empty when there is no such group. */
    public OptionalLong groupId(String name) {
        byte[] terminated = terminated(name);
        return number(find(
                "group " + name,
                (entry, strings, size, result) -> libc.getgrnam_r(terminated, entry, strings, size, result),
                Accounts::thirdField));
    }

    /** Behind the name's and the password's pointers both structures hold the number. */
    private static long thirdField(Pointer entry) {
        return Integer.toUnsignedLong(
                entry.getInt(2L * Runtime.getSystemRuntime().addressSize()));
    }

    private static <T> List<T> find(String what, Lookup lookup, Reader<T> reader) {
        Runtime runtime = Runtime.getSystemRuntime();
        Pointer entry = Memory.allocateDirect(runtime, ENTRY_BYTES, true);
        for (int size = 1 << 12; size <= MOST_STRING_BYTES; size *= 4) {
            Pointer strings = Memory.allocateDirect(runtime, size);
            PointerByReference result = new PointerByReference();
            int error = lookup.in(entry, strings, size, result);
            if (error == ENOENT || error == ESRCH) {
                return List.of(); // what some name services say for an absent name, where POSIX has 0
            }
            if (error == 0) {
                return result.getValue() == null ? List.of() : List.of(reader.read(entry));
            }
            if (error != ERANGE) {
                throw new PeerException("the name service failed to look up " + what + ": error " + error);
            }
        }
        throw new PeerException("the name service has more to say about " + what + " than can be true");
    }

    private static OptionalLong number(List<Long> found) {
        return found.isEmpty() ? OptionalLong.empty() : OptionalLong.of(found.get(0));
    }

    private static byte[] terminated(String name) {
        return (name + '\0').getBytes(StandardCharsets.UTF_8);
    }
}
