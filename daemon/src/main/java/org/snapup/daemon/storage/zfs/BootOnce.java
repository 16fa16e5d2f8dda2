package org.snapup.daemon.storage.zfs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snapup.exec.CommandResult;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/**
 * A BE that boots next and only then: the word in the pool's label that FreeBSD's loader takes away before it boots what
 * the word names. No other loader has been seen to consume such a wish before it acts on it, and one that is taken back
 * by the BE itself after it came up is none: then a BE that doesn't come up boots again and again.
 */
final class BootOnce {
    static final Path PROGRAM = Path.of("/sbin/zfsbootcfg");

    private final Pool pool;
    private final Path program;

    /** @param program FreeBSD's zfsbootcfg(8), which needn't be there */
    BootOnce(Pool pool, Path program) {
        this.pool = pool;
        this.program = program;
    }

    private boolean isThere() {
        return Files.isExecutable(program);
    }

    Optional<String> obstacle() {
        return isThere()
                ? Optional.empty()
                : Optional.of("this machine's boot loader has nothing that boots a boot environment once and forgets"
                        + " that before it does (FreeBSD has it, as zfsbootcfg; illumos through storage type libbe)");
    }

    /** The dataset that boots once, empty where none does. */
    Optional<String> dataset() {
        if (!isThere()) {
            return Optional.empty();
        }
        CommandResult said = run();
        String word = said.out().strip();
        return said.ok() && word.startsWith("zfs:") && word.endsWith(":")
                ? Optional.of(word.substring("zfs:".length(), word.length() - 1))
                : Optional.empty();
    }

    void set(String name) {
        obstacle().ifPresent(reason -> {
            throw new SnapupException(
                    ErrorCode.NOT_SUPPORTED, name, "the BE " + name + " can't be booted once: " + reason, null);
        });
        String wanted = pool.dataset(name);
        CommandResult result = run("zfs:" + wanted + ":");
        if (!dataset().equals(Optional.of(wanted))) {
            throw new SnapupException(
                    ErrorCode.STORAGE_FAILED,
                    name,
                    "can't make the BE " + name + " boot once: " + program + " said: "
                            + (result.out() + result.err()).strip(),
                    null);
        }
    }

    void clear() {
        if (dataset().isEmpty()) {
            return;
        }
        CommandResult result = run("");
        if (dataset().isPresent()) {
            throw new SnapupException(
                    ErrorCode.STORAGE_FAILED,
                    "can't take back what boots once: " + program + " said: " + (result.out() + result.err()).strip());
        }
    }

    private CommandResult run(String... word) {
        List<String> arguments =
                new java.util.ArrayList<>(List.of("-z", pool.config().pool()));
        arguments.addAll(List.of(word));
        return pool.commands().run(program.toString(), arguments);
    }
}
