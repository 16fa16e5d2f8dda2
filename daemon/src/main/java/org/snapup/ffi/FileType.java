package org.snapup.ffi;

/** What a name in a directory is, with the bits that {@code st_mode} has for it on every supported system. */
public enum FileType {
    FIFO(0x1000),
    CHARACTER_DEVICE(0x2000),
    DIRECTORY(0x4000),
    BLOCK_DEVICE(0x6000),
    REGULAR(0x8000),
    SYMLINK(0xA000),
    SOCKET(0xC000),
    OTHER(0);

    private static final int MASK = 0xF000;
    private static final FileType[] ALL = values();

    private final int bits;

    FileType(int bits) {
        this.bits = bits;
    }

    /** The type bits of {@code st_mode}. */
    public int bits() {
        return bits;
    }

    static FileType of(int mode) {
        for (FileType type : ALL) {
            if (type.bits == (mode & MASK)) {
                return type;
            }
        }
        return OTHER;
    }
}
