package org.snapup.client.cli;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a verb's command line may hold. Options and operands come in any order; {@code --} ends the options; short
 * options may be bundled ({@code -nv}); a value follows its option as {@code --name VALUE}, {@code --name=VALUE},
 * {@code -R VALUE} or {@code -RVALUE}.
 *
 * @param verb for example {@code be list}
 * @param operands how the help shows them
 * @param minimum how many operands it needs
 * @param maximum how many it takes
 * @param summary one line
 * @param details further lines of the help, may be empty
 * @param ignored options of another program that are taken without effect; their help says why
 * @param refused options of another program that can't be had; their help says why
 */
public record Syntax(
        String verb,
        List<Option> options,
        String operands,
        int minimum,
        int maximum,
        String summary,
        String details,
        List<Option> ignored,
        List<Option> refused) {
    public static final int ANY_NUMBER = Integer.MAX_VALUE;

    public Syntax {
        options = List.copyOf(options);
        ignored = List.copyOf(ignored);
        refused = List.copyOf(refused);
    }

    public Syntax(
            String verb,
            List<Option> options,
            String operands,
            int minimum,
            int maximum,
            String summary,
            String details) {
        this(verb, options, operands, minimum, maximum, summary, details, List.of(), List.of());
    }

    /** The same for users of another program. */
    public Syntax withForeign(List<Option> taken, List<Option> impossible) {
        return new Syntax(verb, options, operands, minimum, maximum, summary, details, taken, impossible);
    }

    /**
     * Reads what follows the verb.
     *
     * @throws UsageException naming what is wrong
     */
    public Arguments parse(List<String> words) throws UsageException {
        Map<String, List<String>> given = new HashMap<>();
        List<String> found = new ArrayList<>();
        boolean optionsEnded = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (optionsEnded || word.length() < 2 || word.charAt(0) != '-') {
                found.add(requireUtf8(word));
            } else if (word.equals("--")) {
                optionsEnded = true;
            } else if (word.startsWith("--")) {
                int equals = word.indexOf('=');
                Option option = find(equals < 0 ? word : word.substring(0, equals));
                String value = equals < 0 ? null : word.substring(equals + 1);
                if (value != null && !option.takesValue()) {
                    throw new UsageException("the option " + option.display() + " takes no value");
                }
                if (value == null && option.takesValue()) {
                    value = following(words, ++i, option);
                }
                put(given, option, value);
            } else {
                i = bundle(words, i, given);
            }
        }
        if (found.size() < minimum) {
            throw new UsageException("missing " + missing(found.size()));
        }
        if (found.size() > maximum) {
            throw new UsageException("unexpected argument '" + found.get(maximum) + "'");
        }
        return new Arguments(given, found);
    }

    /** Reads the short options of one word; gives the index of the last word it used. */
    private int bundle(List<String> words, int index, Map<String, List<String>> given) throws UsageException {
        String word = words.get(index);
        for (int at = 1; at < word.length(); at++) {
            Option option = find("-" + word.charAt(at));
            if (!option.takesValue()) {
                put(given, option, null);
            } else if (at + 1 < word.length()) {
                put(given, option, word.substring(at + 1));
                return index;
            } else {
                put(given, option, following(words, index + 1, option));
                return index + 1;
            }
        }
        return index;
    }

    private static void put(Map<String, List<String>> given, Option option, @Nullable String value)
            throws UsageException {
        if (option.takesValue() && requireUtf8(requireNonNull(value)).isEmpty()) {
            throw new UsageException("the value of " + option.display() + " is empty");
        }
        List<String> values = given.computeIfAbsent(option.display(), name -> new ArrayList<>());
        if (!values.isEmpty() && option.takesValue() && !option.repeats()) {
            throw new UsageException("the option " + option.display() + " is given twice");
        }
        values.add(value == null ? "" : value);
    }

    private static String following(List<String> words, int index, Option option) throws UsageException {
        if (index >= words.size()) {
            throw new UsageException("the option " + option.display() + " needs a value: " + option.value());
        }
        return words.get(index);
    }

    /** Bytes that are no UTF-8 reach a Java program as U+FFFD: what was meant can't be known. */
    private static String requireUtf8(String word) throws UsageException {
        if (word.indexOf('\uFFFD') >= 0) {
            throw new UsageException("the argument '" + word + "' is not UTF-8");
        }
        return word;
    }

    private Option find(String name) throws UsageException {
        for (List<Option> known : List.of(options, ignored)) {
            for (Option option : known) {
                if (option.isCalled(name)) {
                    return option;
                }
            }
        }
        for (Option option : refused) {
            if (option.isCalled(name)) {
                throw new UsageException("the option " + name + " can't be had: " + option.help());
            }
        }
        String near = name.startsWith("--") ? Nearest.to(name, longNames()) : null;
        throw new UsageException("unknown option " + name + (near == null ? "" : ": did you mean " + near + "?"));
    }

    private List<String> longNames() {
        List<String> names = new ArrayList<>();
        for (Option option : options) {
            if (option.longName() != null) {
                names.add(option.longName());
            }
        }
        return names;
    }

    private String missing(int found) {
        String[] names = operands.split(" ", -1);
        return found < names.length ? names[found] : operands;
    }

    /** The line that a usage error shows. */
    public String usage() {
        StringBuilder line = new StringBuilder("usage: snapup ").append(verb);
        if (!options.isEmpty()) {
            line.append(" [OPTIONS]");
        }
        if (!operands.isEmpty()) {
            line.append(' ').append(operands);
        }
        return line.toString();
    }

    /** What {@code --help} prints, lines ended. */
    public String help() {
        StringBuilder text =
                new StringBuilder(usage()).append("\n\n").append(summary).append('\n');
        if (!details.isEmpty()) {
            text.append('\n').append(details).append('\n');
        }
        text.append('\n');
        for (Option option : options) {
            appendOption(text, option);
        }
        appendForeign(text, "Taken without effect:", ignored);
        appendForeign(text, "Refused:", refused);
        return text.toString();
    }

    private static void appendForeign(StringBuilder text, String title, List<Option> foreign) {
        if (!foreign.isEmpty()) {
            text.append('\n').append(title).append('\n');
            for (Option option : foreign) {
                appendOption(text, option);
            }
        }
    }

    private static void appendOption(StringBuilder text, Option option) {
        int start = text.length();
        text.append("  ").append(option.shortName() == null ? "    " : option.shortName());
        if (option.longName() != null) {
            text.append(option.shortName() == null ? "" : ", ").append(option.longName());
        }
        if (option.value() != null) {
            text.append(' ').append(option.value());
        }
        do {
            text.append(' ');
        } while (text.length() - start < 28);
        text.append(option.help()).append('\n');
    }
}
