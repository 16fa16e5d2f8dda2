package org.snapup.client;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.verb.Globals;

/**
 * The part of snapup(8) that the tables of the verbs determine, in mdoc: its SYNOPSIS and its section COMMANDS. Verbs
 * that follow each other and take the same options are described together.
 */
final class Manual {
    static final String BEGIN = ".\\\" made from the tables of the verbs by ManualTest: begin\n";
    static final String END = ".\\\" made from the tables of the verbs by ManualTest: end\n";
    private static final List<String> GLOBALS = List.of(
            Globals.JSON.display(), Globals.SOCKET.display(), Globals.HELP.display(), Globals.VERSION.display());

    private Manual() {}

    static String synopsis() {
        StringBuilder text = new StringBuilder(BEGIN);
        for (String name : Verbs.NAMES) {
            Syntax syntax = syntax(name);
            text.append(".Nm\n.Cm ").append(name).append('\n');
            text.append(own(syntax).isEmpty() ? "" : ".Op Ar options\n");
            if (!syntax.operands().isEmpty()) {
                text.append(".Ar ").append(operands(syntax)).append('\n');
            }
        }
        return text.append(END).toString();
    }

    static String commands() {
        StringBuilder text = new StringBuilder(BEGIN);
        List<String> names = Verbs.NAMES;
        for (int at = 0; at < names.size(); ) {
            int end = at + 1;
            List<Option> options = own(syntax(names.get(at)));
            while (end < names.size()
                    && !options.isEmpty()
                    && own(syntax(names.get(end))).equals(options)) {
                end++;
            }
            append(text, names.subList(at, end), options);
            at = end;
        }
        return text.append(END).toString();
    }

    private static void append(StringBuilder text, List<String> names, List<Option> options) {
        text.append(".Ss ").append(String.join(", ", names)).append('\n');
        for (String name : names) {
            Syntax syntax = syntax(name);
            if (names.size() > 1) {
                text.append(".Cm ").append(name).append(" :\n");
            }
            text.append(prose(syntax.summary()));
            if (!syntax.details().isEmpty()) {
                text.append(prose(syntax.details()));
            }
            text.append(name.equals(names.get(names.size() - 1)) ? "" : ".Pp\n");
        }
        if (options.isEmpty()) {
            return;
        }
        text.append(".Bl -tag -width Ds\n");
        for (Option option : options) {
            List<String> forms = new ArrayList<>();
            for (String form : new String[] {option.shortName(), option.longName()}) {
                if (form != null) {
                    forms.add("Fl " + form.substring(1)
                            + (option.takesValue() ? " Ar " + word(requireNonNull(option.value())) : ""));
                }
            }
            text.append(".It ").append(String.join(" , ", forms)).append('\n');
            text.append(prose(sentence(option.help())));
        }
        text.append(".El\n");
    }

    private static String sentence(String help) {
        String capital = Character.toUpperCase(help.charAt(0)) + help.substring(1);
        return capital.endsWith(".") ? capital : capital + ".";
    }

    /** Text lines, a sentence a line, that mdoc takes for text. */
    private static String prose(String text) {
        StringBuilder lines = new StringBuilder();
        for (String line : text.strip().replaceAll("\\s+", " ").split("(?<=[.]) (?=[A-Z-])", -1)) {
            String escaped = line.replace("\\", "\\e").replace("-", "\\-");
            lines.append(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "");
            lines.append(escaped).append('\n');
        }
        return lines.toString();
    }

    private static String operands(Syntax syntax) {
        List<String> words = new ArrayList<>();
        for (String word : syntax.operands().replaceAll("\\.\\.\\.$", " ...").split(" +", -1)) {
            words.add(word(word));
        }
        return String.join(" ", words);
    }

    /** An argument that is no name of a macro and no delimiter. */
    private static String word(String word) {
        return word.matches("[A-Z][a-z]{1,2}|[|.,:;()?!\\[\\]]") ? "\\&" + word : word.replace("-", "\\-");
    }

    private static List<Option> own(Syntax syntax) {
        return syntax.options().stream()
                .filter(option -> !GLOBALS.contains(option.display()))
                .toList();
    }

    private static Syntax syntax(String name) {
        return requireNonNull(Verbs.named(name)).syntax();
    }
}
