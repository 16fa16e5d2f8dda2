package org.snapup.ips.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.ImageSpec;
import org.snapup.ips.journal.JournalEnd;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlanRequest;

/** The command {@code snapup-image}: makes images of packages, changes them, and lists what is in one. */
public final class ImageCommand {
    /** Everything was done. */
    public static final int DONE = 0;

    /** It failed; standard error says why. */
    public static final int FAILED = 1;

    /** The arguments make no sense. */
    public static final int USAGE = 2;

    /** There was nothing to do. */
    public static final int NOTHING = 4;

    private static final String NAME = "snapup-image";
    private static final String CREATE =
            "create -p NAME=ORIGIN [--variant NAME=VALUE]... [--facet NAME=true|false]... DIR [PACKAGE...]";
    private static final String LIST = "list [-H] DIR";
    private static final String CHANGE = "install|uninstall DIR PACKAGE... | update DIR [PACKAGE...] | recover DIR";

    private final PrintStream out;
    private final PrintStream err;

    public ImageCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the command; the streams stay open. Returns the exit status. */
    public int run(String... args) {
        List<String> arguments = Arrays.asList(args);
        if (arguments.contains("--help") || arguments.contains("-?")) {
            usage(out);
            return DONE;
        }
        try {
            return switch (arguments.isEmpty() ? "" : args[0]) {
                case "create" -> create(arguments.subList(1, arguments.size()), arguments);
                case "list" -> list(arguments.subList(1, arguments.size()));
                case "install" -> change(packages -> new PlanRequest.Install(packages, List.of()), arguments);
                case "uninstall" -> change(PlanRequest.Uninstall::new, arguments);
                case "update" -> change(packages -> new PlanRequest.Update(packages, List.of()), arguments);
                case "recover" -> recover(arguments);
                default -> throw new BadUsage(args.length == 0 ? "no verb was given" : "unknown verb " + args[0]);
            };
        } catch (BadUsage e) {
            err.println(NAME + ": " + e.getMessage());
            usage(err);
            return USAGE;
        } catch (IpsException e) {
            err.println(NAME + ": " + e.getMessage());
            return FAILED;
        }
    }

    private static void usage(PrintStream stream) {
        stream.println("Usage:");
        stream.println("  " + NAME + " " + CREATE);
        stream.println("  " + NAME + " " + CHANGE);
        stream.println("  " + NAME + " " + LIST);
    }

