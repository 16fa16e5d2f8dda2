package org.snapup.daemon;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snapup.protocol.Event;
import org.snapup.protocol.ImageChanges;
import org.snapup.protocol.ImageHistory;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.ImageQueries.PackageState;
import org.snapup.protocol.ImageQueries.Setting;
import org.snapup.protocol.ImageQueries.SettingsKind;
import org.snapup.protocol.Outcome;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Plan;

/** Every operation of {@code org.snapup.Image} and {@code Packages}, asked of a real daemon on IPS. */
final class ImageChangesTest extends ImageCase {
    @Test
    void shouldMarkWhatSomebodyAskedFor() throws IOException {
        Outcome marked = run(ImageChanges.FLAG, new ImageChanges.FlagRequest(null, List.of("hell*"), true));
        Outcome again = run(ImageChanges.FLAG, new ImageChanges.FlagRequest(null, List.of("hello"), true));
        ImageQueries.Listed listed = ask(
                ImageQueries.LIST,
                new ImageQueries.ListRequest(null, List.of("hello"), null, null),
                ImageQueries.Listed.class);
        Outcome missing = run(ImageChanges.FLAG, new ImageChanges.FlagRequest(null, List.of("hello", "nosuch"), false));
        Outcome taken = run(ImageChanges.FLAG, new ImageChanges.FlagRequest(null, List.of("hello"), false));

        assertThat(marked.result()).as(marked.text()).isEqualTo(Outcome.Result.DONE);
        assertThat(again.exitStatus()).isEqualTo(Outcome.EXIT_NOTHING_TO_DO);
        assertThat(listed.packages())
                .singleElement()
                .satisfies(each -> assertThat(each.states()).contains(PackageState.MANUAL));
        assertThat(missing.text()).contains("o installed package matches 'nosuch'");
        assertThat(taken.result()).as(taken.text()).isEqualTo(Outcome.Result.DONE);
    }

    @Test
    void shouldForgetItsHistory() throws IOException {
        Outcome outcome = run(ImageChanges.PURGE_HISTORY, new ImageChanges.PurgeHistoryRequest(null));

        ImageHistory.Remembered history =
                ask(ImageQueries.HISTORY, new ImageHistory.HistoryRequest(null, null), ImageHistory.Remembered.class);
        assertThat(outcome.result()).as(outcome.text()).isEqualTo(Outcome.Result.DONE);
        assertThat(history.operations())
                .singleElement()
                .satisfies(entry -> assertThat(entry.operation()).isEqualTo("purge-history"));
    }

    @Test
    void shouldSayThatThereIsNoIndex() throws IOException {
        List<Event> events = new ArrayList<>();

        Outcome outcome = run(ImageChanges.REBUILD_INDEX, new ImageChanges.RebuildIndexRequest(null), events);

        assertThat(outcome.exitStatus()).isEqualTo(Outcome.EXIT_NOTHING_TO_DO);
        assertThat(events).anySatisfy(event -> assertThat(event.text()).contains("No index is kept"));
    }

    @Test
    void shouldAddChangeAndForgetPublishers() throws IOException {
        String origin = "http://user:secret@127.0.0.1:1/";
        assertThat(run(ImageChanges.SET_PUBLISHER, publisher("other", origin)).exitStatus())
                .isZero();
        assertThat(run(ImageChanges.SET_PUBLISHER, publisher("other", null)).exitStatus())
                .isEqualTo(Outcome.EXIT_NOTHING_TO_DO);

        ImageQueries.Publishing both = publishers();
        assertThat(both.publishers()).extracting(ImageQueries.Publisher::name).containsExactly("test", "other");
        assertThat(both.publishers().get(1).origins())
                .extracting(ImageQueries.Location::uri)
                .containsExactly("http://127.0.0.1:1/");

        run(ImageChanges.UNSET_PUBLISHER, new ImageChanges.UnsetPublisherRequest(null, List.of("other")));
        assertThat(publishers().publishers())
                .extracting(ImageQueries.Publisher::name)
                .containsExactly("test");
    }

    @Test
    void shouldRevokeTheCaOfOnePublisherOnly() throws IOException {
        String hash = "0123456789012345678901234567890123456789";

        Outcome revoked = run(ImageChanges.SET_PUBLISHER, revoking("test", null, hash));
        Outcome ofRepository = run(ImageChanges.SET_PUBLISHER, revoking(null, "file:///nowhere/", hash));
        Outcome noHash = run(ImageChanges.SET_PUBLISHER, revoking("test", null, "somebody"));

        assertThat(revoked.exitStatus()).as(revoked.text()).isZero();
        assertThat(publishers().publishers().get(0).revokedCas()).containsExactly(hash);
        assertThat(publishers().publishers().get(0).approvedCas()).isNull();
        assertThat(ofRepository.text()).contains("repeat the command without -p, with the publisher's name");
        assertThat(noHash.text()).contains("'somebody' is no hash of a CA's certificate");
    }

