package org.snapup.ips.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.IpsException;
import org.snapup.ips.execute.TestWorld;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.Image;
import org.snapup.ips.image.ImageConfig;
import org.snapup.ips.image.MediatorSetting;

/** Variants, facets and mediators, changed on packages that are installed. */
class SettingsTest {
    private static final String PYTHON = "link path=usr/bin/python target=python%s mediator=python mediator-version=%s";

    @TempDir
    Path temporary;

    private TestWorld world;

    @BeforeEach
    void createWorld() {
        world = new TestWorld(temporary);
    }

    private void installPythons() {
        for (String version : List.of("3.11", "3.12")) {
            world.publish(
                    "python-" + version.replace(".", "") + "@1",
                    "file path=usr/bin/python" + version + " owner=root group=bin mode=0555",
                    String.format(PYTHON, version, version));
        }
        world.install("python-311", "python-312");
    }

    private String python() throws IOException {
        return Files.readSymbolicLink(world.root.resolve("usr/bin/python")).toString();
    }

    private ImageConfig config() {
        return Image.read(world.root).config();
    }

    private MediatorSetting mediator(String name) {
        return requireNonNull(config().mediators().get(name));
    }

    @Test
    void shouldKeepInTheImageWhichLinksAreInForce() throws IOException {
        installPythons();

        assertThat(python()).isEqualTo("python3.12");
        assertThat(config().mediators())
                .containsEntry("python", new MediatorSetting("3.12", "system", null, null, "system"));
        assertThat(world.plan(PlanRequest.update()).isEmpty()).isTrue();
    }

    @Test
    void shouldBindAMediatorAndReleaseIt() throws IOException {
        installPythons();

        ImagePlan plan = world.plan(setVersion("3.11"));
        assertThat(plan.packages()).isEmpty();
        assertThat(plan.adjusted()).extracting(Fmri::name).containsExactly("python-311");
        world.execute(plan);
        assertThat(python()).isEqualTo("python3.11");
        assertThat(mediator("python")).isEqualTo(new MediatorSetting("3.11", "local", null, null, "system"));
        assertThat(world.plan(setVersion("3.11")).isEmpty()).isTrue();

        world.run(new PlanRequest.UnsetMediator(Set.of("python"), false, false));
        assertThat(python()).isEqualTo("python3.12");
        assertThat(mediator("python").versionSource()).isEqualTo("system");
    }

    @Test
    void shouldReleaseThePackagesOfAnIncorporationOneByOne() {
        world.publish("a@1");
        world.publish("a@2");
        world.publish("holds@1", "depend type=incorporate fmri=a@1 facet.version-lock.a=true");
        world.install("holds", "a");
        assertThat(world.plan(PlanRequest.update()).isEmpty()).isTrue();
        PlanRequest all = new PlanRequest.ChangeFacet(Map.of("version-lock.*", Optional.of(false)), List.of());
        assertThatThrownBy(() -> world.plan(all)).hasMessageContaining("name those of single packages");

        world.run(new PlanRequest.ChangeFacet(Map.of("version-lock.a", Optional.of(false)), List.of()));
        world.run(PlanRequest.update());

        assertThat(world.installed()).containsExactly("a@2", "holds@1");
        world.run(new PlanRequest.ChangeFacet(Map.of("version-lock.*", Optional.empty()), List.of()));
    }

    @Test
    void shouldRefuseVariantsThatCannotBe() {
        for (String name : List.of("variant.a*", "variant.a?", "variant.a b")) {
            PlanRequest change = new PlanRequest.ChangeVariant(Map.of(name, "x"), List.of());
            assertThatThrownBy(() -> world.plan(change)).hasMessageContaining("goes without");
        }
    }

    @Test
    void shouldKeepABindingWhenPackagesComeAndGo() throws IOException {
        installPythons();
        world.run(setVersion("3.11"));
        world.publish("python-313@1", String.format(PYTHON, "3.13", "3.13"));

        world.install("python-313");
        assertThat(python()).isEqualTo("python3.11");
        world.uninstall("python-311");
        assertThat(world.root.resolve("usr/bin/python")).doesNotExist();
        assertThat(Files.isSymbolicLink(world.root.resolve("usr/bin/python"))).isFalse();
        world.install("python-311");
        assertThat(python()).isEqualTo("python3.11");
    }

    @Test
    void shouldRemoveTheLinksWhenNothingFitsTheBinding() throws IOException {
        installPythons();

        world.run(setVersion("9.9"));

        assertThat(Files.isSymbolicLink(world.root.resolve("usr/bin/python"))).isFalse();
        world.run(new PlanRequest.UnsetMediator(Set.of("python"), true, false));
        assertThat(python()).isEqualTo("python3.12");
    }