    private int create(List<String> args, List<String> commandLine) {
        Map<String, List<String>> publishers = new LinkedHashMap<>();
        Map<String, String> variants = new LinkedHashMap<>();
        Map<String, Boolean> facets = new LinkedHashMap<>();
        List<String> operands = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            switch (arg) {
                case "-p", "--publisher" -> {
                    String[] pair = pair(args, ++i, arg);
                    publishers
                            .computeIfAbsent(pair[0], name -> new ArrayList<>())
                            .add(origin(pair[1]));
                }
                case "--variant" -> {
                    String[] pair = pair(args, ++i, arg);
                    variants.put(prefixed("variant.", pair[0]), pair[1]);
                }
                case "--facet" -> {
                    String[] pair = pair(args, ++i, arg);
                    facets.put(prefixed("facet.", pair[0]), bool(pair[1]));
                }
                default -> {
                    if (arg.startsWith("-")) {
                        throw new BadUsage("unknown option " + arg);
                    }
                    operands.add(arg);
                }
            }
        }
        if (operands.isEmpty() || publishers.isEmpty()) {
            throw new BadUsage("create needs a publisher with its origin, and a directory");
        }
        Path root = Path.of(operands.get(0)).toAbsolutePath().normalize();
        List<String> packages = operands.subList(1, operands.size());
        return withCache(cache -> {
            List<String> history = new ArrayList<>(List.of(NAME));
            history.addAll(commandLine);
            Ips.create(root, new ImageSpec(publishers, variants, facets), history);
            out.println("Created an image in " + root + ".");
            try {
                return packages.isEmpty() ? DONE : install(root, packages, cache);
            } catch (IpsException e) {
                throw new IpsException(
                        e.kind(),
                        e.getMessage()
                                + "\nThe image has no packages: install them with snapup-image install, or remove it"
                                + " before you create it anew: rm -r " + root,
                        e);
            }
        });
    }

    private IpsListener listener() {
        return new IpsListener() {
            @Override
            public void note(String text) {
                err.println(NAME + ": " + text);
            }
        };
    }

    private int install(Path root, List<String> packages, Path cache) {
        ImagePlan plan = Ips.plan(root, new PlanRequest.Install(packages, List.of()), cache, listener());
        if (plan.isEmpty()) {
            out.println("There is nothing to install.");
            return NOTHING;
        }
        Ips.execute(root, plan, cache, listener());
        out.println("Installed " + plan.added().size() + " packages.");
        return DONE;
    }

    private static Path directory(List<String> arguments) {
        arguments.stream().filter(each -> each.startsWith("-")).findFirst().ifPresent(option -> {
            throw new BadUsage("unknown option " + option);
        });
        if (arguments.size() < 2) {
            throw new BadUsage(arguments.get(0) + " needs the image's directory");
        }
        return Path.of(arguments.get(1)).toAbsolutePath().normalize();
    }

    private int change(Function<List<String>, PlanRequest> kind, List<String> arguments) {
        Path root = directory(arguments);
        PlanRequest request = kind.apply(arguments.subList(2, arguments.size()));
        return withCache(cache -> {
            Ips.recover(root, cache, listener());
            ImagePlan plan = Ips.plan(root, request, cache, listener());
            if (plan.isEmpty()) {
                out.println("There is nothing to " + arguments.get(0) + ".");
                return NOTHING;
            }
            Ips.execute(root, plan, cache, listener());
            out.println("Packages installed: " + plan.added().size() + ", removed: "
                    + plan.removed().size() + ", changed: " + plan.changed().size() + ".");
            return DONE;
        });
    }

    private int recover(List<String> arguments) {
        Path root = directory(arguments);
        if (arguments.size() > 2) {
            throw new BadUsage("recover needs one directory");
        }
        return withCache(cache -> {
            boolean nothing = Ips.recover(root, cache, listener()) == JournalEnd.Outcome.NOTHING;
            if (nothing) {
                out.println("No operation was cut off in this image.");
            }
            return nothing ? NOTHING : DONE;
        });
    }

    private int list(List<String> args) {
        boolean header = true;
        List<String> operands = new ArrayList<>();
        for (String arg : args) {
            if (arg.equals("-H")) {
                header = false;
            } else if (arg.startsWith("-")) {
                throw new BadUsage("unknown option " + arg);
            } else {
                operands.add(arg);
            }
        }
        if (operands.size() != 1) {
            throw new BadUsage("list needs one directory");
        }
        Map<String, Fmri> installed = Ips.installed(Path.of(operands.get(0)).toAbsolutePath());
        if (header) {
            out.printf(Locale.ROOT, "%-40s %-24s %s%n", "NAME", "VERSION", "PUBLISHER");
        }
        installed
                .values()
                .forEach(fmri -> out.printf(
                        Locale.ROOT,
                        "%-40s %-24s %s%n",
                        fmri.name(),
                        fmri.requireVersion().shortText(),
                        fmri.requirePublisher()));
        return DONE;
    }

    private interface WithCache {
        int run(Path cache);
    }

    /** What is fetched is kept for the next time, where a killed run leaves nothing that nobody finds. */
    private static int withCache(WithCache action) {
        String named = System.getenv("SNAPUP_IMAGE_CACHE");
        String base = System.getenv("XDG_CACHE_HOME");
        Path caches = base != null && base.startsWith("/")
                ? Path.of(base)
                : Path.of(System.getProperty("user.home"), ".cache");
        Path cache = named != null && !named.isEmpty() ? Path.of(named) : caches.resolve("snapup-image");
        try {
            return action.run(Files.createDirectories(cache.toAbsolutePath()));
        } catch (IOException e) {
            throw new IpsException(
                    IpsException.Kind.IO,
                    "can't use the cache " + cache + ": " + e + "; name another with SNAPUP_IMAGE_CACHE",
                    e);
        }
    }

    /** A path becomes an absolute URI, so that the image means the same from everywhere. */
    private static String origin(String text) {
        String origin = text.contains("://") || text.startsWith("file:")
                ? text
                : Path.of(text).toAbsolutePath().normalize().toUri().toString();
        return origin.endsWith("/") ? origin : origin + "/";
    }

    private static String prefixed(String prefix, String name) {
        return name.startsWith(prefix) ? name : prefix + name;
    }

    private static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadUsage("a facet is true or false, not " + text);
        };
    }

    private static String[] pair(List<String> args, int at, String option) {
        String text = at < args.size() ? args.get(at) : "";
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new BadUsage(option + " needs NAME=VALUE");
        }
        return new String[] {text.substring(0, equals), text.substring(equals + 1)};
    }

    /** The arguments make no sense. */
    private static final class BadUsage extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadUsage(String message) {
            super(message);
        }
    }
}
