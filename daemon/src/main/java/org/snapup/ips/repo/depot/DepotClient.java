package org.snapup.ips.repo.depot;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.repo.PackageSource;

/**
 * Asks a depot for things, again if it has to: after a broken connection, no answer, or an answer that says "later".
 * Bodies go on where they broke off. Safe for use by several threads; connections that are done with a request serve the
 * next one.
 */
final class DepotClient {
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int PARTIAL = 206;
    private static final Duration CONNECT = Duration.ofSeconds(20);

    /** Seen by depots. */
    private static final String AGENT = "snapup";

    private final HttpClient http;
    private final URI base;
    private final @Nullable String authorization;
    private final Retry retry;
    private final StallGuard guard;

    /**
     * How patient it is.
     *
     * @param attempts in all, per request
     * @param pause before the second attempt; it doubles each time
     * @param silence how long nothing may come before a connection counts as broken
     */
    record Retry(int attempts, Duration pause, Duration silence) {
        static final Retry USUAL = new Retry(5, Duration.ofMillis(250), Duration.ofSeconds(30));

        Duration before(int attempt) {
            long millis = pause.toMillis() << Math.min(attempt - 2, 6);
            return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
        }
    }

    /**
     * Asks nothing yet.
     *
     * @param environment where proxies may be named
     * @throws IpsException BAD_INPUT if it is no http or https location, or its proxy, key or certificates can't be used; IO
     */
    DepotClient(PackageSource source, Retry retry, Map<String, String> environment) {
        this.retry = retry;
        this.guard = new StallGuard(retry.silence());
        URI uri = parse(source.uri());
        String user = uri.getUserInfo();
        this.authorization = user == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        this.base = withoutUser(uri);
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(CONNECT);
        Proxies proxies = Proxies.of(base, source.proxy(), environment);
        proxies.selector().ifPresent(builder::proxy);
        proxies.authenticator().ifPresent(builder::authenticator);
        SSLContext tls = "https".equalsIgnoreCase(base.getScheme()) ? TlsFiles.of(source) : null;
        this.http = (tls == null ? builder : builder.sslContext(tls)).build();
    }

    private static URI parse(String location) {
        try {
            URI uri = new URI(location);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean plain = uri.getQuery() == null && uri.getFragment() == null && uri.getHost() != null;
            if (plain && (scheme.equals("http") || scheme.equals("https"))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // reported below, without the text: it may hold a password
        }
        throw IpsException.badInput("the location of the depot isn't one: write http://HOST/ or https://HOST/PATH/");
    }

    private static URI withoutUser(URI uri) {
        String path = uri.getPath() == null ? "" : uri.getPath();
        try {
            return new URI(
                    uri.getScheme(),
                    null,
                    uri.getHost(),
                    uri.getPort(),
                    path.endsWith("/") ? path : path + "/",
                    null,
                    null);
        } catch (URISyntaxException e) {
            throw new IpsException(IpsException.Kind.BAD_INPUT, "the location of the depot isn't one", e);
        }
    }

    /** Without user and password. */
    String location() {
        return base.toString();
    }

    /**
     * The body of the answer to a request, null if there is no such thing (404, 410).
     *
     * @param path below the depot, percent-encoded
     * @throws IpsException IO if it stays without success, NOT_FOUND if the depot refuses, CANCELLED when interrupted
     */
    @Nullable
    InputStream get(String path) {
        InputStream body = ask(path, 0);
        return body == null ? null : new ResumingStream(body, (from, attempt) -> resume(path, from, attempt), retry);
    }

    // One attempt to go on at a byte. The answer may also be the whole body: then what is known is skipped.
    private InputStream resume(String path, long from, int attempt) throws IOException {
        pause(attempt);
        HttpResponse<InputStream> response = send(path, from);
        InputStream body = guard.guard(response.body());
        if (response.statusCode() == PARTIAL) {
            return body;
        }
        if (response.statusCode() != OK) {
            body.close();
            throw new IOException("the depot answered " + response.statusCode());
        }
        body.skipNBytes(from);
        return body;
    }

    private @Nullable InputStream ask(String path, long from) {
        IOException failure = new IOException("no attempt was made");
        for (int attempt = 1; attempt <= retry.attempts(); attempt++) {
            try {
                pause(attempt);
                HttpResponse<InputStream> response = send(path, from);
                int status = response.statusCode();
                if (status == OK) {
                    return guard.guard(response.body());
                }
                response.body().close();
                if (status == NO_CONTENT) {
                    return InputStream.nullInputStream();
                }
                if (status == 404 || status == 410) {
                    return null;
                }
                failure = new IOException("the depot answered " + status);
                if (status < 500 && status != 408 && status != 429) {
                    break;
                }
            } catch (InterruptedIOException e) {
                throw cancelled(path, e);
            } catch (IOException e) {
                failure = e;
            }
        }
        throw new IpsException(
                IpsException.Kind.IO,
                "can't get " + path + " from " + location() + ": " + words(failure)
                        + "; check the location and the network, and try again later",
                failure);
    }

    /** The JDK's client leaves a connection that didn't come about without a message. */
    private static String words(IOException failure) {
        Throwable first = failure;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        if (first instanceof UnresolvedAddressException) {
            return "its host's name is unknown";
        }
        String message = failure.getMessage();
        if (message != null) {
            return message;
        }
        return failure instanceof ConnectException ? "nothing accepts connections there" : failure.toString();
    }

    private HttpResponse<InputStream> send(String path, long from) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .header("User-Agent", AGENT)
                .timeout(retry.silence());
        if (path.contains("/catalog/")) {
            // a cache between us and the depot must not mix files of two states
            request.header("Cache-Control", "no-cache");
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (SSLException e) {
            throw new IpsException(
                    IpsException.Kind.IO,
                    "can't talk to " + location() + " securely: " + e.getMessage()
                            + "; check its certificate and the system's time",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    private void pause(int attempt) throws InterruptedIOException {
        if (attempt == 1) {
            return;
        }
        try {
            Thread.sleep(retry.before(attempt).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        InterruptedIOException e = new InterruptedIOException("interrupted");
        e.initCause(cause);
        return e;
    }

    private IpsException cancelled(String path, IOException cause) {
        return new IpsException(IpsException.Kind.CANCELLED, "stopped getting " + path + " from " + location(), cause);
    }
}
