package org.snapup.ips.repo.publish;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.snapup.ips.Digests;
import org.snapup.ips.DurableFiles;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.Attributes;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.repo.PayloadCheck;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.RepositoryLayout;

/**
 * Puts payloads and manifests into a publisher's folders. One writer: whoever holds the publisher's lock. What was stored
 * outlives a power cut once {@link #sync} returned.
 */
public final class PackageStore {
    private static final int BUFFER = 64 << 10;
    private static final String DIGEST = "sha512t_256";
    /** Where an update finds the same elfhash, it keeps the file that is there. */
    private static final List<String> ELF = List.of("elfarch", "elfbits", "elfhash");

    private final RepositoryLayout layout;
    private final String publisher;
    private final Set<Path> touched = new ConcurrentSkipListSet<>();

    private PackageStore(RepositoryLayout layout, String publisher) {
        this.layout = layout;
        this.publisher = publisher;
    }

    /**
     * For a publisher whose lock is held: deletes what an attempt that was cut off didn't complete.
     *
     * @throws IpsException IO
     */
    static PackageStore of(RepositoryLayout layout, String publisher) {
        try (Stream<Path> files = Files.list(layout.temporary(publisher))) {
            for (Path file : files.toList()) {
                if (String.valueOf(file.getFileName()).startsWith(DurableFiles.TEMPORARY_PREFIX)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't clean " + layout.temporary(publisher) + ": " + e, e);
        }
        return new PackageStore(layout, publisher);
    }

    /**
     * Stores a file, unless one with the same content is there.
     *
     * @return the action with the hashes and sizes of what is stored
     * @throws IpsException IO
     */
    Action store(Action action, Path source) {
        Path temporary = layout.temporary(publisher).resolve(DurableFiles.TEMPORARY_PREFIX + "payload");
        try {
            Content content = read(source);
            Path stored = layout.file(publisher, content.sha1);
            if (!Files.exists(stored)) {
                content = compress(source, temporary);
                stored = layout.file(publisher, content.sha1);
                Files.createDirectories(stored.resolveSibling(""));
                Files.move(temporary, stored, StandardCopyOption.ATOMIC_MOVE);
                touched.add(stored.resolveSibling(""));
            }
            return describe(action, content, stored);
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.IO,
                    "can't store " + source + " in " + layout.publisher(publisher) + ": " + e
                            + "; check free space and permissions",
                    e);
        }
    }

    /**
     * Stores a content as another repository has it, unless it is there. For any number of threads.
     *
     * @throws IpsException as {@link Repository#storedPayload} does, or IO
     */
    void copy(Repository source, Fmri fmri, Action action) {
        String hash = PayloadCheck.name(action);
        Path stored = layout.file(publisher, hash);
        Path temporary = layout.temporary(publisher).resolve(DurableFiles.TEMPORARY_PREFIX + hash);
        try {
            if (Files.exists(stored)) {
                return;
            }
            try (FileChannel channel = create(temporary)) {
                TargetStream out = new TargetStream(Channels.newOutputStream(channel));
                try {
                    source.storedPayload(fmri, action, out);
                } catch (IpsException e) {
                    Files.deleteIfExists(temporary);
                    throw out.cause(e, layout.publisher(publisher));
                }
                channel.force(true);
            }
            Files.createDirectories(stored.resolveSibling(""));
            Files.move(temporary, stored, StandardCopyOption.ATOMIC_MOVE);
            touched.add(stored.resolveSibling(""));
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.IO,
                    "can't store a file of " + fmri + " in " + layout.publisher(publisher) + ": " + e
                            + "; check free space and permissions",
                    e);
        }
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    /**
     * Stores a manifest.
     *
     * @throws IpsException IO
     */
    void store(Fmri fmri, byte[] manifest) {
        Path file = layout.manifest(fmri);
        try {
            Files.createDirectories(file.resolveSibling(""));
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't store the manifest of " + fmri + ": " + e, e);
        }
        DurableFiles.write(file, manifest, layout.temporary(publisher));
        touched.add(file.resolveSibling(""));
    }

    /**
     * Forces the folders of what was stored to disk; the files are already.
     *
     * @throws IpsException IO
     */
    void sync() {
        try {
            for (Path folder : touched) {
                DurableFiles.force(folder);
            }
            DurableFiles.force(layout.publisher(publisher).resolve("file"));
            DurableFiles.force(layout.publisher(publisher).resolve("pkg"));
            touched.clear();
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't write " + layout.root() + " to disk: " + e, e);
        }
    }

    private record Content(String sha1, String digest, long size) {}

    private static Content read(Path source) throws IOException {
        return copy(source, OutputStream.nullOutputStream());
    }

    private static Content compress(Path source, Path target) throws IOException {
        try (FileChannel channel = create(target);
                PayloadOutputStream out = new PayloadOutputStream(Channels.newOutputStream(channel), BUFFER)) {
            Content content = copy(source, out);
            out.finish();
            channel.force(true);
            return content;
        }
    }

    private static Content copy(Path source, OutputStream out) throws IOException {
        MessageDigest sha1 = Digests.sha1();
        MessageDigest strong = digest();
        long size = 0;
        try (InputStream in = Files.newInputStream(source)) {
            byte[] buffer = new byte[BUFFER];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                sha1.update(buffer, 0, length);
                strong.update(buffer, 0, length);
                out.write(buffer, 0, length);
                size += length;
            }
        }
        return new Content(Digests.hex(sha1.digest()), Digests.hex(strong.digest()), size);
    }

    // The hashes of the compressed form are of what is there: an older file may be compressed differently.
    private static Action describe(Action action, Content content, Path stored) throws IOException {
        MessageDigest sha1 = Digests.sha1();
        MessageDigest strong = digest();
        try (InputStream in =
                new DigestInputStream(new DigestInputStream(Files.newInputStream(stored), sha1), strong)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        Attributes attributes = action.attributes();
        for (String ofOlderContent : ELF) {
            attributes = attributes.without(ofOlderContent);
        }
        return Action.of(
                        action.kind(),
                        content.sha1,
                        attributes.with(
                                "pkg.content-hash",
                                List.of(
                                        "file:" + DIGEST + ":" + content.digest,
                                        "gzip:" + DIGEST + ":" + Digests.hex(strong.digest()))))
                .with("chash", Digests.hex(sha1.digest()))
                .with("pkg.size", Long.toString(content.size))
                .with("pkg.csize", Long.toString(Files.size(stored)));
    }

    private static MessageDigest digest() {
        return Digests.named(DIGEST).orElseThrow();
    }
}
