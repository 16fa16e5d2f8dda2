package org.snapup.protocol;

import java.util.List;
import java.util.Map;
import org.snapup.protocol.Plan.PackageChange;

/** Samples of what {@code org.snapup.Packages} takes and says. */
final class PackageSamples {
    private PackageSamples() {}

    static void addTo(Map<String, Record> all) {
        packages(all);
        operations(all);
    }

    private static void packages(Map<String, Record> all) {
        Plan plan = new Plan(
                List.of(new PackageChange("system/kernel", "example.org", "1.0", "1.1")),
                true,
                true,
                12_345,
                -42,
                List.of("a reboot is needed"),
                17L,
                List.of(new Plan.SettingChange(Plan.SettingKind.MEDIATOR, "java", "17", "21")),
                List.of(new Plan.License("system/kernel", "CDDL", true, false, "Some words.")),
                "{}");
        all.put(
                "Packages.Request",
                new Packages.Request(
                        "/mnt/be",
                        List.of("editor/vim", "web/*"),
                        "be-2",
                        false,
                        Packages.From.NEXT,
                        Packages.NewBe.REQUIRE,
                        true,
                        List.of("editor/emacs"),
                        true,
                        true,
                        true));
        all.put("Packages.Started", new Packages.Started(9L, true, Samples.event(), plan));
        all.put("Packages.Started.accepted", Packages.Started.accepted(9, false));
        all.put("Packages.Started.event", Packages.Started.event(9, Samples.event()));
        all.put("Packages.Started.planned", Packages.Started.planned(plan));
    }

    private static void operations(Map<String, Record> all) {
        all.put(
                "Packages.VariantRequest",
                new Packages.VariantRequest(
                        "/mnt/be",
                        Map.of("variant.arch", "i386"),
                        "be-2",
                        false,
                        Packages.From.LIVE,
                        Packages.NewBe.DENY,
                        true,
                        true,
                        true));
        all.put(
                "Packages.FacetRequest",
                new Packages.FacetRequest(
                        "/mnt/be",
                        Map.of("facet.locale.*", Packages.FacetValue.NONE),
                        "be-2",
                        false,
                        Packages.From.LIVE,
                        Packages.NewBe.AUTO,
                        true,
                        true,
                        true));
        all.put(
                "Packages.MediatorRequest",
                new Packages.MediatorRequest(
                        "/mnt/be",
                        List.of("python"),
                        "3.11",
                        "cpython",
                        "be-2",
                        false,
                        Packages.From.LIVE,
                        Packages.NewBe.AUTO,
                        true,
                        true,
                        true));
        all.put(
                "Packages.UnsetMediatorRequest",
                new Packages.UnsetMediatorRequest(
                        "/mnt/be",
                        List.of("python"),
                        true,
                        false,
                        "be-2",
                        false,
                        Packages.From.LIVE,
                        Packages.NewBe.AUTO,
                        true,
                        true,
                        true));
        all.put(
                "Packages.HotFixRequest",
                new Packages.HotFixRequest(
                        "/mnt/be",
                        "/tmp/fix.p5p",
                        List.of("editor"),
                        "be-2",
                        false,
                        Packages.From.LIVE,
                        Packages.NewBe.AUTO,
                        true,
                        true,
                        true));
        all.put(
                "Packages.HydrationRequest",
                new Packages.HydrationRequest(
                        "/mnt/be",
                        List.of("example.org"),
                        "be-2",
                        false,
                        Packages.From.LIVE,
                        Packages.NewBe.AUTO,
                        true,
                        true,
                        true));
        all.put(
                "Packages.RevertRequest",
                new Packages.RevertRequest(
                        "/mnt/be",
                        List.of("/etc/motd"),
                        List.of("system:dev-init"),
                        "be-2",
                        false,
                        Packages.From.LIVE,
                        Packages.NewBe.AUTO,
                        true,
                        true,
                        true));
    }
}
