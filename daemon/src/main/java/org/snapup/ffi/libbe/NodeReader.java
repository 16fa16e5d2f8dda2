package org.snapup.ffi.libbe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.LibraryMismatchException;

/**
 * Copies the list that be_list returned, and refuses one that its description doesn't fit: before a pointer is followed
 * the booleans and numbers around it have been looked at.
 */
final class NodeReader {
    private static final int MOST_NODES = 100_000;
    private static final int MOST_SNAPSHOTS = 10_000_000;
    private static final long FIRST_PAGE = 1 << 16;

    /** A pointer that a program may have has its upper 17 bits alike. */
    private static final int UNUSED_BITS = 47;

    private final List<Pointer> nodes;
    private final NodeLayout layout;

    private NodeReader(List<Pointer> nodes, NodeLayout layout) {
        this.nodes = nodes;
        this.layout = layout;
    }

    /** @throws LibraryMismatchException when the list is of no known layout */
    static NodeReader of(Pointer head) {
        NodeLayout size = sizeOf(head);
        List<Pointer> nodes = chain(head, size);
        if (size == NodeLayout.FOUR) {
            return new NodeReader(nodes, size);
        }
        // A single BE that is active for one boot looks the same in both; then the order doesn't matter either.
        for (NodeLayout layout : List.of(NodeLayout.FIVE_NEXT_FIRST, NodeLayout.FIVE_GLOBAL_FIRST)) {
            if (nodes.stream().allMatch(node -> node.getInt(layout.globalActive()) == 1)
                    && nodes.stream()
                                    .filter(node -> node.getInt(layout.activeNext()) == 1)
                                    .count()
                            <= 1) {
                return new NodeReader(nodes, layout);
            }
        }
        throw mismatch("it marks several BEs as active for one boot, or a zone's BEs");
    }

    private static NodeLayout sizeOf(Pointer node) {
        for (int at : new int[] {NodeLayout.MOUNTED, NodeLayout.ACTIVE_ON_BOOT, NodeLayout.ACTIVE, NodeLayout.FOURTH}) {
            flag(node, at);
        }
        boolean four = isCount(node, NodeLayout.FOUR);
        if (four == isCount(node, NodeLayout.FIVE_NEXT_FIRST)
                || (four && !flag(node, NodeLayout.FOUR.globalActive()))) {
            throw mismatch("a BE's fields are none of illumos' in the global zone");
        }
        return four ? NodeLayout.FOUR : NodeLayout.FIVE_NEXT_FIRST;
    }

    /** Whether there is what can be a number of datasets, and no pointer. */
    private static boolean isCount(Pointer node, NodeLayout layout) {
        long value = node.getLongLong(layout.datasetCount());
        return value >= 1 && value < FIRST_PAGE;
    }

    private static List<Pointer> chain(Pointer head, NodeLayout size) {
        List<Pointer> nodes = new ArrayList<>();
        for (Pointer node = head; node != null; node = next(node, size.nextNode())) {
            if (sizeOf(node) != size || nodes.size() == MOST_NODES) {
                throw mismatch("its BEs don't look alike");
            }
            nodes.add(node);
        }
        return nodes;
    }

    boolean knowsNext() {
        return layout != NodeLayout.FOUR;
    }

    List<BeNode> read() {
        return nodes.stream().map(this::read).toList();
    }

    private BeNode read(Pointer node) {
        String name = text(node, layout.beName());
        String pool = text(node, layout.pool());
        String root = text(node, layout.rootDataset());
        if (name.isEmpty() || !root.startsWith(pool + "/") || !root.endsWith("/" + name)) {
            throw mismatch("it says that the BE " + name + " is " + root + " in the pool " + pool);
        }
        List<BeNode.Dataset> datasets =
                list(node, layout.datasets(), NodeLayout.OfDataset.NEXT, NodeReader::dataset, MOST_NODES);
        List<BeNode.Snapshot> snapshots =
                list(node, layout.snapshots(), NodeLayout.OfSnapshot.NEXT, NodeReader::snapshot, MOST_SNAPSHOTS);
        // The root dataset is counted, and isn't in the list.
        if (node.getInt(layout.datasetCount()) != datasets.size() + 1
                || node.getInt(layout.snapshotCount()) != snapshots.size()) {
            throw mismatch("its counts of the datasets and snapshots of " + name + " are wrong");
        }
        return new BeNode(
                name,
                pool,
                root,
                flag(node, NodeLayout.MOUNTED),
                flag(node, NodeLayout.ACTIVE),
                flag(node, NodeLayout.ACTIVE_ON_BOOT),
                layout.activeNext() >= 0 && flag(node, layout.activeNext()),
                flag(node, layout.globalActive()),
                node.getLongLong(layout.space()),
                optionalText(node, layout.mountpoint()),
                optionalText(node, layout.policy()),
                optionalText(node, layout.uuid()),
                node.getLongLong(layout.creation()),
                datasets,
                snapshots);
    }

    private static BeNode.Dataset dataset(Pointer at) {
        return new BeNode.Dataset(
                text(at, NodeLayout.OfDataset.NAME),
                flag(at, NodeLayout.OfDataset.MOUNTED),
                at.getLongLong(NodeLayout.OfDataset.SPACE),
                at.getLongLong(NodeLayout.OfDataset.CREATION),
                optionalText(at, NodeLayout.OfDataset.MOUNTPOINT),
                optionalText(at, NodeLayout.OfDataset.POLICY));
    }

    private static BeNode.Snapshot snapshot(Pointer at) {
        return new BeNode.Snapshot(
                text(at, NodeLayout.OfSnapshot.NAME),
                at.getLongLong(NodeLayout.OfSnapshot.SPACE),
                at.getLongLong(NodeLayout.OfSnapshot.CREATION),
                optionalText(at, NodeLayout.OfSnapshot.POLICY));
    }

    private static <T> List<T> list(Pointer node, int first, int next, Function<Pointer, T> read, int most) {
        List<T> list = new ArrayList<>();
        for (Pointer at = next(node, first); at != null; at = next(at, next)) {
            if (list.size() == most) {
                throw mismatch("a list in it has no end");
            }
            list.add(read.apply(at));
        }
        return list;
    }

    private static boolean flag(Pointer at, int offset) {
        int value = at.getInt(offset);
        if (value != 0 && value != 1) {
            throw mismatch("there is " + value + " where a yes or no is expected");
        }
        return value == 1;
    }

    private static @Nullable Pointer next(Pointer at, int offset) {
        long address = at.getLongLong(offset);
        if (address == 0) {
            return null;
        }
        long upper = address >> UNUSED_BITS;
        if ((upper != 0 && upper != -1) || (address > 0 && address < FIRST_PAGE)) {
            throw mismatch("there is a number where a pointer is expected");
        }
        return at.getPointer(offset);
    }

    private static String text(Pointer at, int offset) {
        String text = optionalText(at, offset);
        if (text == null) {
            throw mismatch("a name in it is missing");
        }
        return text;
    }

    private static @Nullable String optionalText(Pointer at, int offset) {
        Pointer text = next(at, offset);
        return text == null ? null : text.getString(0, Integer.MAX_VALUE, StandardCharsets.UTF_8);
    }

    private static LibraryMismatchException mismatch(String what) {
        return new LibraryMismatchException(
                "libbe's list of BEs isn't laid out as any illumos that snapup knows: " + what);
    }
}
