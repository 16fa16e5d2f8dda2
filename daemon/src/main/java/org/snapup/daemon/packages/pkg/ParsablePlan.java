package org.snapup.daemon.packages.pkg;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.fmri.Fmri;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Plan.License;
import org.snapup.protocol.Plan.SettingChange;
import org.snapup.protocol.Plan.SettingKind;
import org.snapup.protocol.SnapupException;

/**
 * What {@code --parsable=0} prints.
 *
 * @param changes by the packages' names
 * @param affected packages that stay at their version and whose actions change
 * @param services what is to be done with which services
 * @param reboot the boot archive has to be made anew, or a running system needs a new BE
 * @param spaceBytes needed beneath the root
 * @param json the object itself; empty where nothing was printed
 */
record ParsablePlan(
        Map<String, Change> changes,
        List<Fmri> affected,
        List<SettingChange> settings,
        List<License> licenses,
        List<String> services,
        List<String> releaseNotes,
        boolean reboot,
        long spaceBytes,
        String json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A package that comes, goes, or changes its version.
     *
     * @param from null where it comes
     * @param to null where it goes
     */
    record Change(@Nullable Fmri from, @Nullable Fmri to) {
        Fmri any() {
            Fmri either = to != null ? to : from;
            if (either == null) {
                throw new IllegalStateException("a change of nothing");
            }
            return either;
        }

        boolean isDowngrade() {
            return from != null && to != null && to.requireVersion().compareTo(from.requireVersion()) < 0;
        }
    }

    boolean isEmpty() {
        return changes.isEmpty() && affected.isEmpty() && settings.isEmpty();
    }

    /**
     * Reads it.
     *
     * @param out standard output; empty where there is nothing to do
     * @throws SnapupException ENGINE_FAILED where it is something else
     */
    static ParsablePlan parse(String out) {
        String text = out.strip();
        try {
            String json = text.substring(text.lastIndexOf('\n') + 1);
            JsonNode plan = JSON.readTree(json.isEmpty() ? "{}" : json);
            if (!plan.isObject()) {
                throw unreadable(text, null);
            }
            return new ParsablePlan(
                    changes(plan),
                    fmris(plan.path("affect-packages")),
                    settings(plan),
                    licenses(plan.path("licenses")),
                    pairs(plan.path("affect-services")),
                    texts(plan.path("release-notes")),
                    plan.path("boot-archive-rebuild").asBoolean()
                            || plan.path("create-new-be").asBoolean(),
                    plan.path("space-required").asLong(),
                    json);
        } catch (JacksonException | IpsException e) {
            throw unreadable(text, e);
        }
    }

    private static SnapupException unreadable(String text, @Nullable Exception cause) {
        String start = text.substring(0, Math.min(text.length(), 200));
        return new SnapupException(
                ErrorCode.ENGINE_FAILED,
                "pkg(1) printed no plan that snapup can read; it began with: " + start
                        + "\nCheck that packages.program is the system's pkg(1)",
                cause);
    }

    private static Map<String, Change> changes(JsonNode plan) {
        Map<String, Change> changes = new TreeMap<>();
        fmris(plan.path("add-packages")).forEach(fmri -> changes.put(fmri.name(), new Change(null, fmri)));
        fmris(plan.path("remove-packages"))
                .forEach(fmri -> changes.merge(
                        fmri.name(), new Change(fmri, null), (there, gone) -> new Change(gone.from(), there.to())));
        for (JsonNode pair : plan.path("change-packages")) {
            Fmri from = Fmri.parse(pair.path(0).asText());
            Fmri to = Fmri.parse(pair.path(1).asText());
            changes.put(to.name(), new Change(from, to));
        }
        return changes;
    }

    private static List<Fmri> fmris(JsonNode list) {
        return texts(list).stream().map(Fmri::parse).toList();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static List<String> pairs(JsonNode list) {
        List<String> pairs = new ArrayList<>();
        list.forEach(
                pair -> pairs.add(pair.path(0).asText() + ": " + pair.path(1).asText()));
        return pairs;
    }

    /** {@code [NAME, VALUE]}, {@code [NAME, NEW, OLD, ...]} and {@code [NAME, [OLD, NEW] versions, implementations]}. */
    private static List<SettingChange> settings(JsonNode plan) {
        List<SettingChange> settings = new ArrayList<>();
        for (JsonNode variant : plan.path("change-variants")) {
            settings.add(
                    new SettingChange(SettingKind.VARIANT, variant.path(0).asText(), null, value(variant.path(1))));
        }
        for (JsonNode facet : plan.path("change-facets")) {
            settings.add(new SettingChange(
                    SettingKind.FACET, facet.path(0).asText(), value(facet.path(2)), value(facet.path(1))));
        }
        for (JsonNode mediator : plan.path("change-mediators")) {
            settings.add(new SettingChange(
                    SettingKind.MEDIATOR,
                    mediator.path(0).asText(),
                    mediator(mediator.path(1).path(0), mediator.path(2).path(0)),
                    mediator(mediator.path(1).path(1), mediator.path(2).path(1))));
        }
        return settings;
    }

    /** {@code version 3.11 (local), implementation cpython (system)}; null where neither is chosen. */
    private static @Nullable String mediator(JsonNode version, JsonNode implementation) {
        List<String> parts = new ArrayList<>();
        if (value(version.path(0)) != null) {
            parts.add("version " + value(version.path(0)) + " (" + value(version.path(1)) + ")");
        }
        if (value(implementation.path(0)) != null) {
            parts.add("implementation " + value(implementation.path(0)) + " (" + value(implementation.path(1)) + ")");
        }
        return parts.isEmpty() ? null : String.join(", ", parts);
    }

    private static @Nullable String value(JsonNode node) {
        return node.isNull() || node.isMissingNode() ? null : node.asText();
    }

    /** {@code [FMRI, [what was], [FMRI, NAME, TEXT, must accept, must display]]}. */
    private static List<License> licenses(JsonNode list) {
        List<License> licenses = new ArrayList<>();
        for (JsonNode license : list) {
            JsonNode to = license.path(2);
            licenses.add(new License(
                    Fmri.parse(license.path(0).asText()).name(),
                    to.path(1).asText(),
                    to.path(3).asBoolean(),
                    to.path(4).asBoolean(),
                    value(to.path(2))));
        }
        return licenses;
    }
}
