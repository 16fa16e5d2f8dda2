package org.snapup.ips.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snapup.ips.IpsException;

/**
 * What is asked for: one record an operation. Patterns are packages as users write them for pkg(1). {@code rejected} are
 * patterns of packages that must not be installed afterwards: those that are, go; those that groups would bring in, are
 * left out and avoided from then on.
 */
public sealed interface PlanRequest {
    /** The operation's name: pkg(1)'s subcommand, and what the image's history says. */
    String verb();

    /** What comes after the verb on a command line. */
    List<String> arguments();

    /** Packages to install, newer, older or in addition. */
    record Install(List<String> patterns, List<String> rejected) implements PlanRequest {
        public Install {
            patterns = named(patterns);
            rejected = List.copyOf(rejected);
        }

        @Override
        public String verb() {
            return "install";
        }

        @Override
        public List<String> arguments() {
            return withRejected(rejected, patterns);
        }
    }

    /** Packages that are to be all that is installed, with what they need. Avoids and freezes don't count. */
    record ExactInstall(List<String> patterns, List<String> rejected) implements PlanRequest {
        public ExactInstall {
            patterns = named(patterns);
            rejected = List.copyOf(rejected);
        }

        @Override
        public String verb() {
            return "exact-install";
        }

        @Override
        public List<String> arguments() {
            return withRejected(rejected, patterns);
        }
    }

    /**
     * Installed packages to bring to newer or given versions; all if no pattern is given, or {@code *} alone.
     *
     * @param ignoreMissing patterns that match nothing that is installed are left out
     */
    record Update(List<String> patterns, List<String> rejected, boolean ignoreMissing) implements PlanRequest {
        public Update {
            patterns = List.copyOf(patterns);
            rejected = List.copyOf(rejected);
        }

        /** A pattern that matches nothing is an error. */
        public Update(List<String> patterns, List<String> rejected) {
            this(patterns, rejected, false);
        }

        @Override
        public String verb() {
            return "update";
        }

        @Override
        public List<String> arguments() {
            return ignoringMissing(ignoreMissing, withRejected(rejected, patterns));
        }
    }

    /**
     * Packages to remove.
     *
     * @param ignoreMissing patterns that match nothing that is installed are left out
     */
    record Uninstall(List<String> patterns, boolean ignoreMissing) implements PlanRequest {
        public Uninstall {
            patterns = named(patterns);
        }

        /** A pattern that matches nothing is an error. */
        public Uninstall(List<String> patterns) {
            this(patterns, false);
        }

        @Override
        public String verb() {
            return "uninstall";
        }

        @Override
        public List<String> arguments() {
            return ignoringMissing(ignoreMissing, patterns);
        }
    }

    /**
     * Updates what is installed from a package archive, which is a further origin of its publisher for this plan only.
     *
     * @param archive its file
     * @param patterns what to install where the archive has an update for nothing
     */
    record ApplyHotFix(Path archive, List<String> patterns) implements PlanRequest {
        public ApplyHotFix {
            patterns = List.copyOf(patterns);
        }

        @Override
        public String verb() {
            return "apply-hot-fix";
        }

        @Override
        public List<String> arguments() {
            List<String> arguments = new ArrayList<>(List.of(archive.toString()));
            arguments.addAll(patterns);
            return arguments;
        }
    }

    /**
     * Takes away what can be fetched again of the packages of publishers, or brings it back.
     *
     * @param publishers names; none for all that have an origin
     * @param back whether it is brought back
     */
    record Hydration(List<String> publishers, boolean back) implements PlanRequest {
        public Hydration {
            publishers = List.copyOf(publishers);
        }

        @Override
        public String verb() {
            return back ? "rehydrate" : "dehydrate";
        }

        @Override
        public List<String> arguments() {
            List<String> arguments = new ArrayList<>();
            publishers.forEach(publisher -> arguments.addAll(List.of("-p", publisher)));
            return arguments;
        }
    }

    /** Removes what no other package needs and nobody asked for by name: those that {@code pkg list -rM} lists. */
    record Autoremove() implements PlanRequest {
        @Override
        public String verb() {
            return "autoremove";
        }

        @Override
        public List<String> arguments() {
            return List.of();
        }
    }

    /**
     * Variants to set.
     *
     * @param variants values by name, with or without {@code variant.}
     */
    record ChangeVariant(Map<String, String> variants, List<String> rejected) implements PlanRequest {
        public ChangeVariant {
            variants = prefixed("variant.", variants);
            rejected = List.copyOf(rejected);
        }

        @Override
        public String verb() {
            return "change-variant";
        }

        @Override
        public List<String> arguments() {
            List<String> values = new ArrayList<>();
            variants.forEach((name, value) -> values.add(name + "=" + value));
            return withRejected(rejected, values);
        }
    }

    /**
     * Facets to set or to forget.
     *
     * @param facets by name or shell pattern, with or without {@code facet.}; an empty value forgets the setting
     */
    record ChangeFacet(Map<String, Optional<Boolean>> facets, List<String> rejected) implements PlanRequest {
        public ChangeFacet {
            facets = prefixed("facet.", facets);
            rejected = List.copyOf(rejected);
        }

