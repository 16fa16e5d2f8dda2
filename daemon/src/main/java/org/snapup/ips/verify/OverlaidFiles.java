package org.snapup.ips.verify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.fmri.Fmri;

/**
 * Files that lie over other packages' files, and those beneath, which are compared with the image when all are known: both
 * packages are as whole as the file on top is. That owner, group or mode of the one aren't those of the other is told with the
 * package on top. Gathered by several threads, then settled by one.
 */
final class OverlaidFiles {
    private static final List<String> ATTRIBUTES = List.of("owner", "mode", "group");

    private record Over(Fmri fmri, Action action) {}

    private final Map<Fmri, List<Action>> deferred = new ConcurrentHashMap<>();
    private final Map<String, Over> over = new ConcurrentHashMap<>();

    static boolean isOverlaying(Action action) {
        return "true".equals(action.get("overlay"));
    }

    static boolean isOverlaid(Action action) {
        return "allow".equals(action.get("overlay"));
    }

    /** Takes an action of a package that is looked at if it is one of these; then it isn't to be compared yet. */
    boolean defer(Fmri fmri, Action action) {
        boolean isOne = isOverlaying(action) || isOverlaid(action);
        if (isOne) {
            deferred.computeIfAbsent(fmri, each -> new ArrayList<>()).add(action);
            see(fmri, action);
        }
        return isOne;
    }

    /** Takes an action of any installed package. */
    void see(Fmri fmri, Action action) {
        if (isOverlaying(action)) {
            over.put(path(action), new Over(fmri, action));
        }
    }

    /** Whether a package that is looked at has such files. */
    boolean concern(Fmri fmri) {
        return deferred.containsKey(fmri);
    }

    /** Where files may lie beneath those of packages that weren't looked at. */
    Set<String> open() {
        Set<String> open = new HashSet<>();
        deferred.values().forEach(actions -> actions.forEach(action -> open.add(path(action))));
        open.removeAll(over.keySet());
        return open;
    }

    /**
     * Adds what is found to that of the packages that were looked at.
     *
     * @param ofPaths single paths were asked for: of each the package on top answers
     * @return the packages on top that weren't looked at, with what is told of them
     */
    Map<Fmri, List<Finding>> settle(
            List<Fmri> chosen, Map<Fmri, List<Finding>> found, ActionVerifier verifier, boolean ofPaths) {
        Set<Fmri> looked = Set.copyOf(chosen);
        Map<Fmri, List<Finding>> told = new LinkedHashMap<>();
        for (Fmri fmri : chosen) {
            for (Action action : deferred.getOrDefault(fmri, List.of())) {
                List<Finding> findings = found.computeIfAbsent(fmri, each -> new ArrayList<>());
                @Nullable Over top = isOverlaying(action) ? null : over.get(path(action));
                if (top == null) {
                    findings.addAll(verifier.verify(fmri, action));
                } else if (!ofPaths) {
                    verifier.verify(top.fmri, top.action).forEach(finding -> findings.add(finding.from(top.fmri)));
                    List<Finding> differences = differences(fmri, action, top.action);
                    if (!differences.isEmpty()) {
                        told.computeIfAbsent(top.fmri, each -> new ArrayList<>())
                                .addAll(differences);
                    }
                }
            }
        }
        looked.forEach(fmri -> found.computeIfPresent(fmri, (each, findings) -> {
            findings.addAll(Objects.requireNonNullElse(told.remove(fmri), List.of()));
            return findings;
        }));
        return told;
    }

    /** Errors where one of the two doesn't let them differ, which no plan leads to. */
    private static List<Finding> differences(Fmri beneath, Action under, Action top) {
        boolean denied = Stream.of(under, top).anyMatch(action -> "deny".equals(action.get("overlay-attributes")));
        List<Finding> differences = new ArrayList<>();
        for (String attribute : ATTRIBUTES) {
            String own = top.get(attribute);
            String others = under.get(attribute);
            if (!Objects.equals(own, others)) {
                String text = attribute + ": " + own + " does not match overlaid package " + attribute + ": " + others;
                differences.add(denied ? Finding.unmendable(top, text) : Finding.info(top, text));
            }
        }
        if (!differences.isEmpty()) {
            differences.add(0, Finding.info(top, "Overlaid package: " + beneath.stem()));
        }
        return differences;
    }

    private static String path(Action action) {
        return action.attributes().get("path", "");
    }
}
