package org.snapup.daemon.storage.zfs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Tag;
import org.snapup.daemon.storage.zfs.command.Dataset;
import org.snapup.daemon.storage.zfs.command.Property;
import org.snapup.daemon.storage.zfs.command.ZfsCommands;
import org.snapup.exec.CommandResult;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * BEs as streams. One of a single dataset is what {@code zfs send} prints, so that bectl(8) of FreeBSD and snapup read
 * each other's; one of several is a {@link StreamBundle}. A stream never says where it is mounted: properties that come
 * with it are read by name, and no BE made of one mounts by itself.
 */
final class Streams {
    /** Settings of datasets that a bundle may carry; all others would be somebody else's wishes for this machine. */
    private static final Set<String> CARRIED = Set.of(
            "mountpoint", "canmount", "compression", "atime", "exec", "setuid", "devices", "recordsize", "xattr");

    private final Pool pool;
    private final Clones clones;

    Streams(Pool pool, Clones clones) {
        this.pool = pool;
        this.clones = clones;
    }

    void send(Be be, String snapshot, OutputStream to) throws IOException {
        String root = pool.dataset(be.name());
        List<String> tree = pool.commands().tree(root);
        Map<String, Dataset> taken = pool.commands()
                .get(tree.stream().map(name -> name + "@" + snapshot).toList(), "guid");
        List<String> sent = tree.stream()
                .filter(name -> taken.containsKey(name + "@" + snapshot))
                .toList();
        if (!sent.contains(root)) {
            throw Destructions.noSuch(be.name(), snapshot);
        }
        if (sent.size() == 1) {
            send(root + "@" + snapshot, to);
            return;
        }
        Map<String, Dataset> settings = pool.commands().get(sent, "all");
        StreamBundle.Writer bundle = new StreamBundle.Writer(to);
        for (String name : sent) {
            String path = name.equals(root) ? "" : name.substring(root.length() + 1);
            send(name + "@" + snapshot, bundle.begin(path, carried(settings.get(name))));
            bundle.end();
        }
        bundle.finish();
    }

    private Map<String, String> carried(@Nullable Dataset dataset) {
        Map<String, String> carried = new LinkedHashMap<>();
        if (dataset == null) {
            return carried;
        }
        dataset.properties().forEach((name, property) -> {
            if (property.isOwn() && CARRIED.contains(name)) {
                carried.put(
                        name, name.equals("mountpoint") ? pool.altroot().strip(property.value()) : property.value());
            }
        });
        Property journal = dataset.property(Property.JOURNAL);
        if (journal.isLocal()) {
            MountJournal.Entry entry = MountJournal.parse(journal.value());
            carried.remove("mountpoint");
            if (entry.own()) {
                carried.put("mountpoint", entry.value());
            }
        }
        return carried;
    }

    private void send(String snapshot, OutputStream to) throws IOException {
        CommandResult result = pool.commands().stream(null, to, "send", snapshot);
        ZfsCommands.require(result, "send " + snapshot, snapshot);
    }

    void receive(String name, String uuid, Path stream, Tag tag) {
        String root = pool.dataset(name);
        requireFree(name, root, tag);
        clones.discard(name, tag);
        Map<String, String> places = new LinkedHashMap<>(Map.of(root, "/"));
        try (InputStream in = new BufferedInputStream(Files.newInputStream(stream), 1 << 16)) {
            if (StreamBundle.isOne(in)) {
                StreamBundle.Reader bundle = new StreamBundle.Reader(in);
                while (bundle.next()) {
                    String dataset = Snapshots.name(root, bundle.path());
                    receive(dataset, bundle.settings(), uuid, bundle.stream(), tag, root);
                    if (!bundle.path().isEmpty() && bundle.settings().containsKey("mountpoint")) {
                        places.put(dataset, bundle.settings().get("mountpoint"));
                    }
                    bundle.stream().transferTo(OutputStream.nullOutputStream());
                }
            } else {
                receive(root, Map.of(), uuid, in, tag, root);
            }
        } catch (IOException e) {
            throw new SnapupException(
                    ErrorCode.INVALID_REQUEST,
                    name,
                    "can't make the BE " + name + " of the stream: " + e.getMessage(),
                    e);
        }
        dropReceived(root, name);
        places.forEach((dataset, place) -> ZfsCommands.require(
                pool.commands().set(dataset, "mountpoint", place), "place " + dataset + " at " + place, name));
    }

    private void requireFree(String name, String root, Tag tag) {
        Dataset there = pool.commands().get(List.of(root), "guid", Property.TAG).get(root);
        if (there != null && !there.isOf(tag)) {
            throw new SnapupException(
                    ErrorCode.NAME_TAKEN,
                    name,
                    "can't make the BE " + name + ": there is one with this name already; choose another name",
                    null);
        }
    }

    /** The dataset is made first, tagged and placed nowhere; the stream then fills it and can't change that. */
    private void receive(String dataset, Map<String, String> carried, String uuid, InputStream in, Tag tag, String root)
            throws IOException {
        StreamHeader header = StreamHeader.read(in);
        List<String> create = new ArrayList<>(List.of("create"));
        options(dataset.equals(root), carried, uuid, header, tag).forEach((property, value) -> {
            create.add("-o");
            create.add(property + "=" + value);
        });
        create.add(dataset);
        CommandResult made = pool.commands().zfs(create);
        Dataset seen =
                pool.commands().get(List.of(dataset), "guid", Property.TAG).get(dataset);
        if (seen == null || !seen.isOf(tag)) {
            throw ZfsCommands.failure("make the dataset " + dataset, dataset, made);
        }
        CommandResult result = pool.commands().stream(in, null, "receive", "-F", dataset);
        boolean whole = pool.commands().snapshots(dataset).stream()
                .map(snapshot -> pool.commands().get(List.of(snapshot), "guid").get(snapshot))
                .anyMatch(snapshot -> snapshot != null && snapshot.guid().equals(header.guid()));
        if (!result.ok() || !whole) {
            throw ZfsCommands.failure("receive " + dataset + ", which is removed again", dataset, result);
        }
    }

    private static Map<String, String> options(
            boolean root, Map<String, String> carried, String uuid, StreamHeader header, Tag tag) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(Property.TAG, tag.toString());
        options.put(Property.RECEIVED, header.guid());
        options.put("canmount", "off".equals(carried.get("canmount")) ? "off" : "noauto");
        if (root) {
            options.put(Property.UUID, uuid);
        }
        carried.forEach((property, value) -> {
            if (CARRIED.contains(property) && !property.equals("canmount")) {
                options.put(property, value);
            }
        });
        if (root || carried.containsKey("mountpoint")) {
            options.put("mountpoint", "none"); // placed when it is whole: before, nothing of it must be mounted
        }
        return options;
    }

    /** The snapshots served the transport; the BE doesn't keep them. */
    private void dropReceived(String root, String name) {
        for (Dataset dataset : pool.commands()
                .get(pool.commands().tree(root), Property.RECEIVED)
                .values()) {
            for (String snapshot : pool.commands().snapshots(dataset.name())) {
                Dataset seen = pool.commands().get(List.of(snapshot), "guid").get(snapshot);
                if (seen != null
                        && snapshot.startsWith(dataset.name() + "@")
                        && seen.guid().equals(dataset.value(Property.RECEIVED))) {
                    pool.commands().zfsUntilIdle("destroy", snapshot);
                }
            }
            ZfsCommands.require(
                    pool.commands().zfs("inherit", Property.RECEIVED, dataset.name()), "finish the BE " + name, name);
        }
    }
}
