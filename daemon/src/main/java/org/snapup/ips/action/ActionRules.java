package org.snapup.ips.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.fmri.Fmri;

/** What publication asks of an action beyond being well-formed; clients take what is published. */
public final class ActionRules {
    private static final Set<String> DEPEND_TYPES = Set.of(
            "conditional",
            "exclude",
            "group",
            "group-any",
            "incorporate",
            "optional",
            "origin",
            "parent",
            "require",
            "require-any");
    private static final Set<String> SINGLE_SETS = Set.of(
            "pkg.summary",
            "pkg.obsolete",
            "pkg.renamed",
            "pkg.legacy",
            "pkg.description",
            "pkg.depend.explicit-install");
    /** What pkgdepend(1) writes for a dependency that it hasn't resolved yet. */
    private static final String TO_BE_DETERMINED = "__TBD";

    private static final Set<String> SIZES = Set.of("pkg.csize", "pkg.size");
    private static final Set<String> SINGLE_FILE = Set.of(
            "chash", "preserve", "overlay", "elfarch", "elfbits", "elfhash", "original_name", "preserve-version");
    private static final Set<String> SINGLE_LINK =
            Set.of("target", "mediator", "mediator-version", "mediator-implementation", "mediator-priority");
    private static final Set<String> SINGLE_LEGACY = Set.of("category", "desc", "hotline", "name", "vendor", "version");
    private static final Set<String> NUMERIC_USER =
            Set.of("uid", "lastchg", "min", "max", "warn", "inactive", "expire", "flag");
    private static final Set<String> SINGLE_USER = Set.of(
            "password",
            "uid",
            "group",
            "gcos-field",
            "home-dir",
            "login-shell",
            "ftpuser",
            "lastchg",
            "min",
            "max",
            "warn",
            "inactive",
            "expire",
            "flag");

    private final Action action;
    private final Attributes attributes;
    private final List<String> problems = new ArrayList<>();

    private ActionRules(Action action) {
        this.action = action;
        this.attributes = action.attributes();
    }

    /** What has to be corrected; empty when the action may be published. */
    public static List<String> problems(Action action) {
        ActionRules rules = new ActionRules(action);
        rules.check();
        return List.copyOf(rules.problems);
    }

    private void check() {
        switch (action.kind()) {
            case SET -> checkSet();
            case DEPEND -> checkDepend();
            case GROUP -> common(Set.of("gid"), Set.of("gid"));
            case USER -> common(NUMERIC_USER, SINGLE_USER, "group");
            case DIR -> {
                common(Set.of(), Set.of(), "owner", "group");
                checkFilesystemObject();
            }
            case FILE -> {
                common(SIZES, SINGLE_FILE, "owner", "group");
                checkFilesystemObject();
                checkPreserveVersion();
            }
            case LINK, HARDLINK -> {
                common(Set.of(), SINGLE_LINK, "target");
                checkMediator();
            }
            case LICENSE -> common(SIZES, Set.of("chash", "must-accept", "must-display"));
            case LEGACY -> common(Set.of(), SINGLE_LEGACY);
            case SIGNATURE -> common(SIZES, Set.of("algorithm", "chash", "value"), "value");
            case DRIVER, UNKNOWN -> common(Set.of(), Set.of());
        }
        if (action.kind().hasPath()) {
            checkPath();
        }
    }

    private void common(Set<String> numeric, Set<String> single, String... required) {
        for (String key : attributes.keys()) {
            boolean multi = attributes.isMulti(key);
            boolean onlyOne = key.startsWith(FacetFilter.PREFIX) || key.equals("reboot-needed") || single.contains(key);
            if (multi && onlyOne) {
                problems.add("'" + key + "' may be given only once");
            } else if (numeric.contains(key) && (multi || !isNumber(attributes.require(key)))) {
                problems.add("'" + key + "' has to be one whole number");
            }
        }
        for (String key : required) {
            if (attributes.get(key, "").isBlank()) {
                problems.add("'" + key + "' is missing");
            }
        }
    }

