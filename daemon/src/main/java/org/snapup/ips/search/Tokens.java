package org.snapup.ips.search;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;

/** What of an action can be searched for: the entries of pkg(1)'s index. */
final class Tokens {
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern SCHEME = Pattern.compile("^(pkg:///|pkg://[^/]*/|pkg:/)");

    private Tokens() {}

    /** Takes the entries of an action. */
    interface Sink {
        /**
         * @param key the attribute
         * @param token what may be searched for
         * @param full what the token is a part of; null where it is all of it
         */
        void entry(String key, String token, @Nullable String full);
    }

    static void of(Action action, Sink sink) {
        switch (action.kind()) {
            case SET -> ofSet(action, sink);
            case DEPEND -> ofDepend(action, sink);
            case FILE -> {
                ofHash(action, sink, true);
                ofPath(action, sink);
            }
            case DIR -> ofPath(action, sink);
            case LINK, HARDLINK -> {
                ofPath(action, sink);
                for (String key : action.attributes().keys()) {
                    if (key.startsWith("mediator") && action.get("mediator") != null) {
                        action.attributes().all(key).forEach(value -> sink.entry(key, value, null));
                    }
                }
            }
            case LICENSE -> {
                sink.entry("license", action.attributes().require("license"), null);
                ofHash(action, sink, false);
            }
            case USER, GROUP -> sink.entry("name", String.valueOf(action.key()), null);
            case DRIVER -> {
                sink.entry("driver_name", String.valueOf(action.key()), null);
                action.attributes().all("alias").forEach(alias -> sink.entry("alias", alias, null));
            }
            case LEGACY -> {
                sink.entry("legacy_pkg", String.valueOf(action.key()), null);
                sink.entry("pkg", String.valueOf(action.key()), null);
            }
            case SIGNATURE -> ofSignature(action, sink);
            case UNKNOWN -> {
                // has nothing
            }
        }
    }

    private static void ofPath(Action action, Sink sink) {
        String path = action.attributes().require("path");
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        sink.entry("basename", trimmed.substring(trimmed.lastIndexOf('/') + 1), null);
        sink.entry("path", "/" + path, null);
    }

    private static void ofHash(Action action, Sink sink, boolean shown) {
        String hash = action.hash();
        if (hash != null) {
            sink.entry("content", hash, shown ? hash : null);
            sink.entry("hash", hash, null);
        }
        action.attributes().all("pkg.content-hash").forEach(value -> sink.entry("pkg.content-hash", value, null));
    }

    private static void ofSignature(Action action, Sink sink) {
        String hash = action.hash();
        if (hash != null) {
            sink.entry("certificate", hash, hash);
        }
        for (String key : new String[] {"algorithm", "value"}) {
            String value = action.attributes().get(key, "");
            sink.entry(key.equals("value") ? "signature" : key, value, value);
        }
    }

    private static void ofDepend(Action action, Sink sink) {
        String type = action.get("type");
        if (type == null) {
            return;
        }
        for (String target : action.attributes().all("fmri")) {
            String bare = SCHEME.matcher(target).replaceFirst("");
            sink.entry(type, bare, null);
            int at = bare.indexOf('@');
            if (at >= 0) {
                sink.entry(type, bare.substring(0, at), null);
            }
        }
    }

    private static void ofSet(Action action, Sink sink) {
        String name = action.attributes().require("name");
        if (name.equals("pkg.fmri") || name.equals("fmri")) {
            ofFmri(name, action.attributes().get("value", ""), sink);
            return;
        }
        boolean several = action.attributes().isMulti("value");
        for (String value : action.attributes().all("value")) {
            if (name.equals("info.classification")) {
                ofCategory(name, value, sink);
            } else if (value.indexOf(' ') >= 0) {
                for (String word : BLANKS.split(value.strip(), -1)) {
                    sink.entry(name, word, value);
                }
            } else {
                sink.entry(name, value, several ? value : null);
            }
        }
    }

    private static void ofCategory(String name, String value, Sink sink) {
        String levels = value.substring(value.indexOf(':') + 1);
        sink.entry(name, levels, levels);
        for (String level : levels.split("/", -1)) {
            for (String word : BLANKS.split(level.strip(), -1)) {
                sink.entry(name, word, levels);
            }
        }
    }

    private static void ofFmri(String name, String value, Sink sink) {
        Fmri fmri;
        try {
            fmri = Fmri.parse(value);
        } catch (IpsException e) {
            sink.entry(name, value, null);
            return;
        }
        String stem = SCHEME.matcher(value).replaceFirst("");
        String shown = (fmri.publisher() == null ? "" : fmri.publisher() + "/") + fmri.name();
        sink.entry(name, shown, shown);
        Version version = fmri.version();
        if (version != null && !stem.isEmpty()) {
            sink.entry(name, version.release().toString(), shown);
            if (version.time() != null) {
                sink.entry(name, version.time(), shown);
            }
        }
        for (int from = 0; from >= 0; from = next(fmri.name(), from)) {
            sink.entry(name, fmri.name().substring(from), shown);
        }
    }

    /** Where the name goes on after the next slash. */
    private static int next(String name, int from) {
        int slash = name.indexOf('/', from);
        return slash < 0 ? -1 : slash + 1;
    }

    /** Whether a kind of action is called that. */
    static boolean isCalled(ActionKind kind, String word) {
        return kind.text().equals(word);
    }
}
