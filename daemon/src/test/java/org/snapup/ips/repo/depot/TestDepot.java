package org.snapup.ips.repo.depot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.repo.Repository;

/** Serves a repository folder as a depot does, on the loopback interface; and fails when it is told to. */
public final class TestDepot implements Closeable {
    /** What happens to one request. */
    public enum Fault {
        NONE,
        /** 503. */
        BUSY,
        /** 403. */
        FORBIDDEN,
        /** 404. */
        MISSING,
        /** 407: a proxy that wants a password. */
        LOGIN,
        /** The body is something else. */
        CORRUPT,
        /** The connection ends after half of the body. */
        CUT,
        /** Half of the body comes, then nothing. */
        STALL
    }

    private final Path root;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final Queue<Map.Entry<String, String>> requests = new ConcurrentLinkedQueue<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger mostActive = new AtomicInteger();
    private final Set<Integer> connections = ConcurrentHashMap.newKeySet();
    private final Set<String> passwords = ConcurrentHashMap.newKeySet();
    private volatile boolean ranges = true;

    public TestDepot(Path root) throws IOException {
        this(root, HttpServer.create(anyPort(), 0));
    }

    /** By https; clients have to show a certificate that the context trusts. */
    public TestDepot(Path root, SSLContext tls) throws IOException {
        this(root, secured(tls));
    }

    private static HttpsServer secured(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = tls.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        return server;
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private TestDepot(Path root, HttpServer server) {
        this.root = root;
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String location() {
        return (server instanceof HttpsServer ? "https" : "http") + "://localhost:"
                + server.getAddress().getPort() + "/";
    }

    public void failNext(Fault... next) {
        faults.addAll(List.of(next));
    }

    void withoutRanges() {
        ranges = false;
    }

    /** Paths and the Range asked for. */
    public List<Map.Entry<String, String>> requests() {
        return List.copyOf(requests);
    }

    /** How many connections there were. */
    int connections() {
        return connections.size();
    }

    /** What clients said who they are, towards a proxy. */
    Set<String> passwords() {
        return Set.copyOf(passwords);
    }

    int mostActive() {
        return mostActive.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        mostActive.accumulateAndGet(active.incrementAndGet(), Math::max);
        try (exchange) {
            connections.add(exchange.getRemoteAddress().getPort());
            List<String> login = exchange.getRequestHeaders().get("Proxy-Authorization");
            passwords.addAll(login == null ? List.of() : login);
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(Map.entry(exchange.getRequestURI().getRawPath(), range == null ? "" : range));
            Fault fault = faults.isEmpty() ? Fault.NONE : faults.remove();
            if (fault == Fault.BUSY || fault == Fault.FORBIDDEN) {
                exchange.sendResponseHeaders(fault == Fault.BUSY ? 503 : 403, -1);
                return;
            }
            if (fault == Fault.LOGIN) {
                exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"proxy\"");
                exchange.sendResponseHeaders(407, -1);
                return;
            }
            byte[] body = body(exchange.getRequestURI().getRawPath());
            if (fault == Fault.CORRUPT && body != null) {
                body = "something else".getBytes(StandardCharsets.UTF_8);
            }
            if (body == null || fault == Fault.MISSING) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            int from = range == null || !ranges ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, body.length - from == 0 ? -1 : body.length - from);
            int end = fault == Fault.CUT || fault == Fault.STALL ? from + (body.length - from) / 2 : body.length;
            exchange.getResponseBody().write(body, from, end - from);
            exchange.getResponseBody().flush();
            if (fault == Fault.STALL) {
                waitForTheOtherEnd(exchange);
            }
        } finally {
            active.decrementAndGet();
        }
    }

    private static void waitForTheOtherEnd(HttpExchange exchange) {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            exchange.close();
        }
    }

    /** Gives an answer to a path that isn't made of the repository. */
    public void answer(String path, String text) {
        answers.put(path, text);
    }

    private byte @Nullable [] body(String path) throws IOException {
        String answer = answers.get(path);
        if (answer != null) {
            return answer.getBytes(StandardCharsets.UTF_8);
        }
        if (path.equals("/publisher/0/")) {
            return Repository.open(root.toString()).publishers().stream()
                    .map(name -> "{\"alias\":null,\"name\":\"" + name + "\",\"packages\":[]}")
                    .collect(Collectors.joining(",", "{\"publishers\":[", "],\"version\":1}"))
                    .getBytes(StandardCharsets.UTF_8);
        }
        String[] parts = path.substring(1).split("/", -1);
        if (parts.length != 4) {
            return null;
        }
        Path home = root.resolve("publisher").resolve(parts[0]);
        Path file = switch (parts[1] + "/" + parts[2]) {
            case "catalog/1" -> home.resolve("catalog").resolve(parts[3]);
            case "manifest/0" -> home.resolve("pkg").resolve(parts[3].replace('@', '/'));
            case "file/1" ->
                home.resolve("file").resolve(parts[3].substring(0, 2)).resolve(parts[3]);
            default -> home.resolve("none");
        };
        return Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
