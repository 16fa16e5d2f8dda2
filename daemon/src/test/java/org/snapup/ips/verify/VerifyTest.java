package org.snapup.ips.verify;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.execute.TestWorld;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.ImageLayout;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.testing.Trees;

class VerifyTest {
    @TempDir
    Path temporary;

    private TestWorld world;

    @BeforeEach
    void install() {
        world = new TestWorld(temporary);
        world.publish(
                "a@1",
                "dir path=usr mode=0755 owner=root group=root",
                "dir path=usr/data mode=0750 owner=root group=root revert-tag=clean=*.log",
                "file path=usr/one mode=0555 owner=root group=root",
                "file path=usr/old mode=0444 owner=root group=root timestamp=20200101T000000Z",
                "file path=etc/edit mode=0644 owner=root group=root preserve=renamenew revert-tag=conf",
                "file path=etc/left mode=0644 owner=root group=root preserve=abandon",
                "file path=etc/under mode=0644 owner=root group=root preserve=true overlay=allow",
                "file path=usr/french mode=0444 owner=root group=root facet.locale.fr=true",
                "hardlink path=usr/hard target=one",
                "link path=usr/soft target=one",
                "license text license=own",
                "legacy pkg=SUNWa");
        world.publish(
                "b@1",
                "file path=etc/under mode=0644 owner=root group=root preserve=true overlay=true",
                "file path=opt/b mode=0644 owner=root group=root");
        world.install("a", "b");
    }

    private Path at(String path) {
        return world.root.resolve(path);
    }

    private List<String> verify(List<String> patterns, String... paths) {
        Verified verified = Ips.verify(world.root, patterns, List.of(paths), world.cache, IpsListener.NONE);
        List<String> lines = new ArrayList<>();
        verified.packages()
                .forEach(p -> p.findings()
                        .forEach(f ->
                                lines.add(p.fmri().name() + " " + f.severity() + " " + f.subject() + " " + f.text())));
        verified.unmatched().forEach(text -> lines.add("unmatched " + text));
        return lines;
    }

