package org.snapup.daemon.storage.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.snapup.daemon.storage.contract.StorageWorld.LIVE;
import static org.snapup.daemon.storage.zfs.ZfsWorld.ROOT;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Captured;
import org.snapup.daemon.storage.Storage;
import org.snapup.daemon.storage.Tag;
import org.snapup.daemon.storage.contract.Sequences;
import org.snapup.exec.Command;
import org.snapup.exec.CommandRunner;
import org.snapup.exec.ProcessRunner;

/** What it costs: commands for a new BE, and time for many snapshots. */
class ZfsCostIT extends ZfsCase {
    private static final int ROUNDS = Integer.getInteger("snapup.cost.rounds", 3);

    private final List<String> commands = Collections.synchronizedList(new ArrayList<>());

    @Override
    protected Storage open(ZfsWorld world) {
        CommandRunner real = ProcessRunner.create();
        return world.open(command -> {
            commands.add(String.join(" ", command.argv()).replaceFirst("^/[a-z/]*/", ""));
            return real.run(command);
        });
    }

    /** Image-update's storage steps against the same changes in a shell; figures, no assertion on time. */
    @Test
    void shouldNeedFewCommandsForNewBe() throws IOException {
        long ours = Long.MAX_VALUE;
        long shells = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            Captured live = storage().capture(be(LIVE));
            Tag tag = new Tag("cost", round + 1, "snapshot");
            String name = "cost" + round;
            String snapshot = Sequences.snapshotName(tag);
            commands.clear();
            long begin = System.nanoTime();
            storage().snapshot(live, snapshot, tag);
            storage().cloneSnapshot(live, snapshot, name, "uuid-" + name, tag);
            storage().mountPrivately(name, tag);
            storage().unmountPrivate(name, tag);
            storage().finish(name, live, tag);
            storage().activate(name);
            storage().releaseSnapshot(LIVE, snapshot, tag);
            storage().untag(name, tag);
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            List<String> all = List.copyOf(commands);
            List<String> changes = all.stream()
                    .filter(command -> !command.matches("(zfs|zpool) (get|list) .*"))
                    .toList();
            String script = String.join("\n", changes)
                    .replace("cost" + round, "shell" + round)
                    .replace("cost:" + (round + 1), "shell:" + (round + 1))
                    .replace("@" + snapshot, "@shell" + round);
            long shell = System.nanoTime();
            var result = ProcessRunner.create()
                    .run(Command.of(Duration.ofMinutes(1), List.of("/bin/sh", "-e", "-c", script)));
            shells = Math.min(shells, System.nanoTime() - shell);
            ours = Math.min(ours, took.toNanos());

            assertThat(result.err()).isEmpty();
            assertThat(all.size() - changes.size()).isLessThanOrEqualTo(changes.size() / 2);
            assertThat(changes.size()).isLessThanOrEqualTo(22);
        }
        System.out.printf(
                "new BE of four datasets, best of %d: %.1f ms; its changes alone in a shell: %.1f ms%n",
                ROUNDS, ours / 1e6, shells / 1e6);
    }

    @Test
    void shouldListThousandSnapshots() throws IOException {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            script.append("zfs snapshot -r ")
                    .append(ROOT)
                    .append('/')
                    .append(LIVE)
                    .append("@s")
                    .append(i)
                    .append('\n');
        }
        ProcessRunner.create().run(Command.of(Duration.ofMinutes(5), List.of("/bin/sh", "-c", script.toString())));
        long begin = System.nanoTime();

        List<Be> bes = storage().list();

        System.out.printf("listing 1200 snapshots: %d ms%n", (System.nanoTime() - begin) / 1_000_000);
        begin = System.nanoTime();
        storage().changeMark();
        System.out.printf("change mark: %d ms%n", (System.nanoTime() - begin) / 1_000_000);
        assertThat(bes)
                .singleElement()
                .satisfies(be -> assertThat(be.snapshots()).hasSize(300));
        assertThat(bes.get(0).snapshots().get(17).name()).isEqualTo("s17");
    }
}
