package org.snapup.daemon.packages.ips;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.image.ImageConfig;
import org.snapup.ips.image.MediatorSetting;
import org.snapup.protocol.Plan.SettingChange;
import org.snapup.protocol.Plan.SettingKind;

/** What is different in another configuration of an image. */
final class SettingChanges {
    private SettingChanges() {}

    static List<SettingChange> between(ImageConfig before, ImageConfig after) {
        List<SettingChange> changes = new ArrayList<>();
        add(changes, SettingKind.VARIANT, before.variants(), after.variants());
        add(changes, SettingKind.FACET, before.facets(), after.facets());
        add(changes, SettingKind.MEDIATOR, texts(before.mediators()), texts(after.mediators()));
        return changes;
    }

    private static void add(
            List<SettingChange> changes, SettingKind kind, Map<String, ?> before, Map<String, ?> after) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            Object from = before.get(name);
            Object to = after.get(name);
            if (!Objects.equals(from, to)) {
                changes.add(new SettingChange(
                        kind, name, from == null ? null : from.toString(), to == null ? null : to.toString()));
            }
        }
    }

    private static Map<String, String> texts(Map<String, MediatorSetting> mediators) {
        Map<String, String> texts = new LinkedHashMap<>();
        mediators.forEach((name, mediator) -> texts.put(name, text(mediator)));
        return texts;
    }

    /** {@code version 3.11 (local), implementation cpython (system)}. */
    private static String text(MediatorSetting mediator) {
        List<String> parts = new ArrayList<>();
        add(parts, "version", mediator.version(), mediator.versionSource());
        add(parts, "implementation", mediator.implementation(), mediator.implementationSource());
        return String.join(", ", parts);
    }

    /** Where an administrator wants links without it, it is None. */
    private static void add(List<String> parts, String what, @Nullable String value, @Nullable String source) {
        if (value != null || MediatorSetting.LOCAL.equals(source)) {
            parts.add(what + " " + (value == null ? "None" : value) + " (" + source + ")");
        }
    }
}
