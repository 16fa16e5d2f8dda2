package org.snapup.ips.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Glob;

/**
 * A part of a query. Everything that a query says is about one action or one package, so it can be asked package by
 * package.
 */
sealed interface Query {
    /** What it finds among actions of one package. */
    List<Match> find(Fmri fmri, List<Action> actions);

    /** Whether it finds packages, and not actions. */
    default boolean findsPackages() {
        return false;
    }

    /**
     * The fields in which something is looked for; an empty one means any.
     *
     * @param packageName a pattern for the beginning of the package's name
     * @param type of actions
     * @param key of the index
     */
    record Fields(String packageName, String type, String key) {
        static final Fields ANY = new Fields("", "", "");

        public Fields {
            packageName = packageName.equals("*") ? "" : packageName;
            type = type.equals("*") ? "" : type;
            key = key.equals("*") ? "" : key;
        }

        boolean allow(Fmri fmri) {
            if (packageName.isEmpty()) {
                return true;
            }
            String pattern = (packageName.endsWith("*") ? packageName : packageName + "*").toLowerCase(Locale.ROOT);
            String name = fmri.withPublisher(null).toString().replaceFirst("^pkg:/", "");
            return Glob.matches(pattern, name.toLowerCase(Locale.ROOT))
                    || Glob.matches(pattern, (fmri.publisher() + "/" + name).toLowerCase(Locale.ROOT));
        }

        boolean allow(Action action) {
            return type.isEmpty() || Tokens.isCalled(action.kind(), type);
        }

        boolean allowKey(String other) {
            return key.isEmpty() || key.equals(other);
        }
    }

    /** A word, perhaps with wildcards. */
    record Term(Fields fields, String word, boolean caseSensitive) implements Query {
        public Term {
            word = caseSensitive ? word : word.toLowerCase(Locale.ROOT);
        }

        @Override
        public List<Match> find(Fmri fmri, List<Action> actions) {
            if (!fields.allow(fmri)) {
                return List.of();
            }
            List<Match> found = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            for (Action action : actions) {
                if (fields.allow(action)) {
                    seen.clear();
                    Tokens.of(action, (key, token, full) -> {
                        if (fields.allowKey(key) && fits(token) && seen.add(key + " " + full)) {
                            found.add(Match.of(fmri, action, key, full));
                        }
                    });
                }
            }
            return found;
        }

        private boolean fits(String token) {
            String text = caseSensitive ? token : token.toLowerCase(Locale.ROOT);
            return Glob.hasWildcard(word) ? Glob.matches(word, text) : word.equals(text);
        }
    }

    /** Words one after the other, somewhere in an action. */
    record Phrase(Term first, String words) implements Query {
        @Override
        public List<Match> find(Fmri fmri, List<Action> actions) {
            return first.find(fmri, actions).stream()
                    .filter(match -> isIn(String.valueOf(match.action())))
                    .map(match -> isShown(match) ? match : match.withValue(compared()))
                    .toList();
        }

        /** Of one value of a set action, while the words are in another one, the words are shown. */
        private boolean isShown(Match match) {
            @Nullable Action action = match.action();
            return action == null || action.kind() != ActionKind.SET || isIn(match.value());
        }

        private boolean isIn(String text) {
            return (first.caseSensitive() ? text : text.toLowerCase(Locale.ROOT)).contains(compared());
        }

        private String compared() {
            return first.caseSensitive() ? words : words.toLowerCase(Locale.ROOT);
        }
    }

    /** Actions, or packages, that both find. */
    record And(Query left, Query right) implements Query {
        @Override
        public boolean findsPackages() {
            return left.findsPackages() || right.findsPackages();
        }

        @Override
        public List<Match> find(Fmri fmri, List<Action> actions) {
            List<Match> found = left.find(fmri, actions);
            if (found.isEmpty()) {
                return found;
            }
            if (findsPackages()) {
                return right.find(fmri, actions).isEmpty() ? List.of() : List.of(Match.ofPackage(fmri));
            }
            return found.stream()
                    .filter(match -> {
                        @Nullable Action action = match.action();
                        return action != null
                                && !right.find(fmri, List.of(action)).isEmpty();
                    })
                    .toList();
        }
    }

    /** Actions, or packages, that either finds. */
    record Or(Query left, Query right) implements Query {
        @Override
        public boolean findsPackages() {
            return left.findsPackages() || right.findsPackages();
        }

        @Override
        public List<Match> find(Fmri fmri, List<Action> actions) {
            List<Match> found = new ArrayList<>(left.find(fmri, actions));
            right.find(fmri, actions).stream()
                    .filter(match -> !found.contains(match))
                    .forEach(found::add);
            return findsPackages() && !found.isEmpty() ? List.of(Match.ofPackage(fmri)) : found;
        }
    }

    /** {@code <...>}: the packages of what is found. */
    record Packages(Query of) implements Query {
        @Override
        public boolean findsPackages() {
            return true;
        }

        @Override
        public List<Match> find(Fmri fmri, List<Action> actions) {
            return of.find(fmri, actions).isEmpty() ? List.of() : List.of(Match.ofPackage(fmri));
        }
    }
}
