package org.snapup.ips.solve;

import java.util.BitSet;
import org.sat4j.minisat.core.IPhaseSelectionStrategy;

/** Gives each undecided variable the value that was asked for, so that a first solution is near the best one. */
final class Leaning implements IPhaseSelectionStrategy {
    private static final long serialVersionUID = 1L;

    private final BitSet positive = new BitSet();

    void lean(int variable, boolean value) {
        positive.set(variable, value);
    }

    /** A literal in sat4j's own numbering: twice the variable, plus one if negated. */
    @Override
    public int select(int variable) {
        return positive.get(variable) ? variable << 1 : (variable << 1) ^ 1;
    }

    @Override
    public void init(int variables) {}

    @Override
    public void init(int variable, int literal) {}

    @Override
    public void updateVar(int literal) {}

    @Override
    public void updateVarAtDecisionLevel(int literal) {}

    @Override
    public void assignLiteral(int literal) {}
}
