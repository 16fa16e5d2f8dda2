package org.snapup.ips.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.PackageWorld;
import org.snapup.ips.image.PublisherChange.Position;
import org.snapup.ips.image.PublisherChange.Uris;
import org.snapup.ips.query.ImageQueries;
import org.snapup.ips.query.ListQuery;

class ImageSettingsTest {
    private static final List<String> COMMAND = List.of("test");

    @TempDir
    Path temporary;

    private Path root;

    @BeforeEach
    void createImage() {
        root = temporary.resolve("image");
        Ips.create(root, new ImageSpec(Map.of("one", List.of("file:///one/")), Map.of(), Map.of()), COMMAND);
    }

    private ImageConfig config() {
        return Image.read(root).config();
    }

    private List<String> names() {
        return config().publishers().stream().map(ImagePublisher::name).toList();
    }

    private void set(PublisherChange change) {
        assertThat(ImageSettings.setPublisher(root, change, COMMAND)).isTrue();
    }

    private static void assertFails(Runnable action, IpsException.Kind kind, String words) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        IpsException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(words);
    }

    private List<String> history() {
        try (ImageFiles files = ImageFiles.open(root)) {
            return new HistoryReader(files)
                    .entries().stream().map(HistoryEntry::operation).toList();
        }
    }

    @Test
    void shouldAddAPublisherBelowTheOthers() {
        set(PublisherChange.of("two").withOrigins(Uris.adding("http://two.example/pkg", "file:///two.p5p")));

        assertThat(names()).containsExactly("one", "two");
        PublisherDetails two = config().publisherDetails().get(1);
        assertThat(two.origins())
                .extracting(PublisherDetails.Location::uri)
                .containsExactly("http://two.example/pkg/", "file:///two.p5p");
        assertThat(two.uuid()).hasSize(36);
        assertThat(history()).endsWith("add-publisher");
    }

    @Test
    void shouldMovePublishers() {
        set(PublisherChange.of("two"));
        set(PublisherChange.of("three").withPosition(new Position.First()));
        assertThat(names()).containsExactly("three", "one", "two");
        set(PublisherChange.of("three").withPosition(new Position.After("one")));
        assertThat(names()).containsExactly("one", "three", "two");
        set(PublisherChange.of("two").withPosition(new Position.Before("three")));
        assertThat(names()).containsExactly("one", "two", "three");
        set(PublisherChange.of("one").withPosition(new Position.After("three")));
        assertThat(names()).containsExactly("two", "three", "one");
        assertFails(
                () -> set(PublisherChange.of("one").withPosition(new Position.After("nosuch"))),
                IpsException.Kind.NOT_FOUND,
                "no publisher 'nosuch'");
        assertThat(history()).endsWith("update-publisher");
    }

    @Test
    void shouldChangeOriginsAndMirrors() {
        set(PublisherChange.of("one")
                .withOrigins(new Uris(List.of("https://one.example/"), List.of("file:///one")))
                .withMirrors(Uris.adding("https://mirror.example"))
                .withProxy("http://proxy:3128"));
        PublisherDetails one = config().publisherDetails().get(0);
        assertThat(one.origins())
                .containsExactly(new PublisherDetails.Location("https://one.example/", true, "http://proxy:3128"));
        assertThat(one.mirrors())
                .containsExactly(new PublisherDetails.Location("https://mirror.example/", true, "http://proxy:3128"));

        set(PublisherChange.of("one").withOriginsEnabled(Uris.removing("https://one.example/")));
        assertThat(config().publishers().get(0).origins()).isEmpty();
        set(PublisherChange.of("one").withOriginsEnabled(Uris.adding("*")));
        assertThat(config().publishers().get(0).origins()).containsExactly("https://one.example/");
        set(PublisherChange.of("one").withMirrors(Uris.removing("*")));
        assertThat(config().publisherDetails().get(0).mirrors()).isEmpty();
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        assertFails(
                () -> set(PublisherChange.of("one").withOrigins(Uris.adding("file:///one"))),
                IpsException.Kind.CONFLICT,
                "already");
        assertFails(
                () -> set(PublisherChange.of("one").withOrigins(Uris.removing("file:///other"))),
                IpsException.Kind.NOT_FOUND,
                "no origin file:///other/");
        assertFails(
                () -> set(PublisherChange.of("one").withOrigins(Uris.adding("/one"))),
                IpsException.Kind.BAD_INPUT,
                "write file:///PATH");
        assertFails(() -> set(PublisherChange.of("../x")), IpsException.Kind.BAD_INPUT, "not a publisher");
        assertFails(
                () -> set(PublisherChange.of("one").withEnabled(false)),
                IpsException.Kind.CONFLICT,
                "only enabled publisher");
        assertFails(
                () -> ImageSettings.unsetPublishers(root, List.of("two"), COMMAND),
                IpsException.Kind.NOT_FOUND,
                "it has one");
        assertThat(history()).containsExactly("image-create");
    }

    @Test
    void shouldSetFlagsOfAPublisher() {
        set(PublisherChange.of("two"));
        set(PublisherChange.of("one").withSticky(false).withEnabled(false));
        assertThat(config().publisher("one")).hasValueSatisfying(one -> {
            assertThat(one.sticky()).isFalse();
            assertThat(one.enabled()).isFalse();
        });
        assertThat(ImageSettings.setPublisher(root, PublisherChange.of("one").withSticky(false), COMMAND))
                .as("nothing to change")
                .isFalse();
    }

    @Test
    void shouldSetPropertiesOfAPublisher() {
        set(PublisherChange.of("one")
                .withProperties(List.of(
                        new PropertyEdit.Set("signature-required-names", List.of("Alice")),
                        new PropertyEdit.Set("signature-policy", List.of("require-names")),
                        new PropertyEdit.Add("signature-required-names", "Bob"))));
        assertThat(config().publisherDetails().get(0).properties())
                .containsEntry("signature-policy", List.of("require-names"))
                .containsEntry("signature-required-names", List.of("Alice", "Bob"));
        set(PublisherChange.of("one").withProperties(List.of(new PropertyEdit.Unset("signature-policy"))));
        assertThat(config().publisherDetails().get(0).properties()).doesNotContainKey("signature-policy");
    }

    @Test
    void shouldChangePropertiesOfTheImage() {
        ImageSettings.setProperties(
                root,
                List.of(
                        new PropertyEdit.Set("send-uuid", List.of("false")),
                        new PropertyEdit.Add("dehydrated", "one"),
                        new PropertyEdit.Set("my.own", List.of("a 100% value"))),
                COMMAND);
        assertThat(config().properties())
                .containsEntry("send-uuid", "False")
                .containsEntry("dehydrated", "['one']")
                .containsEntry("my.own", "a 100% value")
                .containsEntry("signature-policy", "verify");

        ImageSettings.setProperties(root, List.of(new PropertyEdit.Remove("dehydrated", "one")), COMMAND);
        ImageSettings.setProperties(root, List.of(new PropertyEdit.Unset("my.own")), COMMAND);
        assertThat(config().properties()).containsEntry("dehydrated", "[]").doesNotContainKey("my.own");
        assertThat(history())
                .containsExactly("image-create", "set-property", "remove-property-value", "unset-property");
    }

    @Test
    void shouldBringPropertiesBackToWhatTheyAreAtFirst() {
        ImageSettings.setProperties(
                root,
                List.of(
                        new PropertyEdit.Set("be-policy", List.of("always-new")),
                        new PropertyEdit.Unset("be-policy"),
                        new PropertyEdit.Unset("exclude-policy"),
                        new PropertyEdit.Unset("signature-required-names")),
                COMMAND);
        assertThat(Image.read(root).config().properties())
                .containsEntry("be-policy", "default")
                .containsEntry("exclude-policy", "warn")
                .containsEntry("signature-required-names", "[]");
    }

    @Test
    void shouldRefusePropertiesThatPkgCouldNotRead() {
        assertRefused(new PropertyEdit.Set("send-uuid", List.of("maybe")), "true or false");
        assertRefused(new PropertyEdit.Set("signature-policy", List.of("strict")), "one of ignore, verify");
        assertRefused(new PropertyEdit.Set("signature-policy", List.of("require-names")), "needs names");
        assertRefused(new PropertyEdit.Set("ca-path", List.of("/a", "/b")), "takes one value");
        assertRefused(new PropertyEdit.Set("a=b", List.of("c")), "can't be the name");
        assertRefused(new PropertyEdit.Set("x", List.of("a\n[image]\nversion = 9")), "line breaks");
        assertRefused(new PropertyEdit.Add("ca-path", "/x"), "isn't a list");
        assertRefused(new PropertyEdit.Add("exclude-policy", "warn"), "isn't a list");
        assertRefused(new PropertyEdit.Unset("publisher-search-order"), "can't be removed");
        assertFails(
                () -> ImageSettings.setProperties(root, List.of(new PropertyEdit.Unset("nosuch")), COMMAND),
                IpsException.Kind.NOT_FOUND,
                "no property 'nosuch'");
    }

    private void assertRefused(PropertyEdit edit, String words) {
        assertFails(
                () -> ImageSettings.setProperties(root, List.of(edit), COMMAND), IpsException.Kind.BAD_INPUT, words);
    }

    @Test
    void shouldForgetWhatARemovedPublisherOffered() {
        PackageWorld world = new PackageWorld(temporary.resolve("world"));
        world.publish("a@1");
        world.publish("b@1");
        world.createImage().install("a");

        ImageSettings.unsetPublishers(world.root, List.of(PackageWorld.PUBLISHER), COMMAND);

        try (ImageQueries queries = ImageQueries.open(world.root, world.cache, IpsListener.NONE)) {
            assertThat(queries.config().publishers()).isEmpty();
            assertThat(queries.list(new ListQuery(ListQuery.Selection.ALL, List.of(), List.of(), false))
                            .items())
                    .extracting(line -> line.fmri().name())
                    .containsExactly("a");
        }
    }

    @Test
    void shouldPurgeTheHistory() throws IOException {
        Files.createDirectories(root.resolve("var/pkg/history.snapup/left"));
        String oldest = History.oldest(root);

        ImageSettings.purgeHistory(root, COMMAND);

        assertThat(history()).containsExactly("purge-history");
        assertThat(root.resolve("var/pkg/history.snapup")).doesNotExist();
        assertThat(History.oldest(root)).isNotEqualTo(oldest).isNotEmpty();
    }

    @Test
    void shouldPurgeAHistoryThatIsGone() {
        try (ImageFiles files = ImageFiles.open(root)) {
            files.delete(ImageLayout.HISTORY);
        }
        assertThat(History.oldest(root)).isEmpty();

        ImageSettings.purgeHistory(root, COMMAND);

        assertThat(history()).containsExactly("purge-history");
    }

    @Test
    void shouldKeepWhatItDoesNotKnow() throws IOException {
        Path file = root.resolve("var/pkg/pkg5.image");
        Files.writeString(file, Files.readString(file) + "[strange]\nkey = value, 100%\n\n");
        set(PublisherChange.of("one").withSticky(false));

        assertThat(file).content().contains("[strange]\nkey = value, 100%\n").contains("sticky = False\n");
    }
}