    private static boolean isNumber(String text) {
        try {
            Long.parseLong(text.strip());
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private void checkSet() {
        String name = attributes.require("name");
        common(Set.of(), SINGLE_SETS.contains(name) ? Set.of("value") : Set.of());
        if (name.startsWith("pkg.additional-")) {
            attributes.all("value").forEach(value -> checkFmri(name, value));
        }
    }

    private void checkFmri(String key, String value) {
        if (key.equals("fmri") && value.equals(TO_BE_DETERMINED)) {
            return;
        }
        try {
            Fmri.parse(value);
        } catch (IpsException e) {
            problems.add("'" + key + "' is wrong: " + e.getMessage());
        }
    }

    private void checkDepend() {
        String type = attributes.get("type", "");
        boolean several = type.equals("group-any") || type.equals("require-any");
        Set<String> single = several
                ? Set.of("predicate", "root-image", "ignore-check", "type")
                : Set.of("predicate", "root-image", "ignore-check", "type", "fmri");
        if (type.equals("conditional")) {
            common(Set.of(), single, "type", "fmri", "predicate");
        } else {
            common(Set.of(), single, "type", "fmri");
        }
        if (!type.isEmpty() && !DEPEND_TYPES.contains(type)) {
            problems.add("'" + type + "' is no type of dependency; there are " + String.join(", ", DEPEND_TYPES));
        }
        if (attributes.has("predicate") && !type.equals("conditional")) {
            problems.add("a 'predicate' belongs to a conditional dependency only");
        }
        if (attributes.has("root-image") && !type.equals("origin")) {
            problems.add("'root-image' belongs to an origin dependency only");
        }
        for (String key : List.of("predicate", "fmri")) {
            attributes.all(key).forEach(value -> checkFmri(key, value));
        }
    }

    private void checkFilesystemObject() {
        String mode = attributes.get("mode");
        if (mode == null) {
            problems.add("'mode' is missing: write it as 644, 0644 or 04755");
        } else if (attributes.isMulti("mode") || !isMode(mode)) {
            problems.add("'mode' has to be given once, as 644, 0644 or 04755");
        }
        for (String key : List.of("owner", "group")) {
            if (attributes.isMulti(key)) {
                problems.add("'" + key + "' may be given only once");
            }
        }
    }

    private static boolean isMode(String mode) {
        boolean length = mode.length() == 3 || mode.length() == 4 || (mode.length() == 5 && mode.startsWith("0"));
        return length && mode.chars().allMatch(c -> c >= '0' && c <= '7');
    }

    private void checkPreserveVersion() {
        String version = attributes.get("preserve-version");
        if (version == null) {
            return;
        }
        if (!attributes.has("preserve")) {
            problems.add("'preserve-version' needs 'preserve=true'");
        }
        if (attributes.isMulti("preserve-version")
                || version.indexOf(',') >= 0
                || version.indexOf('-') >= 0
                || version.indexOf(':') >= 0
                || Mediation.versionProblem(version).isPresent()) {
            problems.add("'preserve-version' has to be a release only, such as 1.2");
        }
    }

    private void checkMediator() {
        String mediator = attributes.get("mediator");
        String version = attributes.get("mediator-version");
        String implementation = attributes.get("mediator-implementation");
        String priority = attributes.get("mediator-priority");
        if (mediator == null && version == null && implementation == null && priority == null) {
            return;
        }
        if (mediator == null) {
            problems.add("'mediator' is missing beside the other mediator attributes");
        }
        if (version == null && implementation == null) {
            problems.add("a mediator needs a 'mediator-version' or a 'mediator-implementation'");
        }
        report(mediator == null ? Optional.empty() : Mediation.mediatorProblem(mediator));
        report(version == null ? Optional.empty() : Mediation.versionProblem(version));
        report(implementation == null ? Optional.empty() : Mediation.implementationProblem(implementation));
        report(priority == null ? Optional.empty() : Mediation.priorityProblem(priority));
    }

    private void report(Optional<String> problem) {
        problem.ifPresent(problems::add);
    }

    private void checkPath() {
        @Nullable String path = attributes.get("path");
        try {
            ImagePath.clean(path == null ? "" : path);
        } catch (IpsException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }
}
