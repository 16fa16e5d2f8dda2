package org.snapup.ips.execute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.snapup.testing.Trees;

/** An image and an update of it in which everything happens that can happen to a path. */
final class CutOffWorld {
    private static final String FILE = " owner=root group=root mode=0644";
    private static final String DIR = " owner=root group=root mode=0755";

    final TestWorld world;

    CutOffWorld(Path temporary) throws IOException {
        world = new TestWorld(temporary);
        world.publish(
                "base@1",
                "file path=etc/passwd preserve=true" + FILE,
                "file path=etc/group preserve=true" + FILE,
                "file path=etc/shadow preserve=true owner=root group=root mode=0400");
        world.publish(
                "a@1",
                "dir path=opt/mode" + DIR,
                "dir path=opt/mine" + DIR,
                "file path=etc/conf preserve=renamenew" + FILE,
                "file path=etc/edited preserve=renamenew" + FILE,
                "file path=etc/moved preserve=renameold" + FILE,
                "file path=opt/x" + FILE,
                "file path=opt/gone/deep/y" + FILE,
                "file path=opt/mine/z" + FILE,
                "file path=opt/was-file" + FILE,
                "file path=opt/was-folder/f" + FILE,
                "file path=opt/same" + FILE,
                "hardlink path=opt/hard target=x",
                "link path=opt/soft target=x",
                "link path=opt/was-link target=mode",
                "group groupname=cutters gid=77",
                "user username=cutter uid=77 group=cutters",
                "license copyright license=copyright",
                "legacy pkg=SUNWa name=a");
        world.publish("b@1", "file path=opt/b/only" + FILE);
        accounts();
        world.install("base");
        accounts();
        world.install("a", "b");
        Files.writeString(world.root.resolve("etc/edited"), "edited");
        Files.writeString(world.root.resolve("etc/moved"), "edited");
        Files.writeString(world.root.resolve("opt/mine/own"), "not of a package");
        Files.createDirectories(world.root.resolve("var/pkg/cache/index"));
        Files.writeString(world.root.resolve("var/pkg/cache/index/words"), "derived");
        world.publish(
                "a@2",
                "dir path=opt/mode owner=root group=root mode=0700",
                "file path=etc/conf preserve=renamenew" + FILE,
                "file path=etc/edited preserve=renamenew" + FILE,
                "file path=etc/moved preserve=renameold" + FILE,
                "file path=opt/x" + FILE,
                "file path=opt/new/deep/y release-note=feature/pkg/self@2" + FILE,
                "file path=opt/was-file/inside" + FILE,
                "file path=opt/was-folder" + FILE,
                "file path=opt/same owner=root group=root mode=0600",
                "file path=opt/was-link" + FILE,
                "hardlink path=opt/hard target=x",
                "link path=opt/soft target=hard",
                "group groupname=cutters gid=78",
                "user username=cutter uid=78 group=cutters gcos-field=new",
                "user username=second uid=79 group=cutters",
                "license copyright license=copyright",
                "license other license=other",
                "legacy pkg=SUNWa name=new");
        world.publish("b@2", "set name=pkg.obsolete value=true");
    }

    private void accounts() throws IOException {
        Path etc = world.root.resolve("etc");
        if (Files.exists(etc.resolve("passwd"))) {
            Files.writeString(etc.resolve("passwd"), "root:x:0:0::/root:/bin/sh\n");
            Files.writeString(etc.resolve("group"), "root::0:\n");
            Path shadow = etc.resolve("shadow");
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(shadow);
            Files.setPosixFilePermissions(shadow, Set.of(PosixFilePermission.OWNER_WRITE));
            Files.writeString(shadow, "root:*:1::::::\n");
            Files.setPosixFilePermissions(shadow, mode);
        }
    }

    /** Everything about an image that can be seen but its history. */
    static Map<String, String> exact(Path image) {
        Map<String, String> tree = new TreeMap<>(Trees.print(image));
        try {
            Files.walkFileTree(image, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                        throws IOException {
                    // Making and removing the journal changes the time of this one.
                    return add(folder, !image.relativize(folder).toString().equals("var/pkg"));
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    return add(file, !Files.isSymbolicLink(file));
                }

                private FileVisitResult add(Path path, boolean timed) throws IOException {
                    String more = " " + Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS);
                    if (timed) {
                        more += " " + Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS);
                    }
                    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                        more += " links " + Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
                    }
                    tree.merge(image.relativize(path).toString(), more, String::concat);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tree.keySet().removeIf(path -> path.startsWith("var/pkg/history") || path.equals("var/pkg/lock"));
        return tree;
    }

    /** What an image holds apart from what tells when and how often it was changed. */
    static Map<String, String> outcome(Path image) {
        Map<String, String> tree = new TreeMap<>(TestWorld.delivered(image));
        tree.keySet().removeIf(path -> path.startsWith("var/pkg/lost+found/") || path.startsWith("var/pkg/notes/"));
        tree.replaceAll((path, text) -> path.endsWith("pkginfo") ? "dated" : text);
        return tree;
    }

    /** An exact copy. */
    static Path copy(Path from, Path to) throws IOException {
        try {
            int status = new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IOException("cp failed");
            }
            return to;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
