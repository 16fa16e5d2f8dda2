package org.snapup.client.be.dialect;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snapup.client.render.Escape;
import org.snapup.client.verb.Session;
import org.snapup.client.wire.Daemon;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.Call;

/** The daemon's listing, as the programs of other systems look at it. */
public final class Bes {
    private static final DateTimeFormatter LOCAL_MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private Bes() {}

    /** The whole reply. */
    public static Fields ask(Session session, boolean snapshots, boolean datasets) throws IOException {
        Map<String, Object> parameters = Map.of("snapshots", snapshots, "datasets", datasets);
        Call call = new Call(BootEnvironments.LIST, parameters, false, false, false);
        return new Fields(session.daemon().ask(call, Daemon.ANSWER_LIMIT).parameters());
    }

    public static List<Fields> of(Fields listing) {
        return listing.objects("bootEnvironments");
    }

    public static Optional<Fields> named(Fields listing, String name) {
        return of(listing).stream().filter(be -> be.text("name").equals(name)).findFirst();
    }

    /** {@code N} runs now, {@code R} boots next, {@code T} boots next once; empty for none. */
    public static String active(Fields be) {
        return (be.flag("activeNow") ? "N" : "")
                + (be.flag("activeOnReboot") ? "R" : "")
                + (be.flag("bootOnce") ? "T" : "");
    }

    /** A name or path as one word of one line. */
    public static String text(Fields object, String field) {
        return Escape.line(object.textOrEmpty(field));
    }

    /** The time of creation in this machine's time zone. */
    public static String localMinute(Fields object) {
        return LOCAL_MINUTE.format(Instant.parse(object.text("created")).atZone(ZoneId.systemDefault()));
    }

    public static long epochSecond(Fields object) {
        return Instant.parse(object.text("created")).getEpochSecond();
    }

    /** The text with blanks up to a width. */
    public static String padded(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }
}
