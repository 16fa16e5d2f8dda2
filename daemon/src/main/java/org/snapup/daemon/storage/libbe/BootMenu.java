package org.snapup.daemon.storage.libbe;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * The list of BEs that illumos' boot loader offers: {@code boot/menu.lst} in the pool's own dataset, two lines a BE.
 *
 * <pre>
 * title NAME
 * bootfs POOL/ROOT/NAME
 * </pre>
 *
 * <p>libbe writes it in be_copy, be_activate, be_rename and be_destroy. snapup makes, renames and destroys BEs without
 * those, so it keeps the list itself. Everything else in the file stays. Where the file isn't there, or holds GRUB's
 * entries, it is left alone. Each change is repeatable and replaces the file as a whole.
 */
final class BootMenu {
    private static final String TITLE = "title ";
    private static final String BOOTFS = "bootfs ";

    private final Supplier<Optional<Path>> file;
    private final String root;

    /**
     * @param file where it is now, empty while the pool's dataset isn't mounted
     * @param root the dataset above the BEs
     */
    BootMenu(Supplier<Optional<Path>> file, String root) {
        this.file = file;
        this.root = root;
    }

    /** The BE is offered, last. */
    void add(String name) {
        change(lines -> {
            if (find(lines, name).isEmpty()) {
                lines.add(TITLE + name);
                lines.add(BOOTFS + root + "/" + name);
            }
        });
    }

    /** The BE isn't offered. */
    void remove(String name) {
        change(lines -> {
            for (Optional<Entry> entry = find(lines, name); entry.isPresent(); entry = find(lines, name)) {
                lines.subList(entry.get().title(), entry.get().bootfs() + 1).clear();
            }
        });
    }

    /** The BE is offered under its new name, in its place; one that wasn't offered is from now on. */
    void rename(String from, String to) {
        remove(to);
        change(lines -> find(lines, from).ifPresent(entry -> {
            String old = lines.get(entry.title());
            lines.set(entry.title(), old.equals(TITLE + from) ? TITLE + to : old);
            lines.set(entry.bootfs(), BOOTFS + root + "/" + to);
        }));
        add(to);
    }

    /** The lines of an entry that begins and ends with them. */
    private record Entry(int title, int bootfs) {}

    private Optional<Entry> find(List<String> lines, String name) {
        int title = -1;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith(TITLE)) {
                title = i;
            } else if (line.equals(BOOTFS + root + "/" + name)) {
                return Optional.of(new Entry(title < 0 ? i : title, i));
            }
        }
        return Optional.empty();
    }

    private interface Change {
        void in(List<String> lines);
    }

    private void change(Change change) {
        Optional<Path> menu = file.get().filter(Files::isRegularFile);
        if (menu.isEmpty()) {
            return;
        }
        try {
            List<String> before = Files.readAllLines(menu.get());
            List<String> after = new ArrayList<>(before);
            if (before.stream().anyMatch(line -> line.strip().startsWith("kernel"))) {
                return;
            }
            change.in(after);
            if (!after.equals(before)) {
                replace(menu.get(), after);
            }
        } catch (IOException e) {
            throw new SnapupException(
                    ErrorCode.STORAGE_FAILED,
                    menu.get().toString(),
                    "can't change the boot menu " + menu.get() + ", it is as before: " + e.getMessage()
                            + "; see that its folder can be written, and try again",
                    e);
        }
    }

    private static void replace(Path menu, List<String> lines) throws IOException {
        Path next = menu.resolveSibling(menu.getFileName() + ".snapup");
        Files.write(next, lines);
        try (FileChannel written = FileChannel.open(next, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(menu));
        Files.move(next, menu, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(menu.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
