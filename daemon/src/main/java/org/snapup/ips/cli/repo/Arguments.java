package org.snapup.ips.cli.repo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Options and operands, as getopt takes them: {@code -s REPO}, {@code -sREPO}, {@code -Hv}, {@code --json},
 * {@code --version 4}, {@code --version=4}; {@code --} ends the options. Options may come after operands.
 */
final class Arguments {
    private final Map<String, List<String>> options = new HashMap<>();
    private final List<String> operands = new ArrayList<>();

    private Arguments() {}

    /**
     * Reads them.
     *
     * @param flags options without a value, and {@code valued} those with one, both with their hyphens
     * @throws UsageException for others
     */
    static Arguments parse(List<String> args, List<String> flags, List<String> valued) {
        Arguments parsed = new Arguments();
        int i = 0;
        while (i < args.size()) {
            String arg = args.get(i++);
            if (arg.equals("--")) {
                parsed.operands.addAll(args.subList(i, args.size()));
                break;
            }
            if (!arg.startsWith("-") || arg.equals("-")) {
                parsed.operands.add(arg);
                continue;
            }
            int consumed = arg.startsWith("--")
                    ? parsed.takeLong(arg, args, i, flags, valued)
                    : parsed.takeShort(arg, args, i, flags, valued);
            i += consumed;
        }
        return parsed;
    }

    private int takeLong(String arg, List<String> args, int next, List<String> flags, List<String> valued) {
        int equals = arg.indexOf('=');
        String name = equals < 0 ? arg : arg.substring(0, equals);
        if (flags.contains(name) && equals < 0) {
            add(name, "");
            return 0;
        }
        if (!valued.contains(name)) {
            throw new UsageException("unknown option " + arg);
        }
        if (equals >= 0) {
            add(name, arg.substring(equals + 1));
            return 0;
        }
        add(name, value(name, args, next));
        return 1;
    }

    private int takeShort(String arg, List<String> args, int next, List<String> flags, List<String> valued) {
        for (int i = 1; i < arg.length(); i++) {
            String name = "-" + arg.charAt(i);
            if (flags.contains(name)) {
                add(name, "");
            } else if (!valued.contains(name)) {
                throw new UsageException("unknown option " + name);
            } else if (i + 1 < arg.length()) {
                add(name, arg.substring(i + 1));
                return 0;
            } else {
                add(name, value(name, args, next));
                return 1;
            }
        }
        return 0;
    }

    private static String value(String name, List<String> args, int at) {
        if (at >= args.size()) {
            throw new UsageException("option " + name + " needs a value");
        }
        return args.get(at);
    }

    private void add(String name, String value) {
        options.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    /** Gives an option a value where it has none yet. */
    void complete(String option, @Nullable String value) {
        if (value != null && !has(option)) {
            add(option, value);
        }
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    /** Every value of an option, in order. */
    List<String> all(String option) {
        return options.getOrDefault(option, List.of());
    }

    /** The value of an option that may be given once; a second one is wrong usage. */
    @Nullable
    String one(String option) {
        List<String> values = all(option);
        if (values.size() > 1) {
            throw new UsageException("option " + option + " may be given only once");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /** As {@link #one}. @throws UsageException if it is missing */
    String require(String option, String what) {
        String value = one(option);
        if (value == null) {
            throw new UsageException("name " + what + " with " + option);
        }
        return value;
    }

    List<String> operands() {
        return operands;
    }
}