    @Test
    void shouldSayWhyASettingFailedAndChangeNothing() throws IOException {
        Outcome outcome =
                run(ImageChanges.UNSET_PUBLISHER, new ImageChanges.UnsetPublisherRequest(null, List.of("nosuch")));

        assertThat(outcome.result()).isEqualTo(Outcome.Result.UNDONE);
        assertThat(outcome.text()).contains("nosuch").contains("Nothing was changed");
        assertThat(publishers().publishers()).hasSize(1);
    }

    @Test
    void shouldFreezeAndUnfreeze() throws IOException {
        List<Event> events = new ArrayList<>();
        Outcome frozen = run(
                ImageChanges.FREEZE, new ImageChanges.FreezeRequest(null, List.of("hello"), "because", null), events);

        assertThat(frozen.exitStatus()).isZero();
        assertThat(events)
                .extracting(Event::text)
                .anyMatch(text -> text != null && text.startsWith("hello was frozen at 1.0:"));
        assertThat(settings(SettingsKind.FROZEN)).singleElement().satisfies(setting -> {
            assertThat(setting.name()).isEqualTo("hello");
            assertThat(setting.comment()).isEqualTo("because");
        });
        assertThat(run(ImageChanges.UNFREEZE, new ImageChanges.UnfreezeRequest(null, List.of("hello"), null))
                        .exitStatus())
                .isZero();
        assertThat(run(ImageChanges.UNFREEZE, new ImageChanges.UnfreezeRequest(null, List.of("hello"), null))
                        .exitStatus())
                .isEqualTo(Outcome.EXIT_NOTHING_TO_DO);
        assertThat(settings(SettingsKind.FROZEN)).isEmpty();
    }

    @Test
    void shouldAvoidAndUnavoid() throws IOException {
        run(ImageChanges.AVOID, new ImageChanges.AvoidRequest(null, List.of("extra")));
        assertThat(settings(SettingsKind.AVOIDED)).extracting(Setting::name).containsExactly("extra");

        run(ImageChanges.UNAVOID, new ImageChanges.UnavoidRequest(null, List.of("extra")));
        assertThat(settings(SettingsKind.AVOIDED)).isEmpty();
    }

    @Test
    void shouldChangeFacetsAndVariants() throws IOException {
        Packages.FacetRequest facet = new Packages.FacetRequest(
                null, Map.of("facet.doc.man", Packages.FacetValue.FALSE), null, null, null, null, null, null, null);
        Packages.VariantRequest variant = new Packages.VariantRequest(
                null, Map.of("variant.debug", "true"), null, null, null, null, null, null, null);

        assertThat(run(Packages.CHANGE_FACET, facet).exitStatus()).isZero();
        assertThat(settings(SettingsKind.FACETS)).extracting(Setting::name).containsExactly("facet.doc.man");
        assertThat(run(Packages.CHANGE_FACET, facet).exitStatus()).isEqualTo(Outcome.EXIT_NOTHING_TO_DO);
        assertThat(run(Packages.CHANGE_VARIANT, variant).exitStatus()).isZero();
        assertThat(settings(SettingsKind.VARIANTS)).extracting(Setting::name).contains("variant.debug");
    }

    @Test
    void shouldPlanSettingsWithoutChangingThem() throws IOException {
        Packages.FacetRequest facet = new Packages.FacetRequest(
                null, Map.of("facet.locale.*", Packages.FacetValue.FALSE), null, null, null, null, true, null, null);

        Plan plan = requireNonNull(
                ask(Packages.CHANGE_FACET, facet, Packages.Started.class).plan());

        assertThat(plan.settings())
                .containsExactly(new Plan.SettingChange(Plan.SettingKind.FACET, "facet.locale.*", null, "false"));
        assertThat(plan.isEmpty()).isFalse();
        assertThat(settings(SettingsKind.FACETS)).extracting(Setting::name).doesNotContain("facet.locale.*");
    }

    @Test
    void shouldInstallExactlyWhatIsNamedInACopy() throws IOException {
        Packages.Request exact =
                new Packages.Request(null, List.of("extra"), null, false, null, Packages.NewBe.REQUIRE, null);

        Outcome outcome = run(Packages.EXACT_INSTALL, exact);

        assertThat(outcome.result()).as(outcome.text()).isEqualTo(Outcome.Result.DONE);
        Path clone = world().folder().resolve("be").resolve(requireNonNull(outcome.be()));
        assertThat(Files.exists(clone.resolve("opt/hello/f0"))).isFalse();
        assertThat(Files.exists(clone.resolve("opt/extra/f0"))).isTrue();
        assertThat(Files.exists(root().resolve("opt/hello/f0"))).isTrue();
    }

    private ImageQueries.Publishing publishers() throws IOException {
        return ask(ImageQueries.PUBLISHERS, new ImageQueries.PublishersRequest(null), ImageQueries.Publishing.class);
    }

    private static ImageChanges.PublisherRequest publisher(String name, @Nullable String origin) {
        List<String> origins = origin == null ? null : List.of(origin);
        return new ImageChanges.PublisherRequest(
                null, name, null, origins, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null, null, false);
    }

    private static ImageChanges.PublisherRequest revoking(
            @Nullable String name, @Nullable String repository, String hash) {
        return new ImageChanges.PublisherRequest(
                null,
                name,
                repository,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(hash),
                null,
                false);
    }
}