        @Override
        public String verb() {
            return "change-facet";
        }

        @Override
        public List<String> arguments() {
            List<String> values = new ArrayList<>();
            facets.forEach((name, value) -> values.add(
                    name + "=" + value.map(on -> on ? "True" : "False").orElse("None")));
            return withRejected(rejected, values);
        }
    }

    /**
     * Mediators to bind to a version, an implementation, or both. What is left empty stays as it is bound now.
     *
     * @param version such as {@code 3.11}
     * @param implementation such as {@code vim} or {@code vim@9.1}; {@code None} for links that name none
     */
    record SetMediator(Set<String> mediators, Optional<String> version, Optional<String> implementation)
            implements PlanRequest {
        public SetMediator {
            mediators = ordered(mediators);
            if (mediators.isEmpty() || (version.isEmpty() && implementation.isEmpty())) {
                throw IpsException.badInput(
                        "set-mediator needs a mediator, and a version or an implementation to bind it to");
            }
        }

        @Override
        public String verb() {
            return "set-mediator";
        }

        @Override
        public List<String> arguments() {
            List<String> arguments = new ArrayList<>();
            implementation.ifPresent(value -> arguments.addAll(List.of("-I", value)));
            version.ifPresent(value -> arguments.addAll(List.of("-V", value)));
            arguments.addAll(mediators);
            return arguments;
        }
    }

    /**
     * Mediators whose binding is to be taken back, so that packages decide again.
     *
     * @param version only that of the version, unless {@code implementation} is set too
     * @param implementation only that of the implementation, unless {@code version} is set too; neither means both
     */
    record UnsetMediator(Set<String> mediators, boolean version, boolean implementation) implements PlanRequest {
        public UnsetMediator {
            mediators = ordered(mediators);
            if (mediators.isEmpty()) {
                throw IpsException.badInput("unset-mediator needs a mediator");
            }
        }

        boolean resetsVersion() {
            return version || !implementation;
        }

        boolean resetsImplementation() {
            return implementation || !version;
        }

        @Override
        public String verb() {
            return "unset-mediator";
        }

        @Override
        public List<String> arguments() {
            List<String> arguments = new ArrayList<>();
            if (implementation) {
                arguments.add("-I");
            }
            if (version) {
                arguments.add("-V");
            }
            arguments.addAll(mediators);
            return arguments;
        }
    }

    /** Installed packages to bring back to what they delivered, editable files excepted; all if no pattern is given. */
    record Fix(List<String> patterns) implements PlanRequest {
        public Fix {
            patterns = List.copyOf(patterns);
        }

        @Override
        public String verb() {
            return "fix";
        }

        @Override
        public List<String> arguments() {
            return patterns;
        }
    }

    /**
     * Files to bring back to what packages delivered, editable ones too: those at {@code paths}, or those with a
     * {@code revert-tag} that is one of {@code tags}.
     */
    record Revert(List<String> paths, List<String> tags) implements PlanRequest {
        public Revert {
            paths = List.copyOf(paths);
            tags = List.copyOf(tags);
            if (paths.isEmpty() == tags.isEmpty()) {
                throw IpsException.badInput("revert needs either the paths of files, or tags");
            }
        }

        @Override
        public String verb() {
            return "revert";
        }

        @Override
        public List<String> arguments() {
            List<String> arguments = new ArrayList<>(tags.isEmpty() ? List.of() : List.of("--tagged"));
            arguments.addAll(paths);
            arguments.addAll(tags);
            return arguments;
        }
    }

    static PlanRequest install(String... patterns) {
        return new Install(List.of(patterns), List.of());
    }

    static PlanRequest exactInstall(String... patterns) {
        return new ExactInstall(List.of(patterns), List.of());
    }

    static PlanRequest uninstall(String... patterns) {
        return new Uninstall(List.of(patterns));
    }

    static PlanRequest update(String... patterns) {
        return new Update(List.of(patterns), List.of());
    }

    private static List<String> named(List<String> patterns) {
        if (patterns.isEmpty()) {
            throw IpsException.badInput("no package was named: write the packages that are meant");
        }
        return List.copyOf(patterns);
    }

    private static List<String> ignoringMissing(boolean ignoring, List<String> rest) {
        List<String> arguments = new ArrayList<>(ignoring ? List.of("--ignore-missing") : List.of());
        arguments.addAll(rest);
        return arguments;
    }

    private static List<String> withRejected(List<String> rejected, List<String> rest) {
        List<String> arguments = new ArrayList<>();
        rejected.forEach(pattern -> arguments.addAll(List.of("--reject", pattern)));
        arguments.addAll(rest);
        return arguments;
    }

    private static <T> Map<String, T> prefixed(String prefix, Map<String, T> values) {
        if (values.isEmpty()) {
            throw IpsException.badInput("nothing was named to change: write " + prefix + "NAME=VALUE");
        }
        Map<String, T> result = new LinkedHashMap<>();
        values.forEach((name, value) -> result.put(name.startsWith(prefix) ? name : prefix + name, value));
        return Collections.unmodifiableMap(result);
    }

    private static Set<String> ordered(Set<String> names) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(names));
    }
}
