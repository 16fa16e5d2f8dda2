package org.snapup.ffi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The extended attributes of one file: of an open one, or of a name in an open directory, never followed. */
public final class ExtendedAttributes {
    /** One system's way to reach them. */
    private interface Calls {
        long get(byte[] name, byte[] value);

        int set(byte[] name, byte[] value);

        long list(byte[] names);
    }

    private static final int FIRST_TRY = 4096;
    private static final int FIRST_LIST = 256;
    /** The kernel's own limit for a value and for a list. */
    private static final int MAXIMUM = 65536;

    private final Calls calls;
    private final byte[] subject;

    private ExtendedAttributes(Calls calls, byte[] subject) {
        this.calls = calls;
        this.subject = subject;
    }

    static ExtendedAttributes of(int fd) {
        return new ExtendedAttributes(
                new Calls() {
                    @Override
                    public long get(byte[] name, byte[] value) {
                        return Posix.LIBC.fgetxattr(fd, name, value, value.length);
                    }

                    @Override
                    public int set(byte[] name, byte[] value) {
                        return Posix.LIBC.fsetxattr(fd, name, value, value.length, 0);
                    }

                    @Override
                    public long list(byte[] names) {
                        return Posix.LIBC.flistxattr(fd, names, names.length);
                    }
                },
                new byte[0]);
    }

    static ExtendedAttributes of(int directory, byte[] terminatedName) {
        byte[] path = Posix.PLATFORM.anchoredPath(directory, terminatedName);
        return new ExtendedAttributes(
                new Calls() {
                    @Override
                    public long get(byte[] name, byte[] value) {
                        return Posix.LIBC.lgetxattr(path, name, value, value.length);
                    }

                    @Override
                    public int set(byte[] name, byte[] value) {
                        return Posix.LIBC.lsetxattr(path, name, value, value.length, 0);
                    }

                    @Override
                    public long list(byte[] names) {
                        return Posix.LIBC.llistxattr(path, names, names.length);
                    }
                },
                terminatedName);
    }

    /** The names; empty where the filesystem has no attributes. */
    public List<String> names() {
        byte[] buffer = new byte[FIRST_LIST];
        long length;
        try {
            length = calls.list(buffer);
            if (length < 0) {
                byte[] larger = new byte[MAXIMUM];
                buffer = larger;
                length = Posix.checkLong("listxattr", subject, () -> calls.list(larger));
            }
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOTSUP, Errno.ENOSYS)) {
                return List.of();
            }
            throw e;
        }
        if (length == 0) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (buffer[i] == 0) {
                names.add(new String(buffer, start, i - start, StandardCharsets.UTF_8));
                start = i + 1;
            }
        }
        return names;
    }

    /** The value, if there is such an attribute. */
    public Optional<byte[]> get(String name) {
        byte[] terminated = Posix.terminated(BytePath.encode(name));
        for (int size : new int[] {FIRST_TRY, MAXIMUM}) {
            byte[] value = new byte[size];
            try {
                long length = Posix.checkLong("getxattr " + name, subject, () -> calls.get(terminated, value));
                return Optional.of(Arrays.copyOf(value, (int) length));
            } catch (ErrnoException e) {
                if (e.is(Errno.ENODATA, Errno.ENOTSUP, Errno.ENOSYS)) {
                    return Optional.empty();
                }
                if (size == MAXIMUM) {
                    throw e;
                }
            }
        }
        return Optional.empty();
    }

    /** Sets or replaces one. */
    public void set(String name, byte[] value) {
        byte[] terminated = Posix.terminated(BytePath.encode(name));
        Posix.check("setxattr " + name, subject, () -> calls.set(terminated, value));
    }
}
