package org.snapup.testing;

import java.util.ArrayList;
import java.util.List;
import org.snapup.daemon.jobs.CrashPoints;

/** A process death at the n-th crash point that is met: everything in memory is lost, the disk stays. */
public final class SimulatedCrash extends Error {
    private static final long serialVersionUID = 1L;

    private SimulatedCrash(String point) {
        super("died at " + point);
    }

    /** Notes the points and dies at one of them; once dead it stays dead. */
    public static final class Points implements CrashPoints {
        private final int fatal;
        private final List<String> met = new ArrayList<>();
        private boolean dead;

        /** @param fatal the index of the point to die at, -1 for none */
        public Points(int fatal) {
            this.fatal = fatal;
        }

        @Override
        public synchronized void at(String name) {
            if (dead) {
                throw new SimulatedCrash(name);
            }
            met.add(name);
            if (met.size() - 1 == fatal) {
                dead = true;
                throw new SimulatedCrash(name);
            }
        }

        public synchronized List<String> met() {
            return List.copyOf(met);
        }

        public synchronized boolean isDead() {
            return dead;
        }
    }
}
