package org.snapup.ips.verify;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsListener;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.ImageSpec;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.testing.Requires;

/** What the real pkg(1) finds in the same image, damaged in the same way. */
class SharedVerifyTest {
    @TempDir
    Path temporary;

    @Test
    void shouldFindWhatTheRealToolFinds() throws IOException {
        Requires.root();
        String transcript = Files.readString(Requires.shared("ips/transcripts-format4/06-verify-fix.txt"));
        Path root = temporary.resolve("image");
        Path cache = temporary.resolve("cache");
        ImageSpec spec = new ImageSpec(
                Map.of(
                        "example.org",
                        List.of(Requires.shared("ips/repo").toUri().toString())),
                Map.of("variant.arch", "i386"),
                Map.of("facet.locale.*", false, "facet.locale.fr", true));
        Ips.create(root, spec, List.of("test"));
        PlanRequest request = PlanRequest.install(
                "app/hello",
                "app/multi",
                "app/newname",
                "bsd-tar",
                "gnu-tar",
                "data/big",
                "doc/editor-doc",
                "entire",
                "python-311",
                "python-312",
                "service/webd",
                "app/conf",
                "app/overlay");
        Ips.execute(root, Ips.plan(root, request, cache, IpsListener.NONE), cache, IpsListener.NONE);
        damage(root);

        List<String> found = new ArrayList<>();
        for (VerifiedPackage verified :
                Ips.verify(root, List.of(), List.of(), cache, IpsListener.NONE).packages()) {
            if (!verified.isWhole()) {
                found.add("pkg://example.org/" + verified.fmri().name());
            }
            String last = "";
            for (Finding finding : verified.findings()) {
                if (finding.isError()) {
                    if (!finding.subject().equals(last)) {
                        found.add(finding.subject());
                    }
                    last = finding.subject();
                    found.add("ERROR: " + finding.text().replaceFirst("Hash: [0-9a-f]+", "Hash: ..."));
                }
            }
        }
        assertThat(found).containsExactlyElementsOf(expected(transcript));

        Ips.execute(
                root, Ips.plan(root, new PlanRequest.Fix(List.of()), cache, IpsListener.NONE), cache, IpsListener.NONE);
        assertThat(Ips.verify(root, List.of(), List.of(), cache, IpsListener.NONE)
                        .packages())
                .allMatch(VerifiedPackage::isWhole);
    }

    @Test
    void shouldHoldPackagesAgainstTheirSignaturesAgain() throws IOException {
        Path root = temporary.resolve("image");
        Path cache = temporary.resolve("cache");
        Ips.create(
                root,
                new ImageSpec(
                        Map.of(
                                "example.org",
                                List.of(Requires.shared("ips/repo").toUri().toString())),
                        Map.of("variant.arch", "i386"),
                        Map.of()),
                List.of("test"));
        Path anchors = Files.createDirectories(root.resolve("etc/ssl/pkg"));
        Files.copy(Requires.shared("ips/src/keys/ca.pem"), anchors.resolve("ca.pem"));
        PlanRequest request = PlanRequest.install("crypto/signed");
        Ips.execute(root, Ips.plan(root, request, cache, IpsListener.NONE), cache, IpsListener.NONE);
        assertThat(signatureErrors(root, cache)).isEmpty();

        Fmri signed = requireNonNull(Ips.installed(root).get("crypto/signed"));
        Path manifest = root.resolve("var/pkg/publisher/example.org/pkg").resolve(signed.dirPath());
        Files.writeString(manifest, Files.readString(manifest).replace("mode=0", "mode=1"));

        assertThat(signatureErrors(root, cache)).singleElement().asString().contains("was changed after it was signed");
    }

    private static List<String> signatureErrors(Path root, Path cache) {
        return Ips.verify(root, List.of("crypto/signed"), List.of(), cache, IpsListener.NONE).packages().stream()
                .flatMap(verified -> verified.findings().stream())
                .filter(finding -> finding.isError() && finding.action().kind() == ActionKind.SIGNATURE)
                .map(Finding::text)
                .toList();
    }

    private static void damage(Path root) throws IOException {
        mode(root, "usr/bin/hello", "rwx------");
        Files.writeString(root.resolve("usr/lib/libhello.txt"), "tampered with\n");
        Files.delete(root.resolve("usr/share/man/man1/hello.1"));
        Files.delete(root.resolve("usr/bin/hello-hard"));
        Files.delete(root.resolve("usr/bin/hi"));
        Files.setAttribute(root.resolve("usr/bin/native"), "unix:uid", 65534);
        Path libfoo = root.resolve("usr/lib/libfoo.so.2.0");
        Files.delete(libfoo);
        Files.createDirectory(libfoo);
        mode(root, "usr/lib/libfoo.so.2.0", "rwxr-xr-x");
        Files.delete(root.resolve("usr/bin/python3"));
        Files.createSymbolicLink(root.resolve("usr/bin/python3"), Path.of("/etc/passwd"));
        mode(root, "var/webd", "rwxrwxrwx");
    }

    private static void mode(Path root, String path, String mode) throws IOException {
        Files.setPosixFilePermissions(root.resolve(path), PosixFilePermissions.fromString(mode));
    }

    /** The errors of the second `pkg verify` of the transcript. */
    private static List<String> expected(String transcript) {
        int first = transcript.indexOf("PACKAGE  ", transcript.indexOf("$ pkg -R /IMG verify hello"));
        List<String> expected = new ArrayList<>();
        String report = transcript.substring(transcript.indexOf('\n', first) + 1, transcript.indexOf("[exit", first));
        for (String line : report.split("\n", -1)) {
            if (line.startsWith("pkg://")) {
                expected.add(line.replaceFirst(" +ERROR$", ""));
            } else if (!line.isBlank()) {
                expected.add(line.strip().replaceFirst("Hash: [0-9a-f]+", "Hash: ..."));
            }
        }
        return expected;
    }
}
