package org.snapup.ips.execute;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.FileHandle;
import org.snapup.ffi.FileStat;
import org.snapup.ffi.RootDirectory;
import org.snapup.ips.Digests;

/** A file as it was found at a path of the image, if one was; its content is read when its hash is asked for. */
final class FileOnDisk implements Preservation.OnDisk {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int SHA256_LENGTH = 64;

    private final RootDirectory root;
    private final BytePath path;
    private final boolean isFile;

    FileOnDisk(RootDirectory root, BytePath path) {
        this.root = root;
        this.path = path;
        this.isFile = root.find(path).map(FileStat::isRegular).orElse(false);
    }

    @Override
    public boolean isFile() {
        return isFile;
    }

    @Override
    public String hashLike(String hash) {
        return isFile ? digest(hash.length() == SHA256_LENGTH ? "sha256" : "sha1") : "";
    }

    private String digest(String algorithm) {
        MessageDigest digest = Digests.named(algorithm).orElseThrow();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (DirectoryHandle parent = root.parent(path);
                FileHandle file = parent.openFile(path.name())) {
            while (file.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
        }
        return Digests.hex(digest.digest());
    }
}
