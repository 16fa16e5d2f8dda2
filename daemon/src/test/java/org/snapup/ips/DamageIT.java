package org.snapup.ips;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snapup.daemon.packages.pkg.PkgEngines;
import org.snapup.testing.Requires;

/** Damage to what actions of each kind delivered: ours finds what the real pkg(1) finds, and mends it as it does. */
final class DamageIT {
    private static final String[] PACKAGE = {
        "dir path=etc owner=root group=sys mode=0755",
        "dir path=opt/d owner=root group=bin mode=0750",
        "file path=opt/d/f owner=root group=bin mode=0644",
        "file path=opt/d/conf owner=root group=bin mode=0644 preserve=true",
        "file path=opt/d/old owner=root group=bin mode=0644 preserve=renameold",
        "file path=opt/d/timed owner=root group=bin mode=0444 timestamp=20200101T000000Z",
        "hardlink path=opt/d/h target=f",
        "hardlink path=opt/h2 target=d/f",
        "link path=opt/l target=d/f",
        "link path=opt/free target=d/f preserve=true",
        "license copying license=lic",
        "license other license=\"two words\"",
        "legacy pkg=SUNWx arch=i386 category=system desc=d hotline=h name=n vendor=v version=1",
        "group groupname=crew gid=4321",
        "group groupname=any",
        "user username=sailor group=crew uid=4321 gcos-field=Sailor home-dir=/sea login-shell=/bin/sh group-list=any",
        "user username=human group=crew uid=4322 password=NP",
        "user username=plain group=any",
    };

    @TempDir
    Path temporary;

    private SideBySide images;

    @BeforeEach
    void makeImages() throws IOException {
        Requires.root();
        PkgEngines.program();
        PackageWorld world = new PackageWorld(temporary);
        world.publish("things@1", PACKAGE);
        images = new SideBySide(temporary, PackageWorld.PUBLISHER, world.origin());
        for (Path root : List.of(images.ours, images.theirs)) {
            Files.createDirectories(root.resolve("etc/ftpd"));
            Files.writeString(root.resolve("etc/passwd"), "root:x:0:0:Super-User:/root:/bin/sh\n");
            Files.writeString(root.resolve("etc/group"), "root::0:\nbin::2:\nsys::3:root\n");
            Files.writeString(root.resolve("etc/shadow"), "root:*LK*:::::::\n");
            Files.writeString(root.resolve("etc/ftpd/ftpusers"), "root\n");
        }
        images.run("install things");
    }

    static Stream<List<String>> damages() {
        return Stream.of(
                List.of("! delete opt/d/h opt/l opt/free opt/d/timed opt/d/old"),
                List.of("! replace opt/d/h f", "! replace opt/l f", "! touch opt/d/timed opt/d/f"),
                List.of("! delete opt/d/f opt/d/conf", "! replace var/sadm/pkg/SUNWx/pkginfo d"),
                List.of("! edit opt/d/f opt/d/timed opt/d/conf", "! mode opt/d/conf", "! replace opt/free l"),
                List.of("! replace opt/d/f d", "! replace opt/l d"),
                List.of("! replace opt/d/f l", "! replace opt/l l", "! tree var/sadm"),
                List.of("! replace opt/d/h l", "! delete var/sadm/pkg/SUNWx/pkginfo"),
                List.of("! mode opt/d opt/d/f", "! licences delete"),
                List.of("! mode opt/d/h opt/d/old", "! edit opt/d/old", "! licences edit"),
                List.of("! owner opt/d opt/d/conf opt/l opt/h2", "! licences mode"),
                List.of("! tree opt/d"),
                List.of("! tree opt/d", "! file opt/d"),
                List.of(
                        "! line etc/passwd sailor:x:1:1::/:/bin/false",
                        "! line etc/passwd human:x:4322:1:Somebody:/home:/bin/ksh",
                        "! line etc/passwd plain"),
                List.of("! line etc/passwd sailor", "! line etc/passwd human"),
                List.of("! line etc/shadow sailor:secret:1:2:3:4:5:6:", "! line etc/shadow human:x:1:2:3:4:5:6:"),
                List.of("! line etc/shadow sailor", "! line etc/group any::8:root,sailor"),
                List.of("! line etc/group crew", "! line etc/passwd plain:x:77:1:x:/y:/z"),
                List.of("! line etc/group crew::7:", "! line etc/ftpd/ftpusers sailor"),
                List.of("! line etc/group any"),
                List.of("! line etc/group any::8:"),
                List.of("! delete etc/ftpd/ftpusers"));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void shouldFindAndMendTheSame(List<String> damage) throws IOException {
        for (String each : damage) {
            images.run(each);
        }
        List<String> ours = images.verify();
        List<String> theirs = images.pkgVerify();
        assertThat(subjects(ours)).isEqualTo(subjects(theirs));
        if (!damage.toString().contains("etc/") && !theirs.toString().contains("unexpected error")) {
            assertThat(ours).isEqualTo(theirs);
        }

        images.run("fix");

        assertThat(images.verify()).noneMatch(line -> line.startsWith("ERROR"));
        // A fix of the real tool gives up where a user's group is unknown, or a directory or link is in the way.
        if (images.pkgVerify().stream().noneMatch(line -> line.startsWith("ERROR"))) {
            images.assertSame();
        }
    }

    private static List<String> subjects(List<String> found) {
        return found.stream().filter(line -> line.matches("[a-z]+: .*")).toList();
    }
}
