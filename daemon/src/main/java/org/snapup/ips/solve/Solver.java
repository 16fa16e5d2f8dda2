package org.snapup.ips.solve;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snapup.ips.IpsException;
import org.snapup.ips.fmri.Fmri;

/** Plans versions. For one image and one set of known packages; each call stands alone. */
public final class Solver {
    private final ImageSituation image;
    private final KnownPackages known;

    public Solver(ImageSituation image, KnownPackages known) {
        this.image = image;
        this.known = known;
    }

    /**
     * Finds the best set of versions.
     *
     * @throws IpsException NO_SOLUTION with the reasons; CONFLICT if a package to be removed is needed
     */
    public Solution solve(SolveRequest request) {
        checkRemovals(request);
        Candidates candidates = new Candidates(image, known, request);
        Encoder encoder = new Encoder(image, known, request, candidates);
        Sat sat = new Sat();
        sat.reserve(encoder.variableCount());
        encoder.encode(new Encoder.Sink() {
            @Override
            public void clause(Reason reason, int... literals) {
                sat.add(literals);
            }

            @Override
            public void oneVersion(int[] variables) {
                sat.atMostOne(variables);
            }
        });
        Optimizer optimizer = new Optimizer(image, request, encoder, sat);
        optimizer.lean();
        if (!sat.solve()) {
            throw new IpsException(
                    IpsException.Kind.NO_SOLUTION, new Explainer(image, known, request, candidates).explain(encoder));
        }
        return solution(request, optimizer.optimize());
    }

    private Solution solution(SolveRequest request, Set<Fmri> chosen) {
        Set<String> missing = groupMembers(chosen);
        Set<String> obsolete = new HashSet<>();
        chosen.forEach(fmri -> {
            if (missing.remove(fmri.name()) && known.entry(fmri).obsolete()) {
                obsolete.add(fmri.name());
            }
        });
        chosen.removeIf(fmri -> known.entry(fmri).obsolete());
        Map<String, Fmri> installed = new HashMap<>();
        new Renames(known).withoutUnneeded(chosen).forEach(fmri -> installed.put(fmri.name(), fmri));
        Set<String> avoided = new TreeSet<>(image.avoided());
        missing.stream().filter(request.rejected()::contains).forEach(avoided::add);
        avoided.removeAll(request.proposed().keySet());
        avoided.removeAll(installed.keySet()); // else pkg(1) would remove those with the next operation
        missing.removeAll(avoided);
        return new Solution(installed, new Avoids(avoided, missing, obsolete));
    }

    private Set<String> groupMembers(Set<Fmri> chosen) {
        Set<String> members = new HashSet<>();
        for (Fmri fmri : chosen) {
            for (Dependency dependency : known.entry(fmri).dependencies()) {
                if (dependency.isGroup()) {
                    dependency.targets().forEach(target -> members.add(target.name()));
                }
            }
        }
        return members;
    }

    private void checkRemovals(SolveRequest request) {
        if (request.kind() != SolveRequest.Kind.UNINSTALL) {
            return;
        }
        Map<String, Set<String>> dependents = new HashMap<>();
        for (Fmri fmri : image.installed().values()) {
            if (request.rejected().contains(fmri.name())) {
                continue;
            }
            for (Dependency dependency : known.entry(fmri).dependencies()) {
                String target = dependency.target().name();
                if (dependency.type() == DependencyType.REQUIRE
                        && request.rejected().contains(target)
                        && image.installed().containsKey(target)) {
                    dependents.computeIfAbsent(target, t -> new TreeSet<>()).add(fmri.name());
                }
            }
        }
        if (!dependents.isEmpty()) {
            StringBuilder text = new StringBuilder("packages can't be removed because others need them:");
            for (String stem : new TreeSet<>(dependents.keySet())) {
                text.append("\n  ").append(stem).append(" is needed by ");
                text.append(String.join(", ", dependents.getOrDefault(stem, Set.of())));
            }
            text.append("\nremove those too, or keep it");
            throw new IpsException(IpsException.Kind.CONFLICT, text.toString());
        }
    }
}
