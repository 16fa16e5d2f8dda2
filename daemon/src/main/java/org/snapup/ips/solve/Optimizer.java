package org.snapup.ips.solve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.snapup.ips.fmri.Fmri;

/**
 * Finds the solution that is wanted most, one preference after the other: each is granted if something that grants all
 * earlier ones grants it too. What the solution at hand has already costs nothing.
 *
 * <p>Named packages are as new as possible; then, when everything moves, all installed ones, and otherwise installed
 * ones stay; then what is added is as new as possible, even if that brings in more; then nothing is added without need.
 */
final class Optimizer {
    /** Packages, of which each has to be searched for. */
    private static final int MANY = 100;

    /** Of {@link #freshen}: a search is long where there are many packages. */
    private static final int FRESH_STARTS = 32;

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
        for (Choice choice : encoder.choices()) {
            int installed = choice.indexOf(image.installed().get(choice.stem()));
            boolean isNamed = request.proposed().containsKey(choice.stem());
            if (choice.count() == 0 || (!image.installed().containsKey(choice.stem()) && !isNamed)) {
                continue;
            }
            boolean moves = request.updateAll() || isNamed;
            sat.leanTo(choice.variable(moves || installed < 0 ? 0 : installed), true);
        }
    }

    /** The best solution, starting from one that was found. */
    Set<Fmri> optimize() {
        new TreeSet<>(request.proposed().keySet()).forEach(stem -> newest(encoder.choice(stem)));
        for (Choice choice : encoder.choices()) {
            Fmri installed = image.installed().get(choice.stem());
            if (installed == null || request.rejected().contains(choice.stem())) {
                continue;
            }
            if (request.updateAll()) {
                newest(choice);
            } else {
                keep(choice, installed);
            }
        }
        freshen();
        renew();
        encoder.choices().stream()
                .sorted(Comparator.comparing(Choice::stem).reversed())
                .forEach(this::leaveOut);
        encoder.choices().forEach(this::newest);
        Set<Fmri> solution = new HashSet<>();
        for (Choice choice : encoder.choices()) {
            int chosen = chosen(choice);
            if (chosen >= 0) {
                solution.add(choice.fmri(chosen));
            }
        }
        return solution;
    }

    /** By place among the versions; -1 where the solution at hand has none. */
    private int chosen(Choice choice) {
        for (int i = 0; i < choice.count(); i++) {
            if (sat.isTrue(choice.variable(i))) {
                return i;
            }
        }
        return -1;
    }

    private boolean isSettled(Choice choice) {
        return settled.contains(choice.stem());
    }

    private void settle(Choice choice) {
        settled.add(choice.stem());
    }

    private void newest(Choice choice) {
        if (isSettled(choice)) {
            return;
        }
        settle(choice);
        for (int i = 0; i < choice.count(); i++) {
            if (grant(choice.variable(i))) {
                return;
            }
            sat.add(-choice.variable(i));
        }
    }

    /**
     * Where much of what is added could be newer, looks for a solution in which nothing is that isn't the newest that can be,
     * for to {@link #renew} each takes a search, or several. Where there is none, what stands in the way may be older.
     */
    private void freshen() {
        if (encoder.choices().stream().filter(this::isStale).count() < MANY) {
            return;
        }
        List<Choice> fresh = new ArrayList<>(encoder.choices());
        fresh.removeIf(this::isSettled);
        for (int start = 0; start < FRESH_STARTS && !sat.solve(older(fresh)); start++) {
            Set<Integer> conflict = new HashSet<>();
            for (int literal : sat.conflict()) {
                conflict.add(Math.abs(literal));
            }
            fresh.removeIf(choice -> IntStream.of(choice.variables()).anyMatch(conflict::contains));
        }
    }

    private boolean isStale(Choice choice) {
        return !isSettled(choice) && chosen(choice) > newestPossible(choice);
    }

    /** What says that of these packages there are the newest versions that can be, or none. */
    private int[] older(List<Choice> choices) {
        return choices.stream()
                .flatMapToInt(choice -> IntStream.of(choice.without(newestPossible(choice) + 1)))
                .toArray();
    }

    private int newestPossible(Choice choice) {
        int place = 0;
        while (place < choice.count() && sat.isRuledOut(choice.variable(place))) {
            place++;
        }
        return place;
    }

    /** What is added is as new as can be, or not there: first what the solution at hand has, then what that brings in. */
    private void renew() {
        Set<String> renewed = new HashSet<>(settled);
        forbidOlder();
        boolean again = true;
        while (again) {
            again = false;
            for (Choice choice : encoder.choices()) {
                if (chosen(choice) >= 0 && renewed.add(choice.stem()) && renew(choice)) {
                    forbidOlder();
                    again = true;
                }
            }
        }
    }

    /** No step goes back behind the solution at hand. */
    private void forbidOlder() {
        for (Choice choice : encoder.choices()) {
            int chosen = isSettled(choice) ? -1 : chosen(choice);
            for (int older = chosen + 1; chosen >= 0 && older < choice.count(); older++) {
                if (!sat.isRuledOut(choice.variable(older))) {
                    sat.add(-choice.variable(older));
                }
            }
        }
    }

    /** Whether this led to another solution. */
    private boolean renew(Choice choice) {
        for (int newest = 1; newest < choice.count(); newest++) {
            int[] rest = choice.without(newest);
            boolean already = IntStream.of(rest).noneMatch(literal -> sat.isTrue(-literal));
            if (already || solveAgain(rest)) {
                for (int literal : rest) {
                    sat.add(literal);
                }
                return !already;
            }
        }
        return false;
    }

    private void keep(Choice choice, Fmri installed) {
        int place = choice.indexOf(installed);
        if (place < 0 || isSettled(choice)) {
            return;
        }
        if (grant(choice.variable(place))) {
            settle(choice);
        } else {
            sat.add(-choice.variable(place));
        }
    }

    private void leaveOut(Choice choice) {
        if (isSettled(choice) || image.installed().containsKey(choice.stem())) {
            return;
        }
        int[] none = choice.without(0);
        if (chosen(choice) < 0 || solveAgain(none)) {
            for (int literal : none) {
                sat.add(literal);
            }
            settle(choice);
        }
    }

    private boolean grant(int variable) {
        if (sat.isTrue(variable) || solveAgain(variable)) {
            sat.add(variable);
            return true;
        }
        return false;
    }

    private boolean solveAgain(int... literals) {
        return IntStream.of(literals).noneMatch(sat::isRuledOut) && sat.solve(literals);
    }
}
