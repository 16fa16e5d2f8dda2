package org.snapup.client.render;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.Event;
import org.snapup.protocol.Outcome;

/** Prints the events as they come, one JSON object a line, with the job's number added. */
public final class JsonRenderer implements Renderer {
    private final PrintStream out;
    private final PrintStream err;

    public JsonRenderer(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void event(long job, Map<String, ?> object, @Nullable Event event) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("job", job);
        line.putAll(object);
        out.print(JsonLine.of(line));
        out.flush();
    }

    /** The last event has told it. */
    @Override
    public void outcome(long job, Outcome outcome) {}

    @Override
    public void notice(String text) {
        err.println("snapup: " + Escape.lines(text, "  "));
    }

    @Override
    public void close() {}
}
