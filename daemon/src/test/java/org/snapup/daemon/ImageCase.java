package org.snapup.daemon;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.daemon.server.WireClient;
import org.snapup.protocol.Event;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.ImageQueries.Setting;
import org.snapup.protocol.ImageQueries.SettingsKind;
import org.snapup.protocol.Outcome;

/** What the tests of images have: a real daemon on IPS, one for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ImageCase {
    private IpsWorld world;
    private Daemon daemon;
    private Path root;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        world = IpsWorld.onDirectories(folder);
        world.publish("hello", 2);
        world.publish("extra", 1);
        root = folder.resolve("be/be0");
        daemon = world.start();
    }

    @AfterAll
    void stop() {
        daemon.close();
    }

    final IpsWorld world() {
        return world;
    }

    /** The image's. */
    final Path root() {
        return root;
    }

    final List<Setting> settings(SettingsKind kind) throws IOException {
        return ask(
                        ImageQueries.SETTINGS,
                        new ImageQueries.SettingsRequest(null, kind, null),
                        ImageQueries.Settled.class)
                .settings();
    }

    final <T extends Record> T ask(String method, Record request, Class<T> reply) throws IOException {
        return new DaemonClient(world.socket()).ask(method, request, reply);
    }

    final Outcome run(String method, Record request) throws IOException {
        return run(method, request, new ArrayList<>());
    }

    final Outcome run(String method, Record request, List<Event> events) throws IOException {
        long job;
        try (WireClient client = new WireClient(world.socket())) {
            job = (Long) requireNonNull(
                    client.send(method, request, false).receive().parameters().get("job"));
        }
        events.addAll(new DaemonClient(world.socket()).watch(job, 0, Event::isLast));
        return requireNonNull(events.get(events.size() - 1).outcome());
    }
}
