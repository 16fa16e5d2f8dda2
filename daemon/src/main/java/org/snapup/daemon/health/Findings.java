package org.snapup.daemon.health;

import org.snapup.protocol.Diagnosis.Finding;
import org.snapup.protocol.Diagnosis.Level;

/** Makes findings. */
final class Findings {
    private Findings() {}

    static Finding ok(String id, String subject, String found) {
        return new Finding(id, Level.OK, subject, found, null);
    }

    static Finding note(String id, String subject, String found, String advice) {
        return new Finding(id, Level.NOTE, subject, found, advice);
    }

    static Finding problem(String id, String subject, String found, String advice) {
        return new Finding(id, Level.PROBLEM, subject, found, advice);
    }
}