    @Test
    void shouldOnlyNoteABindingThatChangesNoLink() {
        installPythons();

        ImagePlan plan = world.plan(setVersion("3.12"));

        assertThat(plan.isEmpty()).isFalse();
        assertThat(plan.changes()).isEmpty();
        world.execute(plan);
        assertThat(mediator("python").versionSource()).isEqualTo("local");
    }

    @Test
    void shouldBindAnImplementation() throws IOException {
        for (String tar : List.of("bsd-tar", "gnu-tar")) {
            String priority = tar.equals("gnu-tar") ? " mediator-priority=vendor" : "";
            world.publish(
                    tar + "@1",
                    "hardlink path=usr/bin/tar target=../" + tar + " mediator=tar mediator-implementation=" + tar
                            + (tar.equals("bsd-tar") ? "@3.7" : "") + priority,
                    "file path=usr/" + tar + " owner=root group=bin mode=0555");
        }
        world.install("bsd-tar", "gnu-tar");
        assertThat(world.root.resolve("usr/bin/tar")).content().startsWith("usr/gnu-tar");
        assertThat(mediator("tar")).isEqualTo(new MediatorSetting(null, "vendor", "gnu-tar", null, "vendor"));

        world.run(new PlanRequest.SetMediator(Set.of("tar"), Optional.empty(), Optional.of("bsd-tar")));

        assertThat(world.root.resolve("usr/bin/tar")).content().startsWith("usr/bsd-tar");
        assertThat(mediator("tar")).isEqualTo(new MediatorSetting(null, "system", "bsd-tar", "3.7", "local"));
    }

    private static final String EDITOR = "link path=usr/bin/vi target=%s mediator=vi mediator-version=1 ";

    @Test
    void shouldFindTheLinksWithoutAnImplementation() throws IOException {
        world.publish("plain@1", String.format(EDITOR, "plain"));
        world.publish("vim@1", String.format(EDITOR, "vim") + "mediator-implementation=vim");
        world.install("plain", "vim");
        world.run(new PlanRequest.SetMediator(Set.of("vi"), Optional.empty(), Optional.of("vim")));
        assertThat(Files.readSymbolicLink(world.root.resolve("usr/bin/vi"))).hasToString("vim");

        world.run(new PlanRequest.SetMediator(Set.of("vi"), Optional.empty(), Optional.of("None")));

        assertThat(Files.readSymbolicLink(world.root.resolve("usr/bin/vi"))).hasToString("plain");
        assertThat(mediator("vi")).isEqualTo(new MediatorSetting("1", "system", null, null, "local"));

        world.run(new PlanRequest.UnsetMediator(Set.of("vi"), false, false));

        assertThat(Files.readSymbolicLink(world.root.resolve("usr/bin/vi"))).hasToString("plain");
        assertThat(mediator("vi")).isEqualTo(new MediatorSetting("1", "system", null, null, "system"));
    }

    @Test
    void shouldPreferTheLinkThatIsMeantOfThoseThatFit() throws IOException {
        for (String version : List.of("", "@7", "@8")) {
            world.publish(
                    "vim" + version.replace("@", "") + "@1",
                    String.format(EDITOR, "vim" + version) + "mediator-implementation=vim" + version
                            + (version.isEmpty() ? " mediator-priority=vendor" : ""));
        }
        world.install("vim7", "vim8", "vim");
        assertThat(Files.readSymbolicLink(world.root.resolve("usr/bin/vi"))).hasToString("vim");

        world.uninstall("vim");
        world.run(new PlanRequest.SetMediator(Set.of("vi"), Optional.empty(), Optional.of("vim")));
        assertThat(Files.readSymbolicLink(world.root.resolve("usr/bin/vi"))).hasToString("vim@8");
    }

    @Test
    void shouldRefuseLinksThatNoSettingTellsApart() {
        world.publish("one@1", String.format(EDITOR, "one"));
        world.publish("other@1", String.format(EDITOR, "other"));
        world.publish("third@1", String.format(EDITOR, "third").replace("version=1", "version=2"));
        world.publish("bare@1", "link path=usr/bin/vi target=bare");
        world.install("one", "third");
        assertThat(world.root.resolve("usr/bin/vi")).isSymbolicLink();

        for (String name : List.of("other", "bare")) {
            assertThatThrownBy(() -> world.plan(PlanRequest.install(name)))
                    .isInstanceOf(IpsException.class)
                    .hasMessageContaining("usr/bin/vi is delivered by");
        }
    }

    @Test
    void shouldRefuseWhatIsNoMediatorOrVersion() {
        assertThatThrownBy(() -> world.plan(setVersion("new"))).hasMessageContaining("'new' is not a mediator version");
        assertThatThrownBy(() ->
                        world.plan(new PlanRequest.SetMediator(Set.of("a b"), Optional.of("1"), Optional.empty())))
                .isInstanceOfSatisfying(
                        IpsException.class, e -> assertThat(e.kind()).isEqualTo(IpsException.Kind.BAD_INPUT));
    }

