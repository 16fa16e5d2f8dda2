package org.snapup.ips.repo.depot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.HeapBudget;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsException.Kind;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.repo.PackageSource;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.depot.TestDepot.Fault;
import org.snapup.ips.repo.publish.Publication;
import org.snapup.ips.repo.publish.RepositoryWriter;

class DepotOriginTest {
    private static final DepotClient.Retry QUICK =
            new DepotClient.Retry(4, Duration.ofMillis(2), Duration.ofMillis(400));

    @TempDir
    Path folder;

    private byte[] content = new byte[0];
    private TestDepot depot;
    private Repository repository;
    private Fmri fmri;
    private Action file;

    @BeforeEach
    void serve() throws IOException {
        content = new byte[300_000];
        new Random(1).nextBytes(content);
        Files.write(folder.resolve("data"), content);
        Path root = folder.resolve("repo");
        fmri = RepositoryWriter.create(root, "p.example")
                .publish(
                        List.of(Publication.of(
                                "set name=pkg.fmri value=app/data+x@1.0\nfile path=data owner=root group=bin mode=0644",
                                folder)),
                        null)
                .get(0);
        depot = new TestDepot(root);
        repository = Repository.of(new DepotOrigin(client(PackageSource.of(depot.location()))));
        file = repository
                .manifest(fmri, null, ActionFilter.ALL)
                .actions(ActionKind.FILE)
                .get(0);
    }

    private static DepotClient client(PackageSource source) {
        return new DepotClient(source, QUICK, Map.of());
    }

    @AfterEach
    void stop() {
        repository.close();
        depot.close();
    }

    private byte[] payload() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        repository.payload(fmri, file, out);
        return out.toByteArray();
    }

    private Kind failure(Runnable reading) {
        @Nullable IpsException e = catchThrowableOfType(IpsException.class, reading::run);
        if (e == null) {
            throw new AssertionError("nothing was refused");
        }
        return e.kind();
    }

    @Test
    void shouldReadEverything() {
        assertThat(repository.publishers()).containsExactly("p.example");
        assertThat(repository.defaultPublisher()).contains("p.example");
        CatalogEntry entry = repository.catalog("p.example").find(fmri).orElseThrow();
        assertThat(repository
                        .manifest(fmri, entry.manifestSignature(), ActionFilter.ALL)
                        .actions())
                .hasSize(2);
        assertThat(payload()).isEqualTo(content);
        assertThat(depot.requests())
                .contains(Map.entry(
                        "/p.example/manifest/0/app%2Fdata%2Bx@1.0%2C5.11%3A"
                                + fmri.requireVersion().time(),
                        ""));
    }

    @Test
    void shouldBringACopyOfTheCatalogUpToDate() {
        Path copy = folder.resolve("cache/copy");

        assertThat(repository.refreshCatalog("p.example", copy, folder.resolve("cache"), new HeapBudget()))
                .isTrue();
        assertThat(repository.refreshCatalog("p.example", copy, folder.resolve("cache"), new HeapBudget()))
                .isFalse();
        assertThat(Catalog.load(copy).entries()).hasSize(1);
    }

    @Test
    void shouldTryAgainWhenTheDepotIsBusy() {
        depot.failNext(Fault.BUSY, Fault.BUSY, Fault.BUSY);

        assertThat(payload()).isEqualTo(content);
    }

    @Test
    void shouldGiveUpAfterItsAttempts() {
        depot.failNext(Fault.BUSY, Fault.BUSY, Fault.BUSY, Fault.BUSY);
        int before = depot.requests().size();

        assertThat(failure(this::payload)).isEqualTo(Kind.IO);
        assertThat(depot.requests()).hasSize(before + 4);
    }

    @Test
    void shouldNotTryAgainWhatTheDepotRefuses() {
        depot.failNext(Fault.FORBIDDEN);
        int before = depot.requests().size();

        assertThat(failure(this::payload)).isEqualTo(Kind.IO);
        assertThat(depot.requests()).hasSize(before + 1);
    }

    @Test
    void shouldGoOnWhereAConnectionBroke() {
        depot.failNext(Fault.CUT, Fault.CUT, Fault.BUSY);

        assertThat(payload()).isEqualTo(content);
        assertThat(depot.requests())
                .last()
                .extracting(Map.Entry::getValue)
                .asString()
                .startsWith("bytes=");
    }

    @Test
    void shouldSkipWhatItHasWhenTheDepotKnowsNoRanges() {
        depot.withoutRanges();
        depot.failNext(Fault.CUT);

        assertThat(payload()).isEqualTo(content);
    }

    @Test
    void shouldNotWaitForeverForASilentDepot() {
        depot.failNext(Fault.STALL);

        assertThat(payload()).isEqualTo(content);
    }

    @Test
    void shouldFailWhenTheConnectionBreaksAgainAndAgain() {
        depot.failNext(Fault.CUT, Fault.BUSY, Fault.BUSY, Fault.BUSY, Fault.BUSY);

        assertThat(failure(this::payload)).isEqualTo(Kind.IO);
    }

    @Test
    void shouldTellThatThereIsNoSuchThing() {
        assertThat(failure(() -> repository.manifest(Fmri.parse("pkg://p.example/no@1"), null, ActionFilter.ALL)))
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(failure(
                        () -> repository.payload(fmri, file.withHash("0".repeat(40)), OutputStream.nullOutputStream())))
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(failure(() -> repository.catalog("q"))).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void shouldFailWhenNobodyListens() {
        depot.close();

        assertThat(failure(() -> repository.publishers())).isEqualTo(Kind.IO);
        assertThatThrownBy(() -> repository.publishers())
                .hasMessageContaining("/: nothing accepts connections there; check the location");
    }

    @Test
    void shouldSayThatItsHostIsUnknown() {
        DepotClient client = client(PackageSource.of("http://nobody.invalid/"));

        assertThatThrownBy(() -> client.get("publisher/0/"))
                .hasMessageContaining("from http://nobody.invalid/: its host's name is unknown; check the location");
    }

    @Test
    void shouldStopWhenInterrupted() {
        depot.failNext(Fault.BUSY);
        Thread.currentThread().interrupt();

        Kind kind = failure(this::payload);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(kind).isEqualTo(Kind.CANCELLED);
    }

    @Test
    void shouldFetchSeveralAtOnce() throws Exception {
        depot.failNext(Fault.CUT, Fault.NONE, Fault.BUSY, Fault.NONE, Fault.CUT);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<byte[]>> fetched = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                fetched.add(threads.submit(this::payload));
            }
            for (Future<byte[]> one : fetched) {
                assertThat(one.get()).isEqualTo(content);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(depot.mostActive()).isGreaterThan(1);
    }

    @Test
    void shouldKeepSecretsOutOfItsLocation() {
        DepotClient client = client(PackageSource.of("http://user:secret@127.0.0.1:1/a"));

        assertThat(client.location()).isEqualTo("http://127.0.0.1:1/a/");
        assertThatThrownBy(() -> client(PackageSource.of("ftp://user:secret@x/")))
                .isInstanceOf(IpsException.class)
                .message()
                .doesNotContain("secret");
    }

    @Test
    void shouldUseAConnectionAgain() {
        for (int i = 0; i < 20; i++) {
            assertThat(payload()).isEqualTo(content);
        }

        assertThat(depot.connections()).as("one may still be busy with its end").isLessThan(4);
    }
}
