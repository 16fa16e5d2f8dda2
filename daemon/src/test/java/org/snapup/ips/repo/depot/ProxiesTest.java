package org.snapup.ips.repo.depot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.IpsException;
import org.snapup.ips.repo.PackageSource;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.depot.TestDepot.Fault;
import org.snapup.ips.repo.publish.RepositoryWriter;

class ProxiesTest {
    private static final DepotClient.Retry ONCE = new DepotClient.Retry(1, Duration.ofMillis(1), Duration.ofSeconds(5));

    private static @Nullable String proxy(String depot, @Nullable String configured, String... environment) {
        Map<String, String> variables = new java.util.HashMap<>();
        for (int i = 0; i < environment.length; i += 2) {
            variables.put(environment[i], environment[i + 1]);
        }
        Proxies proxies = Proxies.of(URI.create(depot), Optional.ofNullable(configured), variables);
        return proxies.system() ? "system" : proxies.uri() == null ? null : String.valueOf(proxies.uri());
    }

    @Test
    void shouldPreferTheEnvironmentAsPkgDoes() {
        assertThat(proxy("http://a.example/", null)).isEqualTo("system");
        assertThat(proxy("http://a.example/", "http://p:1/")).isEqualTo("http://p:1/");
        assertThat(proxy("http://a.example/", "http://p:1/", "http_proxy", "q:2"))
                .isEqualTo("http://q:2");
        assertThat(proxy("https://a.example/", null, "http_proxy", "q:2", "https_proxy", "r:3"))
                .isEqualTo("http://r:3");
        assertThat(proxy("https://a.example/", null, "HTTPS_PROXY", "s:4", "all_proxy", "t:5"))
                .isEqualTo("http://s:4");
        assertThat(proxy("http://a.example/", null, "HTTPS_PROXY", "s:4", "ALL_PROXY", "t:5"))
                .isEqualTo("http://t:5");
    }

    @Test
    void shouldLeaveOutWhatNeedsNoProxy() {
        assertThat(proxy("http://a.example/", "http://p:1/", "no_proxy", "b.example, a.example"))
                .isNull();
        assertThat(proxy("http://a.example/", "http://p:1/", "NO_PROXY", "*")).isNull();
        assertThat(proxy("http://a.example/", "http://p:1/", "no_proxy", ".example"))
                .isNull();
        assertThat(proxy("http://a.example/", "http://p:1/", "no_proxy", "ple,x.a.example"))
                .isEqualTo("http://p:1/");
    }

    @Test
    void shouldRefuseWhatIsNoProxyWithoutTellingIt() {
        assertThatThrownBy(() -> proxy("http://a.example/", "socks5://user:secret@p:1/"))
                .isInstanceOf(IpsException.class)
                .hasMessageContaining("set-publisher --proxy")
                .hasMessageNotContaining("secret");
    }

    @Test
    void shouldAskTheProxyForADepot(@TempDir Path folder) throws IOException {
        RepositoryWriter.create(folder.resolve("repo"), "p.example");
        try (TestDepot proxy = new TestDepot(folder.resolve("repo"))) {
            proxy.failNext(Fault.LOGIN);
            String named = proxy.location().replace("http://", "http://me:word@");
            PackageSource source = new PackageSource(
                    "http://depot.invalid/x", Optional.empty(), Optional.empty(), Optional.of(named), Optional.empty());

            try (Repository direct =
                            Repository.of(new DepotOrigin(new DepotClient(source, ONCE, Map.of("no_proxy", "*"))));
                    Repository proxied = Repository.of(new DepotOrigin(
                            new DepotClient(withUri(source, "http://depot.invalid/"), ONCE, Map.of())))) {
                assertThat(proxied.publishers()).containsExactly("p.example");
                assertThat(proxy.passwords()).containsExactly("Basic bWU6d29yZA==");
                assertThatThrownBy(direct::publishers)
                        .isInstanceOf(IpsException.class)
                        .hasMessageContaining("depot.invalid");
            }
        }
    }

    private static PackageSource withUri(PackageSource source, String uri) {
        return new PackageSource(uri, source.key(), source.certificate(), source.proxy(), source.authorities());
    }
}
