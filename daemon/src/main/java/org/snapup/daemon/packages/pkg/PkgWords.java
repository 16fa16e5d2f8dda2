package org.snapup.daemon.packages.pkg;

import static java.util.Objects.requireNonNullElse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.packages.PackageRequest;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.repo.HotFix;
import org.snapup.protocol.Packages;

/**
 * The command lines of operations. Boot environments are kept out of all of them: snapup makes, keeps and activates
 * those itself.
 *
 * @param verb the subcommand
 * @param options what it always gets
 * @param accepts it takes {@code --accept}
 * @param refreshes it fetches catalogs unless told otherwise
 * @param operands what follows the options
 */
record PkgWords(String verb, List<String> options, boolean accepts, boolean refreshes, List<String> operands) {
    private static final List<String> NO_BE = List.of("--deny-new-be", "--no-backup-be");

    PkgWords {
        options = List.copyOf(options);
        operands = List.copyOf(operands);
    }

    static PkgWords of(PackageRequest request) {
        List<String> rejected = request.rejected().stream()
                .map(pattern -> "--reject=" + pattern)
                .toList();
        List<String> missing = request.ignoresMissing() ? List.of("--ignore-missing") : List.of();
        List<String> patterns = request.patterns();
        return switch (request.kind()) {
            case INSTALL -> new PkgWords("install", rejected, true, true, patterns);
            case EXACT_INSTALL -> new PkgWords("exact-install", rejected, true, true, patterns);
            case UPDATE -> new PkgWords("update", and(missing, update(patterns, rejected)), true, true, patterns);
            case UNINSTALL -> new PkgWords("uninstall", missing, false, false, patterns);
            case AUTOREMOVE -> new PkgWords("autoremove", List.of(), false, false, List.of());
            case FIX -> new PkgWords("fix", List.of(), true, false, patterns);
            case APPLY_HOT_FIX -> throw new IllegalArgumentException("see hotFix");
            case DEHYDRATE, REHYDRATE -> throw new IllegalArgumentException("has no plan that a program can read");
            case REVERT -> revert((Packages.RevertRequest) request.operation());
            case CHANGE_VARIANT -> variants((Packages.VariantRequest) request.operation());
            case CHANGE_FACET -> facets((Packages.FacetRequest) request.operation());
            case SET_MEDIATOR -> set((Packages.MediatorRequest) request.operation());
            case UNSET_MEDIATOR -> unset((Packages.UnsetMediatorRequest) request.operation());
        };
    }

    /**
     * An update, or installation, from an archive. That is what {@code pkg apply-hot-fix} comes to, which can't show a plan.
     *
     * @param installed with their publishers
     * @throws IpsException as {@link HotFix#read}; NOT_FOUND where there is nothing to be done with it
     */
    static PkgWords hotFix(PackageRequest request, Collection<Fmri> installed) {
        Path archive = Path.of(((Packages.HotFixRequest) request.operation()).archive());
        HotFix hotFix = HotFix.read(archive);
        List<String> updates = hotFix.updates(installed);
        if (updates.isEmpty() && request.patterns().isEmpty()) {
            throw hotFix.concernsNothing();
        }
        List<String> origin = List.of("-g", hotFix.source().uri());
        return updates.isEmpty()
                ? new PkgWords("install", origin, true, true, request.patterns())
                : new PkgWords("update", and(List.of("-f"), origin), true, true, updates);
    }

    private static List<String> and(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    /** Whether pkg(1) itself is of the newest version, it would ask the running system's image, and write into that. */
    private static List<String> update(List<String> patterns, List<String> rejected) {
        if (!patterns.isEmpty()) {
            return rejected;
        }
        List<String> options = new ArrayList<>(List.of("-f"));
        options.addAll(rejected);
        return options;
    }

    private static PkgWords revert(Packages.RevertRequest request) {
        List<String> tags = requireNonNullElse(request.tags(), List.of());
        return tags.isEmpty()
                ? new PkgWords("revert", List.of(), false, false, requireNonNullElse(request.paths(), List.of()))
                : new PkgWords("revert", List.of("--tagged"), false, false, tags);
    }

    private static PkgWords variants(Packages.VariantRequest request) {
        return new PkgWords("change-variant", List.of(), true, true, pairs(new TreeMap<>(request.variants())));
    }

    private static PkgWords facets(Packages.FacetRequest request) {
        TreeMap<String, String> values = new TreeMap<>();
        request.facets()
                .forEach((name, value) -> values.put(
                        name,
                        switch (value) {
                            case TRUE -> "True";
                            case FALSE -> "False";
                            case NONE -> "None";
                        }));
        return new PkgWords("change-facet", List.of(), true, true, pairs(values));
    }

    private static List<String> pairs(TreeMap<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    private static PkgWords set(Packages.MediatorRequest request) {
        List<String> options = new ArrayList<>();
        addOption(options, "-V", request.version());
        addOption(options, "-I", request.implementation());
        return new PkgWords("set-mediator", options, false, false, request.mediators());
    }

    private static void addOption(List<String> options, String option, @Nullable String value) {
        if (value != null) {
            options.add(option);
            options.add(value);
        }
    }

    private static PkgWords unset(Packages.UnsetMediatorRequest request) {
        List<String> options = new ArrayList<>();
        if (requireNonNullElse(request.version(), false)) {
            options.add("-V");
        }
        if (requireNonNullElse(request.implementation(), false)) {
            options.add("-I");
        }
        return new PkgWords("unset-mediator", options, false, false, request.mediators());
    }

    /** It looks at every delivered file, so that it can't be planned away from them. */
    boolean looksAtFiles() {
        return verb.equals("fix") || verb.equals("revert");
    }

    /** It would do this, and prints its plan as JSON; a new BE that it would make tells that a reboot is needed. */
    List<String> planning() {
        return words(List.of("-n", "--parsable=0"), true);
    }

    /**
     * It does this with the catalogs that it has.
     *
     * @param accept the requester accepts the licences
     */
    List<String> changing(boolean accept) {
        List<String> more = new ArrayList<>(NO_BE);
        if (refreshes) {
            more.add(0, "--no-refresh");
        }
        return words(more, accept);
    }

    private List<String> words(List<String> more, boolean accept) {
        List<String> words = new ArrayList<>(List.of(verb));
        words.addAll(more);
        if (accept && accepts) {
            words.add("--accept");
        }
        words.addAll(options);
        words.add("--");
        words.addAll(operands);
        return words;
    }
}
