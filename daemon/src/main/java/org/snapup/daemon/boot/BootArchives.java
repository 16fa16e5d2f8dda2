package org.snapup.daemon.boot;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.snapup.exec.Command;
import org.snapup.exec.CommandException;
import org.snapup.exec.CommandResult;
import org.snapup.exec.CommandRunner;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * Makes the boot archive with the system's own tool or a configured command, and then looks at what is there: an exit
 * status alone is not believed.
 */
public final class BootArchives implements BootArchive {
    private static final Path BOOTADM = Path.of("/sbin/bootadm");
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final String ROOT = "{root}";

    private final List<String> configured;
    private final CommandRunner commands;

    /** @param configured the command with {@code {root}} for the BE's root; empty: the system's own tool */
    public BootArchives(List<String> configured, CommandRunner commands) {
        this.configured = List.copyOf(configured);
        this.commands = commands;
    }

    @Override
    public void regenerate(Path root, Consumer<String> output) {
        List<String> argv = command(root);
        if (!argv.isEmpty()) {
            run(argv, output);
        }
        try {
            verifyLinux(root);
            verifyIllumos(root);
        } catch (IOException e) {
            throw failed("the boot files beneath " + root + " can't be looked at: " + e);
        }
    }

    private List<String> command(Path root) {
        if (!configured.isEmpty()) {
            return configured.stream()
                    .map(word -> word.replace(ROOT, root.toString()))
                    .toList();
        }
        if (Files.isDirectory(root.resolve("platform")) && Files.isExecutable(BOOTADM)) {
            return List.of(BOOTADM.toString(), "update-archive", "-R", root.toString());
        }
        return List.of();
    }

    private void run(List<String> argv, Consumer<String> output) {
        try {
            CommandResult result = commands.run(Command.of(PATIENCE, argv));
            result.out().lines().forEach(output);
            result.err().lines().forEach(output);
            if (!result.ok()) {
                throw failed("'" + String.join(" ", argv) + "' ended with exit status " + result.exitStatus() + ": "
                        + result.err().strip());
            }
        } catch (CommandException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    /** Every kernel has its modules, and an initramfs with something in it where one is there. */
    private static void verifyLinux(Path root) throws IOException {
        Path boot = root.resolve("boot");
        if (!Files.isDirectory(boot)) {
            return;
        }
        try (DirectoryStream<Path> kernels = Files.newDirectoryStream(boot, "vmlinuz-*")) {
            for (Path kernel : kernels) {
                String version = kernel.getFileName().toString().substring("vmlinuz-".length());
                boolean modules = Files.isDirectory(root.resolve("lib/modules").resolve(version))
                        || Files.isDirectory(root.resolve("usr/lib/modules").resolve(version));
                if (!modules) {
                    throw failed("kernel " + version + " has no modules in the BE");
                }
                for (String name : List.of("initrd.img-" + version, "initramfs-" + version + ".img")) {
                    requireContent(boot.resolve(name));
                }
            }
        }
    }

    private static void verifyIllumos(Path root) throws IOException {
        Path platform = root.resolve("platform");
        if (!Files.isDirectory(platform)) {
            return;
        }
        try (DirectoryStream<Path> machines = Files.newDirectoryStream(platform)) {
            for (Path machine : machines) {
                requireContent(machine.resolve("boot_archive"));
                requireContent(machine.resolve("amd64/boot_archive"));
            }
        }
    }

    private static void requireContent(Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) == 0) {
            throw failed(file + " is empty");
        }
    }

    private static SnapupException failed(String what) {
        return new SnapupException(
                ErrorCode.BOOT_ARCHIVE_FAILED, "the boot archive was not made, so the BE would not boot: " + what);
    }
}
