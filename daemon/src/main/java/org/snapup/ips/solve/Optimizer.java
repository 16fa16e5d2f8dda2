package org.snapup.ips.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.fmri.Fmri;

/**
 * Finds the solution that is wanted most, one preference after the other: each is granted if something that grants all
 * earlier ones grants it too. What the solution at hand has already costs nothing.
 *
 * <p>Named packages are as new as possible; then, when everything moves, all installed ones, and otherwise installed
 * ones stay; then what is added is as new as possible, even if that brings in more; then nothing is added without need.
 */
final class Optimizer {
    private final ImageSituation image;
    private final SolveRequest request;
    private final Encoder encoder;
    private final Sat sat;
    private final Set<String> settled = new HashSet<>();

    Optimizer(ImageSituation image, SolveRequest request, Encoder encoder, Sat sat) {
        this.image = image;
        this.request = request;
        this.encoder = encoder;
        this.sat = sat;
    }

    /** Leads the first solution to where the best one will be. */
    void lean() {
        for (String stem : encoder.stems()) {
            Fmri installed = image.installed().get(stem);
            List<Fmri> versions = encoder.versions(stem);
            if (versions.isEmpty() || (installed == null && !request.proposed().containsKey(stem))) {
                continue;
            }
            boolean moves = request.updateAll() || request.proposed().containsKey(stem);
            Fmri wanted = installed == null || moves || !versions.contains(installed) ? versions.get(0) : installed;
            sat.leanTo(encoder.variable(wanted), true);
        }
    }

    /** The best solution, starting from one that was found. */
    Set<Fmri> optimize() {
        new TreeSet<>(request.proposed().keySet()).forEach(this::newest);
        for (String stem : encoder.stems()) {
            Fmri installed = image.installed().get(stem);
            if (installed == null || request.rejected().contains(stem)) {
                continue;
            }
            if (request.updateAll()) {
                newest(stem);
            } else {
                keep(stem, installed);
            }
        }
        renew();
        List<String> added = new ArrayList<>(encoder.stems());
        Collections.sort(added);
        Collections.reverse(added);
        added.forEach(this::leaveOut);
        encoder.stems().forEach(this::newest);
        Set<Fmri> solution = new HashSet<>();
        encoder.stems().forEach(stem -> {
            Fmri chosen = chosen(stem);
            if (chosen != null) {
                solution.add(chosen);
            }
        });
        return solution;
    }

    private @Nullable Fmri chosen(String stem) {
        for (Fmri version : encoder.versions(stem)) {
            if (sat.isTrue(encoder.variable(version))) {
                return version;
            }
        }
        return null;
    }

    private void newest(String stem) {
        if (settled.contains(stem)) {
            return;
        }
        for (Fmri version : encoder.versions(stem)) {
            int variable = encoder.variable(version);
            if (grant(variable)) {
                settled.add(stem);
                return;
            }
            sat.add(-variable);
        }
        settled.add(stem);
    }

    /** What is added is as new as can be, or not there: first what the solution at hand has, then what that brings in. */
    private void renew() {
        Set<String> renewed = new HashSet<>(settled);
        forbidOlder();
        boolean again = true;
        while (again) {
            again = false;
            for (String stem : encoder.stems()) {
                if (chosen(stem) != null && renewed.add(stem) && renew(stem)) {
                    forbidOlder();
                    again = true;
                }
            }
        }
    }

    /** No step goes back behind the solution at hand. */
    private void forbidOlder() {
        for (String stem : encoder.stems()) {
            Fmri chosen = chosen(stem);
            if (chosen != null && !settled.contains(stem)) {
                List<Fmri> versions = encoder.versions(stem);
                for (Fmri older : versions.subList(versions.indexOf(chosen) + 1, versions.size())) {
                    if (!sat.isRuledOut(encoder.variable(older))) {
                        sat.add(-encoder.variable(older));
                    }
                }
            }
        }
    }

    /** Whether this led to another solution. */
    private boolean renew(String stem) {
        int[] older = encoder.versions(stem).stream()
                .mapToInt(version -> -encoder.variable(version))
                .toArray();
        for (int newest = 1; newest < older.length; newest++) {
            int[] rest = Arrays.copyOfRange(older, newest, older.length);
            boolean already = Arrays.stream(rest).noneMatch(literal -> sat.isTrue(-literal));
            if (already || solveAgain(rest)) {
                for (int literal : rest) {
                    sat.add(literal);
                }
                return !already;
            }
        }
        return false;
    }

    private void keep(String stem, Fmri installed) {
        if (!settled.contains(stem) && encoder.versions(stem).contains(installed)) {
            int variable = encoder.variable(installed);
            if (grant(variable)) {
                settled.add(stem);
            } else {
                sat.add(-variable);
            }
        }
    }

    private void leaveOut(String stem) {
        if (settled.contains(stem) || image.installed().containsKey(stem)) {
            return;
        }
        int[] none = encoder.versions(stem).stream()
                .mapToInt(version -> -encoder.variable(version))
                .toArray();
        if (chosen(stem) == null || solveAgain(none)) {
            for (int literal : none) {
                sat.add(literal);
            }
            settled.add(stem);
        }
    }

    private boolean grant(int variable) {
        if (sat.isTrue(variable) || (!sat.isRuledOut(variable) && solveAgain(variable))) {
            sat.add(variable);
            return true;
        }
        return false;
    }

    private boolean solveAgain(int... literals) {
        return sat.solve(literals);
    }
}
