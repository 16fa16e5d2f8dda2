package org.snapup.ips.repo.depot;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;

/**
 * The proxy of one depot. As with pkg(1), the environment goes before what an image says: {@code https_proxy} for https,
 * {@code http_proxy}, {@code all_proxy}; and none is used for the hosts in {@code no_proxy}. Where nobody names one, the
 * Java runtime's settings count.
 *
 * @param uri of the proxy; null means none, and {@code system} whatever the runtime says
 */
record Proxies(@Nullable URI uri, boolean system) {
    private static final int USUAL_PORT = 1080;

    /**
     * Decides about one depot.
     *
     * @param configured by the image, for this depot
     * @throws IpsException BAD_INPUT for a proxy that isn't HOST, HOST:PORT or http://HOST:PORT
     */
    static Proxies of(URI depot, Optional<String> configured, Map<String, String> environment) {
        if (isExempt(depot.getHost(), value(environment, "no_proxy"))
                || isExempt(depot.getHost(), value(environment, "NO_PROXY"))) {
            return new Proxies(null, false);
        }
        String named = "";
        if ("https".equalsIgnoreCase(depot.getScheme())) {
            named = first(value(environment, "https_proxy"), value(environment, "HTTPS_PROXY"));
        }
        named = first(
                named,
                value(environment, "http_proxy"),
                value(environment, "all_proxy"),
                value(environment, "ALL_PROXY"),
                configured.orElse(""));
        return named.isEmpty() ? new Proxies(null, true) : new Proxies(parse(named), false);
    }

    private static String value(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "").strip();
    }

    private static String first(String... values) {
        for (String value : values) {
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    private static boolean isExempt(String host, String list) {
        String name = host.toLowerCase(Locale.ROOT);
        for (String part : list.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
            String domain = part.startsWith(".") ? part.substring(1) : part;
            if (part.equals("*") || (!domain.isEmpty() && (name.equals(domain) || name.endsWith("." + domain)))) {
                return true;
            }
        }
        return false;
    }

    private static URI parse(String text) {
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text);
            if ("http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // reported below, without the text: it may hold a password
        }
        throw IpsException.badInput("the proxy isn't one: write http://HOST:PORT/ in http_proxy, https_proxy or"
                + " set-publisher --proxy");
    }

    /** For one client. */
    Optional<ProxySelector> selector() {
        if (system) {
            return Optional.ofNullable(ProxySelector.getDefault());
        }
        Proxy proxy = uri == null
                ? Proxy.NO_PROXY
                : new Proxy(
                        Proxy.Type.HTTP,
                        InetSocketAddress.createUnresolved(
                                uri.getHost(), uri.getPort() < 0 ? USUAL_PORT : uri.getPort()));
        return Optional.of(new ProxySelector() {
            @Override
            public List<Proxy> select(URI depot) {
                return List.of(proxy);
            }

            @Override
            public void connectFailed(URI depot, SocketAddress address, IOException failure) {
                // whoever asked is told
            }
        });
    }

    /** Who we are towards the proxy, where its URI says so. */
    Optional<Authenticator> authenticator() {
        String user = uri == null ? null : uri.getUserInfo();
        if (user == null) {
            return Optional.empty();
        }
        int colon = user.indexOf(':');
        String name = colon < 0 ? user : user.substring(0, colon);
        String password = colon < 0 ? "" : user.substring(colon + 1);
        return Optional.of(new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                return getRequestorType() == RequestorType.PROXY
                        ? new PasswordAuthentication(name, password.toCharArray())
                        : null;
            }
        });
    }
}
