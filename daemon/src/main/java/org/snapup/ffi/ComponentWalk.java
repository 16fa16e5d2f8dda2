package org.snapup.ffi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Looks a path up as chroot would, one component after the other, for kernels without such a call. Each directory is
 * opened by name from the one above it without following; links are read and walked here; {@code ..} goes back to a
 * directory that was passed, and no further than the root.
 */
final class ComponentWalk {
    private static final int MAX_LINKS = 40;

    private final DirectoryHandle root;
    private final Deque<DirectoryHandle> passed = new ArrayDeque<>();
    private final Deque<byte[]> ahead = new ArrayDeque<>();
    private int links;

    ComponentWalk(DirectoryHandle root) {
        this.root = root;
    }

    DirectoryHandle open(BytePath path) {
        path.components().forEach(ahead::addLast);
        try {
            passed.push(root.retain());
            while (!ahead.isEmpty()) {
                step(ahead.removeFirst());
            }
            return passed.pop();
        } finally {
            passed.forEach(DirectoryHandle::close);
        }
    }

    private void step(byte[] name) {
        if (name.length == 0 || Arrays.equals(name, new byte[] {'.'})) {
            return;
        }
        if (Arrays.equals(name, new byte[] {'.', '.'})) {
            if (passed.size() > 1) {
                passed.pop().close();
            }
            return;
        }
        DirectoryHandle here = passed.element();
        try {
            passed.push(here.openDirectory(name));
        } catch (ErrnoException e) {
            // A link refuses with ELOOP or, together with "must be a directory", ENOTDIR.
            if (!e.is(Errno.ELOOP, Errno.ENOTDIR) || !here.stat(name).isSymlink()) {
                throw e;
            }
            if (++links > MAX_LINKS) {
                throw new ErrnoException("open", new String(name, StandardCharsets.UTF_8), Errno.ELOOP, 0);
            }
            followLink(here.readLink(name));
        }
    }

    private void followLink(byte[] target) {
        if (target.length > 0 && target[0] == '/') {
            while (passed.size() > 1) {
                passed.pop().close();
            }
        }
        int end = target.length;
        for (int i = target.length - 1; i >= -1; i--) {
            if (i == -1 || target[i] == '/') {
                ahead.addFirst(Arrays.copyOfRange(target, i + 1, end));
                end = i;
            }
        }
    }
}
