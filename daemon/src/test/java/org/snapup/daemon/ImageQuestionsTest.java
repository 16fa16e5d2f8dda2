package org.snapup.daemon;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.ImageChanges;
import org.snapup.protocol.ImageHistory;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.ImageQueries.PackageState;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Plan;
import org.snapup.protocol.SnapupException;
import org.snapup.protocol.Verification;

/** Every question of {@code org.snapup.Image}, asked of a real daemon on IPS. */
final class ImageQuestionsTest extends ImageCase {
    @Test
    void shouldListWhatIsInstalledAndWhatCouldBe() throws IOException {
        ImageQueries.Listed installed = ask(
                ImageQueries.LIST,
                new ImageQueries.ListRequest(null, List.of("hello", "nosuch"), null, true),
                ImageQueries.Listed.class);
        ImageQueries.Listed all = ask(
                ImageQueries.LIST,
                new ImageQueries.ListRequest(null, null, ImageQueries.Scope.ALL, null),
                ImageQueries.Listed.class);

        assertThat(installed.packages()).hasSize(1);
        assertThat(installed.packages().get(0).states()).contains(PackageState.INSTALLED);
        assertThat(installed.packages().get(0).version()).isEqualTo("1.0");
        assertThat(installed.packages().get(0).fmri()).startsWith("pkg://test/hello@1.0:");
        assertThat(installed.packages().get(0).preferred()).isTrue();
        assertThat(installed.unmatched()).containsExactly("nosuch");
        assertThat(all.packages()).extracting(ImageQueries.ListedPackage::name).contains("hello");
    }

    @Test
    void shouldDescribePackages() throws IOException {
        ImageQueries.Informed informed = ask(
                ImageQueries.INFO,
                new ImageQueries.InfoRequest(null, List.of("hello"), null, null),
                ImageQueries.Informed.class);
        ImageQueries.Informed remote = ask(
                ImageQueries.INFO,
                new ImageQueries.InfoRequest(null, List.of("nosuch"), true, null),
                ImageQueries.Informed.class);

        assertThat(informed.packages()).singleElement().satisfies(info -> {
            assertThat(info.version()).isEqualTo("1.0");
            assertThat(info.sizeBytes()).isPositive();
            assertThat(info.packaged()).endsWith("Z");
        });
        assertThat(remote.unmatched()).containsExactly("nosuch");
    }

    @Test
    void shouldTellContents() throws IOException {
        ImageQueries.Contained files = ask(
                ImageQueries.CONTENTS,
                new ImageQueries.ContentsRequest(
                        null, List.of("hello"), null, List.of("file"), List.of("mode=06*"), null, null),
                ImageQueries.Contained.class);
        ImageQueries.Contained manifest = ask(
                ImageQueries.CONTENTS,
                new ImageQueries.ContentsRequest(null, List.of("hello"), null, null, null, true, null),
                ImageQueries.Contained.class);

        assertThat(files.contents()).hasSize(8).allSatisfy(content -> {
            assertThat(content.type()).isEqualTo("file");
            assertThat(requireNonNull(content.attributes())).containsEntry("mode", List.of("0644"));
            assertThat(content.line()).isNull();
        });
        assertThat(manifest.contents())
                .extracting(ImageQueries.Content::line)
                .anySatisfy(line -> assertThat(line).startsWith("set name=pkg.fmri value=pkg://test/hello@1.0"));
    }

    @Test
    void shouldRefuseAnActionThatIsNone() {
        assertRefused(
                ErrorCode.INVALID_REQUEST,
                "there is no action 'fil'",
                () -> ask(
                        ImageQueries.CONTENTS,
                        new ImageQueries.ContentsRequest(null, null, null, List.of("fil"), null, null, null),
                        ImageQueries.Contained.class));
    }

    @Test
    void shouldKeepAHistoryOfWhatItDoes() throws IOException {
        run(
                ImageChanges.CHANGE_PROPERTY,
                new ImageChanges.PropertyRequest(null, ImageChanges.PropertyAct.SET, "send-uuid", List.of("False")));

        ImageHistory.Remembered history =
                ask(ImageQueries.HISTORY, new ImageHistory.HistoryRequest(null, 1000L), ImageHistory.Remembered.class);
        ImageHistory.Remembered last =
                ask(ImageQueries.HISTORY, new ImageHistory.HistoryRequest(null, 1L), ImageHistory.Remembered.class);

        assertThat(history.operations())
                .extracting(ImageHistory.PastOperation::operation)
                .contains("image-create", "install", "set-property");
        assertThat(last.operations()).hasSize(1);
    }

    @Test
    void shouldListWhatNoPackageDeliversWithThePathsOfTheMachine() throws IOException {
        Files.writeString(root().resolve("opt/hello/mine"), "");
        String mine = "file: " + root().resolve("opt/hello/mine");

        Verification.Verified only = verify(List.of(), List.of(), Verification.Unpackaged.ONLY);
        Verification.Verified also = verify(List.of("hello"), List.of(), Verification.Unpackaged.ALSO);

        assertThat(only.packages()).isNull();
        assertThat(requireNonNull(only.unpackaged()))
                .extracting(Verification.Finding::action)
                .contains(mine, "dir: " + root().resolve("var"));
        assertThat(also.unpackaged()).isEqualTo(only.unpackaged());
        assertThat(requireNonNull(also.packages())).hasSize(1);
        assertThat(verify(List.of(), List.of(), null).unpackaged()).isNull();
    }

    @Test
    void shouldTellProgramsWhatAFixIsAbout() throws IOException {
        Files.writeString(root().resolve("opt/hello/f0"), "broken");
        Packages.Request request =
                new Packages.Request(null, List.of("hello"), null, null, null, null, true, null, null, true);

        Plan plan = requireNonNull(
                ask(Packages.FIX, request, Packages.Started.class).plan());
        Verification.Verified verified = ask(
                ImageQueries.VERIFY,
                new Verification.VerifyRequest(null, null, null, null, true),
                Verification.Verified.class);

        assertThat(plan.parsable())
                .contains("\"affect-packages\":[\"pkg://test/hello@")
                .contains("file: opt/hello/f0");
        assertThat(verified.parsable())
                .contains("\"affect-packages\":[\"pkg://test/hello@")
                .contains("file: opt/hello/f0");
        assertThat(verified.packages()).isNull();
    }

    @Test
    void shouldTellProgramsNothingThatTheyDidNotAskFor() throws IOException {
        Packages.Request request =
                new Packages.Request(null, List.of("extra"), null, null, null, null, true, null, null, null);

        assertThat(requireNonNull(ask(Packages.INSTALL, request, Packages.Started.class)
                                .plan())
                        .parsable())
                .isNull();
    }

    @Test
    void shouldNotLookForUnpackagedContentsOfPackagesOrAtPaths() {
        assertRefused(
                ErrorCode.INVALID_REQUEST,
                "leave them out",
                () -> verify(List.of("hello"), List.of(), Verification.Unpackaged.ONLY));
        assertRefused(
                ErrorCode.INVALID_REQUEST,
                "looked for everywhere, not at paths",
                () -> verify(List.of(), List.of("/opt"), Verification.Unpackaged.ALSO));
    }

    private Verification.Verified verify(
            List<String> packages, List<String> paths, Verification.@Nullable Unpackaged unpackaged)
            throws IOException {
        return ask(
                ImageQueries.VERIFY,
                new Verification.VerifyRequest(null, packages, paths, unpackaged),
                Verification.Verified.class);
    }

    private static void assertRefused(ErrorCode code, String text, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SnapupException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e).hasMessageContaining(text);
        });
    }
}
