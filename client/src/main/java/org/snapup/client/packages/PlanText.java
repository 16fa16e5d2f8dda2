package org.snapup.client.packages;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.snapup.client.render.Amount;
import org.snapup.client.render.Escape;
import org.snapup.client.render.Table;
import org.snapup.protocol.Plan;
import org.snapup.protocol.Plan.PackageChange;
import org.snapup.protocol.Plan.SettingChange;

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
            if (!plan.changes().isEmpty()) {
                text.append(table.text()).append('\n');
            }
            for (SettingChange change : orNone(plan.settings())) {
                text.append(change.kind().name().toLowerCase(Locale.ROOT))
                        .append(' ')
                        .append(Escape.line(change.name()))
                        .append(": ")
                        .append(Escape.line(requireNonNullElse(change.from(), "-")))
                        .append(" -> ")
                        .append(Escape.line(requireNonNullElse(change.to(), "-")))
                        .append('\n');
            }
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

    private static List<SettingChange> orNone(@Nullable List<SettingChange> settings) {
        return requireNonNullElse(settings, List.of());
    }

    private static String kind(PackageChange change) {
        if (change.from() == null) {
            return "install";
        }
        if (change.to() == null) {
            return "remove";
        }
        return change.from().equals(change.to()) ? "change" : "update";
    }
}
