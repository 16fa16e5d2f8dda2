package org.snapup.ffi.spawn;

import com.kenai.jffi.MemoryIO;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What one call of posix_spawn reads and writes, in one piece outside the heap:
 *
 * <pre>
 * 0     posix_spawn_file_actions_t, of which glibc uses 80 bytes
 * 512   pid_t
 * 520   argv: a pointer to each word, and null behind them
 *       envp: the same
 *       the words, each with its NUL
 * </pre>
 */
final class SpawnMemory implements AutoCloseable {
    /** More than any of glibc's structures here has; only its own functions know what is in them. */
    static final int STRUCTURE_BYTES = 512;

    private static final int PID = STRUCTURE_BYTES;
    private static final int ARGV = PID + 8;
    private static final int POINTER_BYTES = 8;
    private static final MemoryIO MEMORY = MemoryIO.getInstance();

    private final long address;
    private final int envp;

    /**
     * Takes the memory.
     *
     * @param environment each {@code NAME=VALUE}
     * @throws IOException when a word has a NUL in it
     */
    SpawnMemory(List<String> argv, List<String> environment) throws IOException {
        int arguments = argv.size();
        byte[][] words = new byte[arguments + environment.size()][];
        int size = 0;
        for (int i = 0; i < words.length; i++) {
            String word = i < arguments ? argv.get(i) : environment.get(i - arguments);
            if (word.indexOf('\0') >= 0) {
                throw new IOException("a NUL among the arguments or variables of " + argv.get(0));
            }
            words[i] = (word + '\0').getBytes(StandardCharsets.UTF_8);
            size += words[i].length;
        }
        envp = ARGV + (arguments + 1) * POINTER_BYTES;
        int place = envp + (environment.size() + 1) * POINTER_BYTES;
        address = MEMORY.allocateMemory(place + size, true);
        if (address == 0) {
            throw new OutOfMemoryError("no memory for the arguments of " + argv.get(0));
        }
        for (int i = 0; i < words.length; i++) {
            int pointer = i < arguments ? ARGV + i * POINTER_BYTES : envp + (i - arguments) * POINTER_BYTES;
            MEMORY.putAddress(address + pointer, address + place);
            MEMORY.putByteArray(address + place, words[i], 0, words[i].length);
            place += words[i].length;
        }
    }

    long actions() {
        return address;
    }

    /** Where the child's pid is put. */
    long pid() {
        return address + PID;
    }

    int readPid() {
        return MEMORY.getInt(pid());
    }

    /** The first word. */
    long program() {
        return MEMORY.getAddress(argv());
    }

    long argv() {
        return address + ARGV;
    }

    long envp() {
        return address + envp;
    }

    @Override
    public void close() {
        MEMORY.freeMemory(address);
    }
}
