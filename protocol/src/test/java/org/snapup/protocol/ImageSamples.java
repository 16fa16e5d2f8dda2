package org.snapup.protocol;

import java.util.List;
import java.util.Map;
import org.snapup.protocol.Event.Progress;

/** Samples of what {@code org.snapup.Image} takes and says. */
final class ImageSamples {
    private ImageSamples() {}

    static void addTo(Map<String, Record> all) {
        queries(all);
        imageChanges(all);
    }

    private static void queries(Map<String, Record> all) {
        all.put(
                "Image.ListRequest",
                new ImageQueries.ListRequest("/mnt/be", List.of("web/*"), ImageQueries.Scope.UPGRADABLE, true));
        all.put(
                "Image.Listed",
                new ImageQueries.Listed(
                        List.of(new ImageQueries.ListedPackage(
                                "web/server",
                                "example.org",
                                "1.0-1",
                                Samples.FMRI,
                                true,
                                List.of(ImageQueries.PackageState.INSTALLED, ImageQueries.PackageState.MANUAL),
                                "Web")),
                        List.of("nosuch")));
        all.put("Image.InfoRequest", new ImageQueries.InfoRequest("/mnt/be", List.of("web/*"), true, false));
        all.put(
                "Image.Informed",
                new ImageQueries.Informed(
                        List.of(new ImageQueries.PackageInfo(
                                "web/server",
                                "example.org",
                                "1.0",
                                "1.0 final",
                                "1",
                                Samples.FMRI,
                                List.of(ImageQueries.PackageState.FROZEN),
                                "Web",
                                "A web server",
                                List.of("org.opensolaris.category.2008:Web Services"),
                                List.of("pkg:/web/other"),
                                Samples.TIME,
                                Samples.TIME,
                                Samples.TIME,
                                4096,
                                Map.of("info.upstream-url", List.of("http://example.org")),
                                List.of("Use freely."))),
                        List.of("nosuch")));
        all.put(
                "Image.ContentsRequest",
                new ImageQueries.ContentsRequest(
                        "/mnt/be",
                        List.of("web/*"),
                        true,
                        List.of("file"),
                        List.of("mode=0555"),
                        false,
                        List.of("path")));
        all.put(
                "Image.Contained",
                new ImageQueries.Contained(
                        List.of(new ImageQueries.Content(
                                Samples.FMRI,
                                "file",
                                "usr/bin/web",
                                "abc",
                                "file abc path=usr/bin/web",
                                Map.of("path", List.of("usr/bin/web")))),
                        List.of("nosuch")));
        all.put("Image.SearchRequest", new ImageQueries.SearchRequest("/mnt/be", "web", true, false, true));
        all.put(
                "Image.Searched",
                new ImageQueries.Searched(List.of(new ImageQueries.Found(
                        "basename",
                        "file",
                        "usr/bin/web",
                        Samples.FMRI,
                        Map.of("path", List.of("usr/bin/web")),
                        "usr/bin/web",
                        "abc"))));
        all.put("Image.HistoryRequest", new ImageHistory.HistoryRequest("/mnt/be", 3L));
        all.put(
                "Image.Remembered",
                new ImageHistory.Remembered(List.of(new ImageHistory.PastOperation(
                        "install",
                        "Failed",
                        "Unknown",
                        "pkg",
                        "1",
                        List.of("pkg", "install", "web"),
                        "root",
                        "0",
                        "be-1",
                        Samples.UUID,
                        "be-2",
                        Samples.UUID,
                        "snap",
                        "notes",
                        Samples.TIME,
                        Samples.TIME,
                        "before",
                        "after",
                        List.of("no space")))));
        all.put("Image.PublishersRequest", new ImageQueries.PublishersRequest("/mnt/be"));
        all.put(
                "Image.Publishing",
                new ImageQueries.Publishing(List.of(new ImageQueries.Publisher(
                        "example.org",
                        "example",
                        true,
                        false,
                        List.of(new ImageQueries.Location("https://example.org/", true, "http://proxy/")),
                        List.of(new ImageQueries.Location("http://mirror/", false, null)),
                        Samples.UUID,
                        "/key.pem",
                        "/cert.pem",
                        Map.of("signature-policy", List.of("verify")),
                        List.of("55a3bdf90e8ae022b3593039706cc5d1b67bd801"),
                        List.of("0123456789012345678901234567890123456789"),
                        Samples.TIME))));
        all.put(
                "Image.SettingsRequest",
                new ImageQueries.SettingsRequest("/mnt/be", ImageQueries.SettingsKind.MEDIATORS, true));
        all.put(
                "Image.Settled",
                new ImageQueries.Settled(List.of(new ImageQueries.Setting(
                        "python", "3.11", "local", "cpython", "3", "vendor", Samples.TIME, "because", true))));
        all.put(
                "Image.VerifyRequest",
                new Verification.VerifyRequest(
                        "/mnt/be", List.of("web/*"), List.of("/usr/bin/web"), Verification.Unpackaged.ALSO, true));
        all.put(
                "Image.Verified",
                new Verification.Verified(
                        new Progress("verify", 3, 10, 0, 0),
                        List.of(new Verification.VerifiedPackage(
                                Samples.FMRI,
                                List.of(new Verification.Finding(
                                        Verification.Severity.ERROR,
                                        "file: usr/bin/web",
                                        "mode: 0700 should be 0555")))),
                        List.of("nosuch"),
                        List.of(new Verification.Finding(
                                Verification.Severity.INFO, "file: /mnt/be/usr/bin/mine", "Unpackaged file")),
                        "{}"));
    }

