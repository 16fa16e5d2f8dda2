package org.snapup.ips.solve;

import org.sat4j.core.VecInt;
import org.sat4j.minisat.SolverFactory;
import org.sat4j.minisat.core.DataStructureFactory;
import org.sat4j.minisat.core.Solver;
import org.sat4j.specs.ContradictionException;
import org.sat4j.specs.IVecInt;
import org.sat4j.specs.TimeoutException;
import org.snapup.ips.IpsException;

/** One growing problem in boolean satisfiability. Variables are numbers from 1, literals have their sign. */
final class Sat {
    /** Far beyond what package dependencies need; a guard against running for hours. */
    private static final int MAX_CONFLICTS = 5_000_000;

    private final Solver<? extends DataStructureFactory> solver = SolverFactory.newMiniLearningHeap();
    private final Leaning leaning = new Leaning();
    private final Implied implied = new Implied();
    private boolean contradiction;
    private boolean[] model = new boolean[0];

    Sat() {
        // A limit on conflicts also spares a timer thread at each call.
        solver.setTimeoutOnConflicts(MAX_CONFLICTS);
        solver.getOrder().setPhaseSelectionStrategy(leaning);
    }

    /** Which value a variable is given first when nothing decides it; false unless said here. */
    void leanTo(int variable, boolean value) {
        leaning.lean(variable, value);
    }

    void reserve(int variables) {
        solver.newVar(variables);
    }

    void add(int... literals) {
        if (contradiction) {
            return;
        }
        implied.add(literals);
        try {
            solver.addClause(new VecInt(literals));
        } catch (ContradictionException e) {
            contradiction = true;
        }
    }

    void atMostOne(int[] literals) {
        if (contradiction || literals.length < 2) {
            return;
        }
        implied.atMostOne(literals);
        try {
            solver.addAtMost(new VecInt(literals), 1);
        } catch (ContradictionException e) {
            contradiction = true;
        }
    }

    /** Whether there is a solution in which these hold; if so, {@link #isTrue} tells it. */
    boolean solve(int... assumptions) {
        if (contradiction) {
            return false;
        }
        try {
            if (!solver.isSatisfiable(new VecInt(assumptions))) {
                return false;
            }
        } catch (TimeoutException e) {
            throw new IpsException(
                    IpsException.Kind.NO_SOLUTION,
                    "the search for package versions that go together was given up: name the versions that you want",
                    e);
        }
        model = new boolean[solver.nVars() + 1];
        for (int literal : solver.model()) {
            if (literal > 0) {
                model[literal] = true;
            }
        }
        return true;
    }

    /** The value in the last solution. */
    boolean isTrue(int variable) {
        return variable < model.length && model[variable];
    }

    /** Whether it is plain, without a search, that this literal is false in every solution. */
    boolean isRuledOut(int literal) {
        return implied.isRuledOut(literal);
    }

    /** Assumptions of the last, failed call that can't hold together; empty if it fails without any. */
    int[] conflict() {
        IVecInt explanation = contradiction ? null : solver.unsatExplanation();
        if (explanation == null) {
            return new int[0];
        }
        int[] literals = new int[explanation.size()];
        explanation.copyTo(literals);
        return literals;
    }
}
