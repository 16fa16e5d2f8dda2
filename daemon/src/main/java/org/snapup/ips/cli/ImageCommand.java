package org.snapup.ips.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.ImageSpec;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlanRequest;

/** The command {@code snapup-image}: makes an image, with packages in it if any are named, and lists one. */
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
            return packages.isEmpty() ? DONE : install(root, packages, cache);
        });
    }

    private int install(Path root, List<String> packages, Path cache) {
        IpsListener listener = new IpsListener() {
            @Override
            public void note(String text) {
                err.println(NAME + ": " + text);
            }
        };
        ImagePlan plan = Ips.plan(root, new PlanRequest.Install(packages, List.of()), cache, listener);
        if (plan.isEmpty()) {
            out.println("There is nothing to install.");
            return NOTHING;
        }
        Ips.execute(root, plan, cache, listener);
        out.println("Installed " + plan.added().size() + " packages.");
        return DONE;
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

    private static int withCache(WithCache action) {
        try {
            Path cache = Files.createTempDirectory("snapup-image");
            try {
                return action.run(cache);
            } finally {
                try (var files = Files.walk(cache)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't use a temporary directory: " + e.getMessage(), e);
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