    private void damage() throws IOException {
        Files.setPosixFilePermissions(at("usr/one"), PosixFilePermissions.fromString("rwx------"));
        Files.delete(at("usr/old"));
        Files.createDirectories(at("usr/old/inside"));
        Files.writeString(at("etc/edit"), "edited\n");
        Files.setPosixFilePermissions(at("etc/edit"), PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.writeString(at("etc/left"), "whatever\n");
        Files.setPosixFilePermissions(at("usr/data"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.delete(at("usr/hard"));
        Files.writeString(at("usr/hard"), "another file\n");
        Files.delete(at("usr/soft"));
        Files.createSymbolicLink(at("usr/soft"), Path.of("/etc/passwd"));
        Files.delete(at("var/pkg/license/a/license.own"));
        Files.delete(at("var/sadm/pkg/SUNWa/pkginfo"));
        Files.writeString(at("opt/b"), "tampered\n");
    }

    @Test
    void shouldFindNothingWrongWithAFreshImage() {
        assertThat(verify(List.of())).isEmpty();
    }

    @Test
    void shouldFindWhatDiffers() throws IOException {
        damage();

        assertThat(verify(List.of()))
                .hasSize(11)
                .contains(
                        "a ERROR dir: usr/data mode: 0777 should be 0750",
                        "a ERROR file: usr/one mode: 0700 should be 0555",
                        "a ERROR file: usr/old file type: 'directory' should be 'regular file'",
                        "a ERROR file: etc/edit mode: 0666 should be 0644",
                        "a INFO file: etc/edit editable file has been changed",
                        "a ERROR hardlink: usr/hard Broken: Path and Target (usr/one) inodes not the same",
                        "a ERROR link: usr/soft Target: '/etc/passwd' should be 'one'",
                        "a ERROR license: own License file var/pkg/license/a/license.own does not exist.",
                        "a ERROR legacy: SUNWa Missing file var/sadm/pkg/SUNWa/pkginfo")
                .anyMatch(line -> line.startsWith("b ERROR file: opt/b Hash: "));
        assertThat(verify(List.of("b"))).hasSize(1);
        assertThat(verify(List.of("nosuch"))).containsExactly("unmatched nosuch");
        assertThat(verify(List.of(), "/usr/one", "/usr/nosuch"))
                .containsExactly("a ERROR file: usr/one mode: 0700 should be 0555", "unmatched /usr/nosuch");
    }

    @Test
    void shouldLetTheStrongestHashDecideAboutContentOfAnotherName() throws IOException {
        Fmri installed = requireNonNull(Ips.installed(world.root).get("b"));
        Path manifest = at(ImageLayout.manifest(installed).toString());
        String text = Files.readString(manifest);
        assertThat(text).contains("pkg.content-hash=file:sha512t_256:");
        Files.writeString(manifest, text.replaceAll("file [0-9a-f]{40}", "file " + "0".repeat(40)));
        assertThat(verify(List.of("b"))).isEmpty();

        Files.writeString(at("opt/b"), "tampered\n");
        assertThat(verify(List.of("b")))
                .singleElement()
                .asString()
                .matches("b ERROR file: opt/b Hash: [0-9a-f]{64} should be [0-9a-f]{64}");
    }

    @Test
    void shouldCompareTimestampsOfFilesThatHaveOne() throws IOException {
        Files.setLastModifiedTime(at("usr/old"), FileTime.from(Instant.parse("2021-02-03T04:05:06Z")));

        assertThat(verify(List.of()))
                .containsExactly("a ERROR file: usr/old Timestamp: 20210203T040506Z should be 20200101T000000Z");
        world.run(new PlanRequest.Fix(List.of()));
        assertThat(verify(List.of())).isEmpty();
    }

    @Test
    void shouldLookAtTheFileOnTopOnly() throws IOException {
        Files.writeString(at("etc/under"), "edited\n");
        String beneath = "a INFO file: etc/under (from pkg:/b) editable file has been changed";
        String onTop = "b INFO file: etc/under editable file has been changed";
        assertThat(verify(List.of())).containsExactly(beneath, onTop);
        assertThat(verify(List.of("a"))).containsExactly(beneath);
        assertThat(verify(List.of("b"))).containsExactly(onTop);
        assertThat(verify(List.of(), "/etc/under")).containsExactly(onTop);

        Files.delete(at("etc/under"));
        assertThat(verify(List.of()))
                .containsExactly(
                        "a ERROR file: etc/under (from pkg:/b) missing: regular file does not exist",
                        "b ERROR file: etc/under missing: regular file does not exist");
        world.run(new PlanRequest.Fix(List.of()));
        assertThat(at("etc/under")).hasContent("etc/under of b@1");
    }

    @Test
    void shouldFindWhatAFacetLeavesOut() throws IOException {
        world.run(new PlanRequest.ChangeFacet(
                java.util.Map.of("facet.locale.fr", java.util.Optional.of(false)), List.of()));
        assertThat(at("usr/french")).doesNotExist();
        Files.writeString(at("usr/french"), "back\n");

        assertThat(verify(List.of())).containsExactly("a ERROR file: usr/french File should not exist");
        world.run(new PlanRequest.Fix(List.of()));
        assertThat(at("usr/french")).doesNotExist();
    }

    @Test
    void shouldMakeAllWholeAgain() throws IOException {
        String before = Trees.print(world.root).toString();
        damage();
        List<String> notes = new ArrayList<>();
        ImagePlan plan = Ips.plan(world.root, new PlanRequest.Fix(List.of()), world.cache, new IpsListener() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        });
        assertThat(plan.adjusted()).extracting(Object::toString).hasSize(2);
        assertThat(plan.licensesToAccept()).isEmpty();
        assertThat(notes).contains("a: file: usr/one: mode: 0700 should be 0555");

        world.execute(plan);

        assertThat(verify(List.of())).containsExactly("a INFO file: etc/edit editable file has been changed");
        assertThat(at("etc/edit")).hasContent("edited");
        assertThat(at("etc/edit.new")).doesNotExist();
        assertThat(at("etc/left")).hasContent("whatever");
        assertThat(Files.isSameFile(at("usr/one"), at("usr/hard"))).isTrue();
        assertThat(world.plan(new PlanRequest.Fix(List.of())).isEmpty()).isTrue();
        assertThat(before).isNotEmpty();
    }

    @Test
    void shouldMakeHardLinksToARepairedFileAgain() throws IOException {
        Files.delete(at("usr/one"));
        Files.writeString(at("usr/one"), "tampered\n");
        Files.delete(at("usr/hard"));
        Files.createLink(at("usr/hard"), at("usr/one"));

        world.run(new PlanRequest.Fix(List.of("a")));

        assertThat(at("usr/one")).hasContent("usr/one of a@1");
        assertThat(Files.isSameFile(at("usr/one"), at("usr/hard"))).isTrue();
    }

    @Test
    void shouldRevertEditableFiles() throws IOException {
        Files.writeString(at("etc/edit"), "edited\n");
        assertThat(world.plan(new PlanRequest.Revert(List.of("/usr/one"), List.of()))
                        .isEmpty())
                .isTrue();

        world.run(new PlanRequest.Revert(List.of("/etc/edit"), List.of()));

        assertThat(at("etc/edit")).hasContent("etc/edit of a@1");
        assertThat(verify(List.of())).isEmpty();
        assertThatThrownBy(() -> world.plan(new PlanRequest.Revert(List.of("/etc/nosuch"), List.of())))
                .isInstanceOfSatisfying(
                        IpsException.class, e -> assertThat(e.kind()).isEqualTo(IpsException.Kind.NOT_FOUND))
                .hasMessageContaining("/etc/nosuch");
    }

    @Test
    void shouldRevertByTag() throws IOException {
        Files.writeString(at("etc/edit"), "edited\n");
        Files.writeString(at("usr/data/x.log"), "log\n");
        Files.createDirectories(at("usr/data/y.log/deep"));
        Files.writeString(at("usr/data/y.log/deep/file"), "log\n");
        Files.writeString(at("usr/data/kept"), "kept\n");

        assertThat(world.plan(new PlanRequest.Revert(List.of(), List.of("nosuch")))
                        .isEmpty())
                .isTrue();
        world.run(new PlanRequest.Revert(List.of(), List.of("conf", "clean")));

        assertThat(at("etc/edit")).hasContent("etc/edit of a@1");
        assertThat(at("usr/data")).isDirectoryNotContaining("glob:**/*.log");
        assertThat(at("usr/data/kept")).exists();
    }

    @Test
    void shouldTakeBackARepairThatFails() throws IOException {
        Files.writeString(at("opt/b"), "tampered\n");
        Files.setPosixFilePermissions(at("usr/one"), PosixFilePermissions.fromString("rwx------"));
        ImagePlan plan = world.plan(new PlanRequest.Fix(List.of()));
        IpsListener stops = new IpsListener() {
            private int asked;

            @Override
            public void progress(String phase, long done, long total, long bytes, long totalBytes) {
                asked += phase.equals("Updating") ? 1 : 0;
            }

            @Override
            public boolean cancelled() {
                return asked > 0;
            }
        };

        assertThatThrownBy(() -> Ips.execute(world.root, plan, world.cache, stops))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining("as it was");
        assertThat(at("opt/b")).hasContent("tampered");
        assertThat(verify(List.of())).hasSize(2);
    }
}
