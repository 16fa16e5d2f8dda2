package org.snapup.client.complete;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.verb.Globals;
import org.snapup.client.wire.Daemon;

/**
 * Finds what may come in the place of a command line's last word, from the tables that also parse it. What an operand or
 * a value is, its name in the help tells.
 */
public final class Completion {
    private final List<String> verbs;
    private final Function<String, @Nullable Syntax> syntaxes;
    private final Function<@Nullable String, Daemon> daemons;

    /**
     * @param verbs the names of all
     * @param syntaxes a verb's syntax by its name, null where there is no such verb
     * @param daemons the daemon at the socket that {@code --socket} names, null where it isn't given
     */
    public Completion(
            List<String> verbs,
            Function<String, @Nullable Syntax> syntaxes,
            Function<@Nullable String, Daemon> daemons) {
        this.verbs = verbs;
        this.syntaxes = syntaxes;
        this.daemons = daemons;
    }

    /**
     * The candidates, a line each.
     *
     * @param words the command line from after the program's name; the last one, perhaps empty, is the one to complete
     */
    public String of(List<String> words) {
        List<String> before = words.isEmpty() ? List.of() : words.subList(0, words.size() - 1);
        Candidates candidates = new Candidates(words.isEmpty() ? "" : words.get(words.size() - 1));
        String socket = value(before, Globals.SOCKET);
        int at = 0;
        while (at < before.size() && before.get(at).startsWith("-")) {
            boolean separateValue = before.get(at).equals(Globals.SOCKET.display())
                    || before.get(at).equals(Globals.ROOT.display());
            at += separateValue ? 2 : 1;
        }
        if (at > before.size()) {
            candidates.askForFiles(false);
        } else if (at == before.size()) {
            addFirstWords(candidates);
        } else {
            String first = before.get(at);
            boolean isGroup = verbs.stream().anyMatch(verb -> verb.startsWith(first + " "));
            String name = isGroup && at + 1 < before.size() ? first + " " + before.get(at + 1) : first;
            Syntax syntax = syntaxes.apply(name);
            if (syntax != null) {
                Known known = new Known(daemons.apply(socket));
                add(syntax, before.subList(at + (name.equals(first) ? 1 : 2), before.size()), known, candidates);
            } else if (isGroup && at + 1 == before.size()) {
                addSecondWords(first + " ", candidates);
            }
        }
        return candidates.text();
    }

    private void addFirstWords(Candidates candidates) {
        for (String verb : verbs) {
            int blank = verb.indexOf(' ');
            candidates.add(blank < 0 ? verb : verb.substring(0, blank), "");
        }
        if (candidates.begun().startsWith("-")) {
            List.of(Globals.JSON, Globals.SOCKET, Globals.HELP, Globals.VERSION)
                    .forEach(option -> candidates.add(option.display(), option.help()));
        }
    }

    private void addSecondWords(String group, Candidates candidates) {
        for (String verb : verbs) {
            if (verb.startsWith(group)) {
                Syntax syntax = syntaxes.apply(verb);
                candidates.add(verb.substring(group.length()), syntax == null ? "" : syntax.summary());
            }
        }
    }

    /** @param before what stands between the verb and the word to complete */
    private static void add(Syntax syntax, List<String> before, Known known, Candidates candidates) {
        boolean optionsEnded = false;
        List<String> operands = new ArrayList<>();
        List<Option> given = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            String word = before.get(i);
            if (optionsEnded || word.length() < 2 || word.charAt(0) != '-') {
                operands.add(word);
            } else if (word.equals("--")) {
                optionsEnded = true;
            } else {
                Option valued = option(syntax, word, given);
                if (valued != null && ++i == before.size()) {
                    addValue(syntax, String.valueOf(valued.value()), known, candidates);
                    return;
                }
            }
        }
        String begun = candidates.begun();
        int equals = begun.indexOf('=');
        if (!optionsEnded && begun.startsWith("--") && equals > 0) {
            String name = begun.substring(0, equals);
            for (Option option : syntax.options()) {
                if (option.takesValue() && name.equals(option.longName())) {
                    candidates.beginWith(name + "=");
                    addValue(syntax, String.valueOf(option.value()), known, candidates);
                }
            }
        } else if (!optionsEnded && begun.startsWith("-")) {
            for (Option option : syntax.options()) {
                if (!given.contains(option)) {
                    candidates.add(option.display(), option.help());
                }
            }
        } else if (operands.size() < syntax.maximum() && syntax.verb().startsWith("job ")) {
            known.addJobs(candidates, syntax.verb().equals("job show"));
        } else if (operands.size() < syntax.maximum()) {
            addValue(syntax, operand(syntax.operands(), operands.size()), known, candidates);
        }
    }

    /** Notes the options of a word; the one whose value is the next word, null where there is none. */
    private static @Nullable Option option(Syntax syntax, String word, List<Option> given) {
        boolean isLong = word.startsWith("--");
        int equals = word.indexOf('=');
        for (int at = 1; at < (isLong ? 2 : word.length()); at++) {
            String name = !isLong ? "-" + word.charAt(at) : equals < 0 ? word : word.substring(0, equals);
            for (Option option : syntax.options()) {
                if (name.equals(option.longName()) || name.equals(option.shortName())) {
                    given.add(option);
                    if (option.takesValue()) {
                        boolean isBehind = isLong ? equals < 0 : at + 1 == word.length();
                        return isBehind ? option : null;
                    }
                }
            }
        }
        return null;
    }

    /** The name of the operand at a position, as the help has it; the last one for those after it. */
    private static String operand(String operands, int position) {
        String alternative = operands.contains(" | ") ? operands.substring(0, operands.indexOf(" | ")) : operands;
        String[] names = alternative.split(" +", -1);
        return names[Math.min(position, names.length - 1)];
    }

    private static void addValue(Syntax syntax, String name, Known known, Candidates candidates) {
        String plain = name.replace("[", "").replace("]", "").replace("...", "");
        switch (plain) {
            case "DIR" -> candidates.askForFiles(true);
            case "PATH", "FILE" -> candidates.askForFiles(false);
            case "BE", "OLD" -> known.addBes(candidates, false);
            case "BE|BE@SNAP", "BE@SNAP", "BE@NAME" -> known.addBes(candidates, true);
            case "NAME" -> {
                if (syntax.verb().startsWith("be ") && !syntax.verb().equals("be create")) {
                    known.addBes(candidates, syntax.verb().equals("be destroy"));
                }
            }
            default -> {
                if (plain.indexOf('|') > 0 && Character.isLowerCase(plain.charAt(0))) {
                    for (String choice : plain.split("\\|", -1)) {
                        candidates.add(choice, "");
                    }
                }
            }
        }
    }

    private static @Nullable String value(List<String> words, Option option) {
        String name = option.display();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals(name) && i + 1 < words.size()) {
                return words.get(i + 1);
            }
            if (words.get(i).startsWith(name + "=")) {
                return words.get(i).substring(name.length() + 1);
            }
        }
        return null;
    }
}