    private static void imageChanges(Map<String, Record> all) {
        all.put("Image.FreezeRequest", new ImageChanges.FreezeRequest("/mnt/be", List.of("web@1"), "because", true));
        all.put("Image.UnfreezeRequest", new ImageChanges.UnfreezeRequest("/mnt/be", List.of("web"), true));
        all.put("Image.AvoidRequest", new ImageChanges.AvoidRequest("/mnt/be", List.of("web")));
        all.put("Image.UnavoidRequest", new ImageChanges.UnavoidRequest("/mnt/be", List.of("web")));
        all.put(
                "Image.UnsetPublisherRequest",
                new ImageChanges.UnsetPublisherRequest("/mnt/be", List.of("example.org")));
        all.put(
                "Image.PublisherRequest",
                new ImageChanges.PublisherRequest(
                        "/mnt/be",
                        "example.org",
                        "http://example.org/",
                        List.of("http://one/"),
                        List.of("*"),
                        List.of("http://two/"),
                        List.of("http://three/"),
                        List.of("http://four/"),
                        List.of("*"),
                        true,
                        false,
                        "/key.pem",
                        "/cert.pem",
                        "http://proxy/",
                        true,
                        ImageChanges.Rank.BEFORE,
                        "other.org",
                        Map.of("signature-policy", "verify"),
                        Map.of("signature-required-names", List.of("a", "b")),
                        Map.of("signature-required-names", List.of("c")),
                        List.of("/ca.pem"),
                        List.of("55a3bdf90e8ae022b3593039706cc5d1b67bd801"),
                        List.of("0123456789012345678901234567890123456789"),
                        false));
        all.put(
                "Image.PropertyRequest",
                new ImageChanges.PropertyRequest(
                        "/mnt/be", ImageChanges.PropertyAct.ADD, "signature-required-names", List.of("me")));
        all.put("Image.FlagRequest", new ImageChanges.FlagRequest("/mnt/be", List.of("editor"), true));
        all.put("Image.CleanRequest", new ImageChanges.CleanRequest("/mnt/be"));
        all.put("Image.UpdateFormatRequest", new ImageChanges.UpdateFormatRequest("/mnt/be"));
        all.put("Image.PurgeHistoryRequest", new ImageChanges.PurgeHistoryRequest("/mnt/be"));
        all.put("Image.RebuildIndexRequest", new ImageChanges.RebuildIndexRequest("/mnt/be"));
        all.put("Image.RefreshRequest", new ImageChanges.RefreshRequest("/mnt/be", List.of("example.org"), true));
        all.put("Image.Started", new ImageChanges.Started(9L, true, Samples.event()));
        all.put("Image.Started.accepted", ImageChanges.Started.accepted(9, false));
        all.put("Image.Started.event", ImageChanges.Started.event(9, Samples.event()));
    }
}
