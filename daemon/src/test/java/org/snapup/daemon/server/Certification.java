package org.snapup.daemon.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.server.access.Caller;
import org.snapup.protocol.Call;
import org.snapup.protocol.Reply;

/**
 * The service of {@code org.varlink.certification}: the client gives back in each call what the call before answered,
 * and both sides check that every kind of value came through unchanged.
 */
final class Certification implements CallHandler {
    static final List<String> STEPS = List.of(
            "Start", "Test01", "Test02", "Test03", "Test04", "Test05", "Test06", "Test07", "Test08", "Test09", "Test10",
            "Test11", "End");

    private static final String INTERFACE = "org.varlink.certification.";
    private static final String CLIENT = "the-only-client";

    private final List<String> passed = new CopyOnWriteArrayList<>();
    private final List<String> mistakes = new CopyOnWriteArrayList<>();

    List<String> passed() {
        return passed;
    }

    List<String> mistakes() {
        return mistakes;
    }

    @Override
    public void handle(Call call, Caller caller, Exchange exchange) {
        String step = call.method().replace(INTERFACE, "");
        Map<String, @Nullable Object> expected = new LinkedHashMap<>(answer(previous(step)));
        if (step.equals("Test11")) {
            expected = Map.of("last_more_replies", replies());
        } else if (step.equals("Start") || step.equals("End")) {
            expected = Map.of();
        }
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>(expected);
        if (!step.equals("Start")) {
            wanted.put("client_id", CLIENT);
        }
        if (!STEPS.contains(step) || !Objects.equals(plain(wanted), plain(call.parameters()))) {
            mistakes.add(step + ": wanted " + wanted + ", got " + call.parameters());
            exchange.send(new Reply(
                    Map.of("wants", wanted, "got", call.parameters()), false, INTERFACE + "CertificationError"));
            return;
        }
        if (call.more() != step.equals("Test10") || call.oneway() != step.equals("Test11")) {
            mistakes.add(step + ": more " + call.more() + ", oneway " + call.oneway());
        }
        passed.add(step);
        if (step.equals("Test10")) {
            List<String> replies = replies();
            for (int i = 0; i < replies.size(); i++) {
                exchange.send(new Reply(Map.of("string", replies.get(i)), i + 1 < replies.size(), null));
            }
        } else {
            exchange.send(new Reply(answer(step), false, null));
        }
    }

    private static String previous(String step) {
        return STEPS.get(Math.max(0, STEPS.indexOf(step) - 1));
    }

    private static List<String> replies() {
        List<String> replies = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            replies.add("Reply number " + i);
        }
        return replies;
    }

    private static Map<String, @Nullable Object> answer(String step) {
        Map<String, @Nullable Object> several = new LinkedHashMap<>();
        several.put("bool", false);
        several.put("int", 2L);
        several.put("float", Math.PI);
        several.put("string", "a lot of string");
        return switch (step) {
            case "Start" -> Map.of("client_id", CLIENT);
            case "Test01" -> Map.of("bool", true);
            case "Test02" -> Map.of("int", 1L);
            case "Test03" -> Map.of("float", 1.0);
            case "Test04" -> Map.of("string", "ping");
            case "Test05" -> several;
            case "Test06" -> Map.of("struct", several);
            case "Test07" -> Map.of("map", Map.of("foo", "Foo", "bar", "Bar"));
            case "Test08" -> Map.of("set", Map.of("one", Map.of(), "two", Map.of(), "three", Map.of()));
            case "Test09" -> Map.of("mytype", everything());
            case "End" -> Map.of("all_ok", true);
            default -> Map.of();
        };
    }

    private static Map<String, @Nullable Object> everything() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("object", Map.of("method", INTERFACE + "Test09", "parameters", Map.of("a", List.of(1L, "two"))));
        all.put("enum", "two");
        all.put("struct", Map.of("first", 1L, "second", "2"));
        all.put("array", List.of("one", "two", "three"));
        all.put("dictionary", Map.of("foo", "Foo", "bar", "Bar"));
        all.put("stringset", Map.of("one", Map.of(), "two", Map.of(), "three", Map.of()));
        all.put("nullable", null);
        all.put("nullable_array_struct", null);
        all.put(
                "interface",
                Map.of(
                        "foo",
                        Arrays.asList(null, Map.of("a", "foo", "b", "bar"), null, Map.of("one", "foo", "two", "baz")),
                        "anon",
                        Map.of("foo", true, "bar", false)));
        return all;
    }

    /** Without nulls in objects, which may be left out, and with 1 for 1.0, which JSON doesn't tell apart. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Double d && d == Math.rint(d)) {
            return d.longValue();
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, Object> plain = new LinkedHashMap<>();
            map.forEach((key, element) -> {
                Object inner = plain(element);
                if (inner != null) {
                    plain.put(key, inner);
                }
            });
            return plain;
        } else if (value instanceof List<?> list) {
            return list.stream().map(Certification::plain).toList();
        }
        return value;
    }
}
