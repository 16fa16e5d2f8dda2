package org.snapup.ips.execute.contents;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.DirectoryHandle;
import org.snapup.ffi.Errno;
import org.snapup.ffi.ErrnoException;
import org.snapup.ffi.FileHandle;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.image.ImageLayout;

/**
 * Checked contents, and manifests, in files of their own on the image's filesystem, before anything of the image is changed. So they are
 * unpacked, checked and written once although all must be there first, what goes into the image needs a name only, and a disk
 * without room for it is noticed early. What a killed process leaves here,
 * {@link org.snapup.ips.journal.JournalEnd} removes. For any number of threads.
 */
public final class Staging implements AutoCloseable {
    private static final int MODE = 0700;

    /** Two threads that make files in one folder wait for each other. */
    private static final int FOLDERS = 4;

    private final ImageFiles files;
    private final List<DirectoryHandle> folders = new ArrayList<>();

    /** Makes an empty one. The image's lock must be held. */
    public Staging(ImageFiles files) {
        this.files = files;
        files.delete(ImageLayout.STAGING);
        try {
            for (int i = 0; i < FOLDERS; i++) {
                BytePath folder = ImageLayout.STAGING.resolve(String.valueOf(i));
                files.root().makeDirectories(folder, MODE);
                folders.add(files.root().directory(folder));
            }
        } catch (ErrnoException e) {
            close();
            throw e;
        }
    }

    /** A content that is here. */
    public static final class Staged {
        private final DirectoryHandle folder;
        private final byte[] name;

        private Staged(DirectoryHandle folder, byte[] name) {
            this.folder = folder;
            this.name = name;
        }

        public DirectoryHandle folder() {
            return folder;
        }

        public byte[] name() {
            return name;
        }
    }

    /** Where a content is, or would be, by its hash; or a manifest, by a name that is no hash. */
    public Staged place(String name) {
        return new Staged(folders.get(name.charAt(0) % FOLDERS), BytePath.encode(name));
    }

    /**
     * Begins a content, or a manifest.
     *
     * @param mode that its file gets; whoever doesn't own the folder above can't reach it yet
     */
    public Sink put(String name, int mode) {
        return new Sink(place(name), mode);
    }

    /**
     * Gives a content to a channel, which takes each buffer whole; false if it isn't here, or can't be read.
     *
     * @param buffer a direct one
     */
    public boolean copy(String hash, Payloads.Destination out, ByteBuffer buffer) {
        Staged staged = place(hash);
        try (FileHandle file = open(staged)) {
            if (file == null) {
                return false;
            }
            while (file.read(buffer.clear()) >= 0) {
                out.write(buffer.flip());
            }
            return true;
        }
    }

    private static @Nullable FileHandle open(Staged staged) {
        try {
            return staged.folder.openFile(staged.name);
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT, Errno.EACCES)) { // its mode may lock out whoever isn't root
                return null;
            }
            throw e;
        }
    }

    /** One content on its way in; one that isn't {@link #complete} goes when this is closed. Confined to one thread. */
    public static final class Sink implements WritableByteChannel {
        private final Staged staged;
        private final FileHandle file;
        private boolean complete;

        private Sink(Staged staged, int mode) {
            this.staged = staged;
            this.file = staged.folder.createFile(staged.name, mode);
            try {
                file.chmod(mode); // whatever the umask is
            } catch (ErrnoException e) {
                close();
                throw e;
            }
        }

        @Override
        public int write(ByteBuffer content) {
            int count = content.remaining();
            file.write(content);
            return count;
        }

        /** The content is whole and checked. */
        public void complete() {
            complete = true;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            file.close();
            if (!complete) {
                staged.folder.unlink(staged.name);
            }
        }
    }

    /** Removes what is still here. */
    @Override
    public void close() {
        folders.forEach(DirectoryHandle::close);
        folders.clear();
        files.delete(ImageLayout.STAGING);
    }
}
