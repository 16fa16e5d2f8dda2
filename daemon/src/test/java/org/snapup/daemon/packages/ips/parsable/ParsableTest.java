package org.snapup.daemon.packages.ips.parsable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsListener;
import org.snapup.ips.execute.TestWorld;
import org.snapup.ips.image.Image;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.protocol.Json;

/** What only packages of our own have. */
final class ParsableTest {
    @TempDir
    Path temporary;

    private TestWorld world;

    @BeforeEach
    void publish() {
        world = new TestWorld(temporary);
    }

    private Map<String, @Nullable Object> plan(PlanRequest request) throws IOException {
        String json = Parsable.of(
                world.root,
                Image.read(world.root).config(),
                Ips.plan(world.root, request, world.cache, IpsListener.NONE),
                null);
        return Json.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldHaveTheKeysInTheOrderOfPkg() throws IOException {
        world.publish("a@1", "file path=usr/a mode=0444 owner=root group=root");

        assertThat(plan(PlanRequest.install("a")).keySet())
                .containsExactly(
                        "activate-be",
                        "add-packages",
                        "affect-packages",
                        "affect-services",
                        "backup-be-name",
                        "be-name",
                        "boot-archive-rebuild",
                        "change-facets",
                        "change-editables",
                        "change-mediators",
                        "change-packages",
                        "change-variants",
                        "child-images",
                        "create-backup-be",
                        "create-new-be",
                        "image-name",
                        "item-messages",
                        "licenses",
                        "release-notes",
                        "remove-packages",
                        "space-available",
                        "space-required",
                        "version");
    }

    @Test
    void shouldTellOfTheBootArchiveWhereTheImageHasAListOfIt() throws IOException {
        world.publish("a@1", "file path=kernel/a mode=0444 owner=root group=root");
        world.publish("b@1", "file path=usr/b mode=0444 owner=root group=root");
        Files.createDirectories(world.root.resolve("boot/solaris"));
        Files.createDirectories(world.root.resolve("kernel"));

        assertThat(plan(PlanRequest.install("a"))).containsEntry("boot-archive-rebuild", false);
        Files.writeString(world.root.resolve("boot/solaris/filelist.ramdisk"), "kernel\n\n/etc/one\n");
        assertThat(plan(PlanRequest.install("a"))).containsEntry("boot-archive-rebuild", true);
        assertThat(plan(PlanRequest.install("b"))).containsEntry("boot-archive-rebuild", false);
    }

    @Test
    void shouldNameTheServicesThatAreToldWhenSomethingComesChangesOrGoes() throws IOException {
        String services = " restart_fmri=svc:/r refresh_fmri=svc:/f suspend_fmri=svc:/s disable_fmri=svc:/d";
        world.publish("a@1", "file path=usr/a mode=0444 owner=root group=root" + services);
        List<String> restart = List.of("restart_fmri", "svc:/r");
        List<String> refresh = List.of("refresh_fmri", "svc:/f");

        assertThat(plan(PlanRequest.install("a"))).containsEntry("affect-services", List.of(refresh, restart));
        world.install("a");
        world.publish("a@2", "file path=usr/a mode=0444 owner=root group=root" + services);
        assertThat(plan(PlanRequest.install("a@2")))
                .containsEntry("affect-services", List.of(refresh, restart, List.of("suspend_fmri", "svc:/s")));
        assertThat(plan(new PlanRequest.Uninstall(List.of("a"))))
                .containsEntry("affect-services", List.of(List.of("disable_fmri", "svc:/d"), refresh, restart));
    }

    @Test
    void shouldHaveTheTextsOfLicences() throws IOException {
        String before = world.publish("a@1", "license text license=own must-accept=true")
                .toString();
        String after = world.publish("a@2", "license text license=own must-display=true")
                .toString();

        assertThat(plan(PlanRequest.install("a@1")))
                .containsEntry(
                        "licenses",
                        List.of(List.of(before, List.of(), List.of(before, "own", "text of a@1\n", true, false))));
        Ips.execute(
                world.root,
                Ips.plan(world.root, PlanRequest.install("a@1"), world.cache, IpsListener.NONE)
                        .withLicensesAccepted(),
                world.cache,
                IpsListener.NONE);
        assertThat(plan(PlanRequest.install("a@2")))
                .containsEntry(
                        "licenses",
                        List.of(List.of(
                                after,
                                List.of(before, "own", "text of a@1\n", true, false),
                                List.of(after, "own", "text of a@2\n", false, true))));
    }

    @Test
    void shouldHaveTheReleaseNotesThatAreNew() throws IOException {
        world.publish(
                "a@1",
                "file path=usr/first mode=0444 owner=root group=root release-note=feature/pkg/self@0",
                "file path=usr/other mode=0444 owner=root group=root release-note=nosuch@1",
                "file path=usr/bad mode=0444 owner=root group=root release-note=@@@");
        world.publish(
                "a@3",
                "file path=usr/first mode=0444 owner=root group=root release-note=feature/pkg/self@0",
                "file path=usr/third mode=0444 owner=root group=root release-note=feature/pkg/self@3",
                "file path=usr/second mode=0444 owner=root group=root release-note=a@1");

        assertThat(plan(PlanRequest.install("a@1"))).containsEntry("release-notes", List.of("usr/first of a@1"));
        world.install("a@1");
        assertThat(plan(PlanRequest.install("a@3"))).containsEntry("release-notes", List.of("usr/third of a@3"));
    }

    @Test
    void shouldNotNeedSpaceWhereTheImageShrinks() throws IOException {
        world.publish("a@1", "file path=usr/a mode=0444 owner=root group=root");
        world.install("a");

        assertThat(plan(new PlanRequest.Uninstall(List.of("a"))))
                .containsEntry("space-required", 0L)
                .containsKey("space-available");
    }
}
