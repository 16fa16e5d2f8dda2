package org.snapup.daemon.storage.libbe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snapup.daemon.storage.Storage;
import org.snapup.ffi.libbe.BeNode;
import org.snapup.ffi.libbe.Libbe;
import org.snapup.ffi.libbe.LibbeException;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * What boots next. For good it is the pool's bootfs, written by the {@code zfs} backend after libbe has brought the BE's
 * boot loader to the disks: be_activate would promote the BE, and change the running one's snapshots. Once it is
 * be_activate, at a user's word.
 */
final class Booting {
    private static final String INSTALLER = "be_installboot";
    private static final Path DEFAULTS = Path.of("/etc/default/be");

    private final Libbe libbe;
    private final Storage zfs;
    private final Path defaults;

    Booting(Libbe libbe, Storage zfs) {
        this(libbe, zfs, DEFAULTS);
    }

    /** @param defaults libbe's own settings */
    Booting(Libbe libbe, Storage zfs, Path defaults) {
        this.libbe = libbe;
        this.zfs = zfs;
        this.defaults = defaults;
    }

    void activate(String name) {
        List<BeNode> nodes = libbe.list(false);
        BeNode node = nodes.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SnapupException(
                        ErrorCode.NO_SUCH_BE, name, "can't activate the BE " + name + ": there is none", null));
        boolean replacement = takesTheBootingOnesPlace(node, nodes);
        if (!node.activeOnBoot()) {
            if (!replacement) {
                installBootLoader(node);
            }
            zfs.activate(name);
            requireFollowed(name);
        }
        if (!replacement && nodes.stream().anyMatch(BeNode::activeNext)) {
            deactivateOnce();
        }
    }

    /** One with the same uuid has the same files: its boot loader is there already, and nothing may stop a restore. */
    private static boolean takesTheBootingOnesPlace(BeNode node, List<BeNode> nodes) {
        return node.uuid() != null
                && !node.activeOnBoot()
                && nodes.stream()
                        .anyMatch(each -> each.activeOnBoot() && node.uuid().equals(each.uuid()));
    }

    private void installBootLoader(BeNode node) {
        if (!libbe.has(INSTALLER)) {
            return;
        }
        try {
            libbe.installBootLoader(node);
        } catch (LibbeException e) {
            throw Causes.failure(
                    ErrorCode.NO_BOOT_LOADER,
                    "write the boot loader of the BE " + node.name() + ", which isn't activated",
                    node.name(),
                    e);
        }
    }

    private void requireFollowed(String name) {
        boolean followed = libbe.list(name, false).filter(BeNode::activeOnBoot).isPresent();
        if (!followed) {
            throw new SnapupException(
                    ErrorCode.NO_BOOT_LOADER,
                    name,
                    "the pool's bootfs is the BE " + name + " now, but libbe says that this machine's boot menu doesn't"
                            + " follow it; activate it with: beadm activate " + name,
                    null);
        }
    }

    Optional<String> obstacle() {
        Optional<String> obstacle = zfs.activationObstacle().or(this::menuObstacle);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        return libbe.list(false).stream()
                .filter(BeNode::activeNext)
                .findFirst()
                .map(once -> "the BE " + once.name() + " is activated for the next boot only, and would boot before any"
                        + " other; boot it, or take that back with: beadm activate -T, and the BE that boots usually");
    }

    private Optional<String> menuObstacle() {
        if (hasGrub()) {
            return Optional.of("this machine boots with GRUB, by " + defaults + ", whose menu doesn't follow the pool's"
                    + " bootfs; install the illumos loader, or use beadm");
        }
        if (!libbe.has(INSTALLER)) {
            return Optional.of("this libbe can't write a boot loader (it has no " + INSTALLER + "); use beadm");
        }
        return Optional.empty();
    }

    private boolean hasGrub() {
        try {
            return Files.exists(defaults)
                    && Files.readAllLines(defaults).stream()
                            .map(line -> line.replaceAll("[\\s\"']", ""))
                            .anyMatch(line -> line.equalsIgnoreCase("BE_HAS_GRUB=true"));
        } catch (IOException e) {
            throw new SnapupException(
                    ErrorCode.STORAGE_FAILED,
                    defaults.toString(),
                    "can't see which boot loader this machine has: " + defaults + " can't be read: " + e.getMessage(),
                    e);
        }
    }

    /** Why a BE can't be activated for one boot. */
    Optional<String> onceObstacle() {
        Optional<String> obstacle = menuObstacle();
        if (obstacle.isPresent()) {
            return obstacle;
        }
        libbe.list(false);
        return libbe.knowsNext()
                ? Optional.empty()
                : Optional.of("this libbe has no activation for one boot: it is older than beadm's activate -t");
    }

    void activateOnce(String name) {
        Optional<String> obstacle = onceObstacle();
        if (obstacle.isPresent()) {
            throw new SnapupException(
                    ErrorCode.NOT_SUPPORTED,
                    name,
                    "can't activate the BE " + name + " for one boot: " + obstacle.get(),
                    null);
        }
        Optional<String> usual = libbe.list(false).stream()
                .filter(BeNode::activeOnBoot)
                .map(BeNode::name)
                .findFirst();
        try {
            libbe.activateOnce(name, true);
        } catch (LibbeException e) {
            throw Causes.failure("activate the BE " + name + " for one boot", name, e);
        }
        if (libbe.list(name, false).filter(BeNode::activeNext).isEmpty()) {
            // A library that calls the wish by another name has activated it for good.
            usual.ifPresent(zfs::activate);
            throw new SnapupException(
                    ErrorCode.STORAGE_FAILED,
                    name,
                    "libbe was asked to activate the BE " + name
                            + " for one boot and didn't; what boots next is as before:" + " look at: beadm list",
                    null);
        }
    }

    void deactivateOnce() {
        List<BeNode> nodes = libbe.list(false);
        if (nodes.stream().noneMatch(BeNode::activeNext)) {
            return;
        }
        String usual = nodes.stream()
                .filter(BeNode::activeOnBoot)
                .map(BeNode::name)
                .findFirst()
                .orElseThrow(() -> new SnapupException(
                        ErrorCode.STORAGE_FAILED,
                        "can't take the activation for one boot back: no BE boots after it; activate one"));
        try {
            libbe.activateOnce(usual, false);
        } catch (LibbeException e) {
            throw Causes.failure("take the activation for one boot back", usual, e);
        }
        if (libbe.list(false).stream().anyMatch(BeNode::activeNext)) {
            throw new SnapupException(
                    ErrorCode.STORAGE_FAILED,
                    usual,
                    "libbe took the activation for one boot back, and still lists it; look at: beadm list",
                    null);
        }
    }
}
