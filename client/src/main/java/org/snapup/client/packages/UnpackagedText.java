package org.snapup.client.packages;

import java.util.ArrayList;
import java.util.List;
import org.snapup.client.render.Escape;
import org.snapup.client.wire.Fields;

/** What no package delivers, as pkg(1) lists it; collected from the parts of an answer. */
public final class UnpackagedText {
    private static final String INFO = "info";
    private static final String WARNING = "warning";

    private final List<Fields> findings = new ArrayList<>();

    public void add(Fields part) {
        findings.addAll(part.objects("unpackaged"));
    }

    public boolean isEmpty() {
        return findings.isEmpty();
    }

    /** Whether something couldn't be looked at for an error. */
    public boolean isBroken() {
        return findings.stream().anyMatch(finding -> finding.text("severity").equals("error"));
    }

    /** Lines ended; warnings come first. */
    public String text(boolean withHeader) {
        StringBuilder text = new StringBuilder(withHeader ? "UNPACKAGED CONTENTS\n" : "");
        for (Fields finding : findings) {
            if (finding.text("severity").equals(WARNING)) {
                text.append("WARNING: ").append(line(finding)).append('\n');
            }
        }
        for (Fields finding : findings) {
            String severity = finding.text("severity");
            if (severity.equals(INFO)) {
                text.append(Escape.line(finding.text("action")))
                        .append(":\n\t")
                        .append(Escape.line(finding.text("text")))
                        .append('\n');
            } else if (!severity.equals(WARNING)) {
                text.append("ERROR: ").append(line(finding)).append('\n');
            }
        }
        return text.toString();
    }

    private static String line(Fields finding) {
        return Escape.line(finding.text("action") + ": " + finding.text("text"));
    }
}