    @Test
    void shouldExchangeWhatAVariantDecidesAbout() throws IOException {
        world.publish(
                "multi@1",
                "file path=usr/lib/a owner=root group=bin mode=0555 variant.debug.osnet=true",
                "file path=usr/lib/b owner=root group=bin mode=0555 variant.debug.osnet=false",
                "file path=usr/lib/c owner=root group=bin mode=0555");
        world.publish("other@1", "file path=usr/lib/d owner=root group=bin mode=0555");
        world.install("multi", "other");

        PlanRequest debug = new PlanRequest.ChangeVariant(Map.of("debug.osnet", "true"), List.of());
        ImagePlan plan = world.plan(debug);
        assertThat(plan.adjusted()).extracting(Fmri::name).containsExactly("multi");
        world.execute(plan);

        assertThat(world.root.resolve("usr/lib")).isDirectoryContaining("glob:**/a");
        assertThat(world.root.resolve("usr/lib")).isDirectoryNotContaining("glob:**/b");
        assertThat(config().variants()).containsEntry("variant.debug.osnet", "true");
        assertThat(world.plan(debug).isEmpty()).isTrue();
    }

    @Test
    void shouldBringAndRemovePackagesWithAVariant() {
        world.publish("v/i386@1", "set name=variant.arch value=i386");
        world.publish("v/sparc@1", "set name=variant.arch value=sparc");
        world.publish(
                "v/dep@1",
                "set name=variant.arch value=i386 value=sparc",
                "depend type=require fmri=v/sparc variant.arch=sparc",
                "depend type=require fmri=v/i386 variant.arch=i386");
        world.install("v/dep");
        assertThat(world.installed()).containsExactly("v/dep@1", "v/i386@1");

        world.run(new PlanRequest.ChangeVariant(Map.of("variant.arch", "sparc"), List.of()));

        assertThat(world.installed()).containsExactly("v/dep@1", "v/sparc@1");
    }

    @Test
    void shouldFollowFacetsByTheirPrecedence() throws IOException {
        world.publish(
                "hello@1",
                "file path=usr/locale/de owner=root group=bin mode=0444 facet.locale.de=true",
                "file path=usr/locale/fr owner=root group=bin mode=0444 facet.locale.fr=true",
                "file path=usr/locale/fr_CA owner=root group=bin mode=0444 facet.locale.fr_CA=true",
                "file path=usr/man owner=root group=bin mode=0444 facet.doc.man=all facet.locale.de=all");
        world.install("hello");

        facet(Map.of(
                "locale.*",
                Optional.of(false),
                "facet.locale.fr*",
                Optional.of(true),
                "locale.fr_CA",
                Optional.of(false)));
        assertThat(world.root.resolve("usr")).isDirectoryNotContaining("glob:**/man");
        assertThat(names("usr/locale")).containsExactly("fr");

        facet(Map.of("locale.fr_CA", Optional.empty(), "locale.de", Optional.of(true)));
        assertThat(names("usr/locale")).containsExactly("de", "fr", "fr_CA");
        assertThat(names("usr")).containsExactly("locale", "man");

        facet(Map.of("locale.*", Optional.of(true), "locale.fr*", Optional.of(false)));
        facet(Map.of("locale.*", Optional.empty(), "locale.fr*", Optional.empty(), "locale.de", Optional.empty()));
        assertThat(config().facets()).isEmpty();
        assertThat(names("usr/locale")).containsExactly("de", "fr", "fr_CA");
    }

    @Test
    void shouldReleaseAPackageFromItsIncorporationByAFacet() {
        world.publish("lib@1.0");
        world.publish("lib@2.0");
        world.publish("inc@1", "depend type=incorporate fmri=lib@1.0 facet.version-lock.lib=true");
        world.install("inc", "lib");
        assertThat(world.plan(PlanRequest.update()).isEmpty()).isTrue();

        facet(Map.of("version-lock.lib", Optional.of(false)));
        assertThat(world.installed()).containsExactly("inc@1", "lib@1.0");
        world.run(PlanRequest.update());

        assertThat(world.installed()).containsExactly("inc@1", "lib@2.0");
    }

    private void facet(Map<String, Optional<Boolean>> facets) {
        world.run(new PlanRequest.ChangeFacet(facets, List.of()));
    }

    private List<String> names(String directory) throws IOException {
        try (var entries = Files.list(world.root.resolve(directory))) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static PlanRequest setVersion(String version) {
        return new PlanRequest.SetMediator(Set.of("python"), Optional.of(version), Optional.empty());
    }
}
