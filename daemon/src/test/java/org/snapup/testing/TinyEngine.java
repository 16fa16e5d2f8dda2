package org.snapup.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snapup.daemon.packages.EngineContext;
import org.snapup.daemon.packages.PackageEngine;
import org.snapup.daemon.packages.PackageRequest;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event.Progress;
import org.snapup.protocol.Plan;
import org.snapup.protocol.Plan.PackageChange;
import org.snapup.protocol.SnapupException;

/**
 * A package engine that writes a few files, for driving workflows: each version of a package is six files under
 * {@code opt/NAME} and a line in {@code var/tiny/NAME}. It can be told to fail.
 */
public final class TinyEngine implements PackageEngine {
    public static final int FILES = 6;

    private static final String STAGED = "var/tiny-staged";

    /** Where it fails. */
    public enum Fault {
        NONE,
        WHILE_PLANNING,
        BEFORE_CHANGE,
        IN_THE_MIDDLE
    }

    private final Map<String, Integer> repository = new TreeMap<>();
    private volatile Fault fault = Fault.NONE;
    private volatile boolean rebootNeeded;
    private volatile int chatter;
    private volatile Runnable inTheMiddle = () -> {};
    private volatile Recovery recovery = Recovery.DIRTY;

    /** What the repository's newest version of a package is. */
    public TinyEngine offer(String name, int version) {
        repository.put(name, version);
        return this;
    }

    public TinyEngine failing(Fault where) {
        fault = where;
        return this;
    }

    public TinyEngine rebootNeeded(boolean needed) {
        rebootNeeded = needed;
        return this;
    }

    /** Something that happens when half of the files are written. */
    public TinyEngine inTheMiddle(Runnable happening) {
        inTheMiddle = happening;
        return this;
    }

    /** How often it says how far it is, and what its command prints, before its first change. */
    public TinyEngine chatting(int times) {
        chatter = times;
        return this;
    }

    /** What it makes of a root in which it was cut off. */
    public TinyEngine recovering(Recovery verdict) {
        recovery = verdict;
        return this;
    }

    @Override
    public String name() {
        return "tiny";
    }

    private record TinyPlan(Plan summary, Map<String, Integer> before, Map<String, Integer> after)
            implements PackagePlan {}

    @Override
    public PackagePlan plan(Path root, PackageRequest request, EngineContext context) {
        if (fault == Fault.WHILE_PLANNING) {
            throw new SnapupException(ErrorCode.NO_SOLUTION, "told to fail while planning");
        }
        Map<String, Integer> before = installed(root);
        Map<String, Integer> after = new TreeMap<>(before);
        switch (request.kind()) {
            case UPDATE -> before.keySet().forEach(name -> after.put(name, repository.getOrDefault(name, 1)));
            case INSTALL ->
                request.patterns().forEach(name -> {
                    if (!repository.containsKey(name)) {
                        throw new SnapupException(ErrorCode.NO_SUCH_PACKAGE, name, "no package " + name, null);
                    }
                    after.put(name, repository.get(name));
                });
            case UNINSTALL -> request.patterns().forEach(after::remove);
            case AUTOREMOVE,
                    APPLY_HOT_FIX,
                    DEHYDRATE,
                    REHYDRATE,
                    EXACT_INSTALL,
                    FIX,
                    REVERT,
                    CHANGE_VARIANT,
                    CHANGE_FACET,
                    SET_MEDIATOR,
                    UNSET_MEDIATOR -> throw unsupported(request.kind().word());
        }
        List<PackageChange> changes = new ArrayList<>();
        Map<String, Integer> all = new TreeMap<>(before);
        all.putAll(after);
        for (String name : all.keySet()) {
            Integer from = before.get(name);
            Integer to = after.get(name);
            if (from == null || !from.equals(to)) {
                changes.add(new PackageChange(
                        name, null, from == null ? null : from.toString(), to == null ? null : to.toString()));
            }
        }
        return new TinyPlan(new Plan(changes, false, rebootNeeded, 100, 100, List.of()), before, after);
    }

