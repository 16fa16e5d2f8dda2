package org.snapup.ips.solve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * What follows from clauses alone, one literal after the other: values that are the same in every solution. The solver
 * finds these again at each call and forgets them; here each is found once.
 */
final class Implied {
    private static final int[] NONE = {};

    private final List<int[]> clauses = new ArrayList<>();
    private final Deque<Integer> work = new ArrayDeque<>();
    private int[][] clausesWith = {}; // by literal, see at(): the clauses that it makes shorter when it is false
    private int[] counts = {};
    private int[][] exclusive = {}; // by variable: those of which at most one is true
    private byte[] values = {}; // by variable: 1 true, -1 false, 0 not known

    /** One of these holds. */
    void add(int... literals) {
        for (int literal : literals) {
            reserve(Math.abs(literal));
        }
        if (literals.length > 1) {
            int number = clauses.size();
            clauses.add(literals.clone());
            for (int literal : literals) {
                int at = at(literal);
                if (counts[at] == clausesWith[at].length) {
                    clausesWith[at] = Arrays.copyOf(clausesWith[at], Math.max(4, 2 * counts[at]));
                }
                clausesWith[at][counts[at]++] = number;
            }
        }
        check(literals);
        propagate();
    }

    /** At most one of these variables is true; of each variable this is said once. */
    void atMostOne(int[] variables) {
        for (int variable : variables) {
            reserve(variable);
            exclusive[variable] = variables;
        }
    }

    /** Whether a literal is false in every solution. */
    boolean isRuledOut(int literal) {
        return Math.abs(literal) < values.length && value(literal) < 0;
    }

    private static int at(int literal) {
        return literal > 0 ? 2 * literal : -2 * literal + 1;
    }

    private int value(int literal) {
        return literal > 0 ? values[literal] : -values[-literal];
    }

    private void reserve(int variable) {
        if (variable >= values.length) {
            int size = Math.max(64, 2 * variable);
            int known = clausesWith.length;
            clausesWith = Arrays.copyOf(clausesWith, 2 * size);
            Arrays.fill(clausesWith, known, 2 * size, NONE);
            counts = Arrays.copyOf(counts, 2 * size);
            int variables = exclusive.length;
            exclusive = Arrays.copyOf(exclusive, size);
            Arrays.fill(exclusive, variables, size, NONE);
            values = Arrays.copyOf(values, size);
        }
    }

    /** If only one literal of a clause is left, it holds. */
    private void check(int[] clause) {
        int left = 0;
        for (int literal : clause) {
            int value = value(literal);
            if (value > 0 || (value == 0 && left != 0)) {
                return;
            }
            left = value == 0 ? literal : left;
        }
        if (left != 0) {
            hold(left);
        }
    }

    private void hold(int literal) {
        if (value(literal) == 0) {
            values[Math.abs(literal)] = (byte) Integer.signum(literal);
            work.add(literal);
        }
    }

    private void propagate() {
        while (!work.isEmpty()) {
            int literal = work.remove();
            if (literal > 0) {
                for (int other : exclusive[literal]) {
                    if (other != literal) {
                        hold(-other);
                    }
                }
            }
            int shorter = at(-literal);
            for (int i = 0; i < counts[shorter]; i++) {
                check(clauses.get(clausesWith[shorter][i]));
            }
        }
    }
}
