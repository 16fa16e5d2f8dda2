package org.snapup.client.packages;

import static java.util.Objects.requireNonNullElse;

import org.snapup.client.render.Amount;
import org.snapup.client.render.Escape;
import org.snapup.client.render.Table;
import org.snapup.protocol.Packages.PackageChange;
import org.snapup.protocol.Packages.Plan;

/** A plan as {@code -n} shows it. */
final class PlanText {
    private PlanText() {}

    static String of(Plan plan) {
        StringBuilder text = new StringBuilder();
        if (plan.isEmpty()) {
            text.append("Nothing to do.\n");
        } else {
            Table table = new Table("Change", "Package", "From", "To", "Publisher");
            for (PackageChange change : plan.changes()) {
                table.row(
                        kind(change),
                        change.name(),
                        requireNonNullElse(change.from(), "-"),
                        requireNonNullElse(change.to(), "-"),
                        requireNonNullElse(change.publisher(), "-"));
            }
            text.append(table.text()).append('\n');
            text.append("Download ").append(Amount.bytes(plan.downloadBytes()));
            text.append(plan.spaceBytes() < 0 ? "; frees " : "; needs ");
            text.append(Amount.bytes(Math.abs(plan.spaceBytes()))).append(" of space.\n");
            text.append(plan.newBe() ? "It would be done in a new boot environment.\n" : "");
            text.append(plan.rebootNeeded() ? "It needs a reboot to take effect.\n" : "");
        }
        for (String note : plan.notes()) {
            text.append(Escape.lines(note, "  ")).append('\n');
        }
        return text.toString();
    }

    private static String kind(PackageChange change) {
        if (change.from() == null) {
            return "install";
        }
        return change.to() == null ? "remove" : "update";
    }
}