    /** What is installed beneath a root. */
    public static Map<String, Integer> installed(Path root) {
        Path folder = root.resolve("var/tiny");
        Map<String, Integer> installed = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return installed;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                installed.put(
                        file.getFileName().toString(),
                        Integer.parseInt(Files.readString(file).strip()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return installed;
    }

    /** Writes a package as if it had been installed. */
    public static void put(Path root, String name, int version) {
        try {
            Files.createDirectories(root.resolve("opt").resolve(name));
            for (int i = 0; i < FILES; i++) {
                Files.writeString(root.resolve("opt").resolve(name).resolve("file" + i), name + " " + version + "\n");
            }
            Files.createDirectories(root.resolve("var/tiny"));
            Files.writeString(root.resolve("var/tiny").resolve(name), version + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is to come. */
    private static void stage(Path root) {
        try {
            Files.createDirectories(root.resolve("var"));
            Files.writeString(root.resolve(STAGED), "what is to come");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void tidy(Path root, EngineContext context) {
        try {
            Files.deleteIfExists(root.resolve(STAGED));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void execute(Path root, PackagePlan packagePlan, EngineContext context) {
        TinyPlan plan = (TinyPlan) packagePlan;
        Map<String, Integer> changes = new LinkedHashMap<>(plan.after());
        plan.before().keySet().forEach(name -> changes.putIfAbsent(name, 0));
        changes.entrySet()
                .removeIf(entry -> entry.getValue().equals(plan.before().get(entry.getKey())));
        for (int i = 1; i <= chatter; i++) {
            context.progress(new Progress("chatter", i, chatter, 0, 0));
            context.output("line " + i + " of what a command prints");
        }
        stage(root);
        context.crashPoint("tiny:staged");
        context.progress(new Progress("download", 1, 1, 100, 100));
        if (fault == Fault.BEFORE_CHANGE) {
            tidy(root, context);
            throw new SnapupException(ErrorCode.REPOSITORY_ERROR, "told to fail before the first change");
        }
        tidy(root, context);
        context.beforeFirstChange();
        int total = changes.size() * FILES;
        int done = 0;
        try {
            for (Map.Entry<String, Integer> change : changes.entrySet()) {
                Path folder = Files.createDirectories(root.resolve("opt").resolve(change.getKey()));
                for (int i = 0; i < FILES; i++) {
                    context.crashPoint("tiny:file");
                    context.checkCancelled();
                    if (++done == total / 2) {
                        inTheMiddle.run();
                        if (fault == Fault.IN_THE_MIDDLE) {
                            throw new SnapupException(ErrorCode.ENGINE_FAILED, "told to fail in the middle");
                        }
                    }
                    Path file = folder.resolve("file" + i);
                    if (change.getValue() == 0) {
                        Files.deleteIfExists(file);
                    } else {
                        Files.writeString(file, change.getKey() + " " + change.getValue() + "\n");
                    }
                    context.progress(new Progress("actions", done, total, 0, 0));
                }
                Path line = root.resolve("var/tiny").resolve(change.getKey());
                if (change.getValue() == 0) {
                    Files.deleteIfExists(folder);
                    Files.deleteIfExists(line);
                } else {
                    Files.createDirectories(line.getParent());
                    Files.writeString(line, change.getValue() + "\n");
                }
            }
            context.crashPoint("tiny:end");
        } catch (IOException e) {
            throw new SnapupException(
                    String.valueOf(e.getMessage()).contains("No space") ? ErrorCode.NO_SPACE : ErrorCode.ENGINE_FAILED,
                    "can't write beneath " + root + ": " + e,
                    e);
        }
    }

    @Override
    public Recovery recover(Path root, EngineContext context) {
        return recovery;
    }

    @Override
    public ImageLock lock(Path root) {
        return () -> {};
    }
}
