package org.snapup.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.config.Configuration;
import org.snapup.daemon.logging.LogText;
import org.snapup.daemon.server.access.NameService;
import org.snapup.daemon.server.access.Roles;
import org.snapup.daemon.service.Notifier;
import org.snapup.protocol.SnapupException;

/**
 * Reads the configuration again. What can change while jobs run and clients are connected does; the rest waits for the
 * next start, and is named. A configuration with a mistake changes nothing. Confined to the service thread.
 */
final class Reload {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final Path file;
    private final long daemonUid;
    private final NameService names;
    private final Notifier notifier;
    private final Consumer<Roles> roles;
    private final Consumer<Configuration.Service> service;
    private volatile Configuration current;

    Reload(
            Path file,
            long daemonUid,
            NameService names,
            Notifier notifier,
            Configuration current,
            Consumer<Roles> roles,
            Consumer<Configuration.Service> service) {
        this.file = file;
        this.daemonUid = daemonUid;
        this.names = names;
        this.notifier = notifier;
        this.current = current;
        this.roles = roles;
        this.service = service;
    }

    /** What the daemon runs with now. Safe on any thread. */
    Configuration current() {
        return current;
    }

    void run() {
        notifier.reloading();
        notifier.ready(read());
    }

    private String read() {
        Configuration changed;
        Roles changedRoles;
        try {
            changed = Configuration.load(file, daemonUid);
            changed.requireBuilt();
            changedRoles = roles(changed.policy(), names);
        } catch (SnapupException e) {
            String message = LogText.escape(String.valueOf(e.getMessage()));
            LOG.atError()
                    .addKeyValue("file", file)
                    .addKeyValue("reason", message)
                    .log("configuration refused; the one from before stays in use");
            return "configuration refused, the one from before stays in use: " + message;
        }
        roles.accept(changedRoles);
        service.accept(changed.service());
        List<String> waiting = needsStart(current, changed);
        current = new Configuration(
                current.socket(),
                current.state(),
                current.storage(),
                current.packages(),
                changed.policy(),
                current.boot(),
                changed.service(),
                current.jobs(),
                current.metrics());
        LOG.atInfo()
                .addKeyValue("file", file)
                .addKeyValue("waitingForStart", waiting)
                .log("configuration read again");
        return waiting.isEmpty()
                ? "configuration read again"
                : "configuration read again; changed, and used from the next start on: " + String.join(", ", waiting);
    }

    static Roles roles(Configuration.Policy policy, NameService names) {
        return Roles.parse(policy.administrators(), policy.members(), policy.updaters(), names);
    }

    /** The keys and sections that changed and are looked at only when the daemon starts. */
    private static List<String> needsStart(Configuration old, Configuration changed) {
        List<String> names = new ArrayList<>();
        addIfChanged(names, "socket", old.socket(), changed.socket());
        addIfChanged(names, "state", old.state(), changed.state());
        addIfChanged(names, "[storage]", old.storage(), changed.storage());
        addIfChanged(names, "[packages]", old.packages(), changed.packages());
        addIfChanged(names, "[boot]", old.boot(), changed.boot());
        addIfChanged(names, "[jobs]", old.jobs(), changed.jobs());
        addIfChanged(names, "[metrics]", old.metrics(), changed.metrics());
        return names;
    }

    private static void addIfChanged(List<String> names, String name, Object old, Object changed) {
        if (!Objects.equals(old, changed)) {
            names.add(name);
        }
    }
}
