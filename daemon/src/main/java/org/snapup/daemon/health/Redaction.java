package org.snapup.daemon.health;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes secrets out of a text: keys and certificates, what URLs carry besides the place, and values whose names say that
 * nobody should see them. Rather too much than too little.
 */
final class Redaction {
    private static final String GONE = "[redacted]";

    private record Rule(Pattern pattern, String replacement) {
        static Rule of(String pattern, String replacement) {
            return new Rule(Pattern.compile(pattern), replacement);
        }
    }

    private static final List<Rule> RULES = List.of(
            // a block of PEM, also in a JSON string, and also one that was cut off
            Rule.of("(?s)-----BEGIN [A-Z0-9 ]+-----.*?(?:-----END [A-Z0-9 ]+-----|\\z)", GONE),
            // https://user:password@host
            Rule.of("(?i)([a-z][a-z0-9+.-]*://)[^/\\s\"'<>?#]*@", "$1" + GONE + "@"),
            // https://host/path?token=...
            Rule.of("(?i)([a-z][a-z0-9+.-]*://[^\\s\"'<>?]*\\?)[^\\s\"'<>]+", "$1" + GONE),
            // Authorization: Bearer ...
            Rule.of("(?i)((?:proxy-)?authorization\\\\*[\"']?\\s*[:=]\\s*\\\\*[\"']?)[^\"'\\r\\n\\\\]+", "$1" + GONE),
            // "password": "...", secret = "...", token=..., also with escaped quotes
            Rule.of(
                    "(?i)([\\w.-]*(?:passw|passphrase|secret|token|credential|api[_-]?key|private[_-]?key"
                            + "|ssl[_-]?key|ssl[_-]?cert|client[_-]?cert)[\\w.-]*\\\\*[\"']?\\s*[:=]\\s*)"
                            + "(?:\\\\+\"(?:\\\\{3,}\"|[^\"\\\\]|\\\\+[^\"\\\\])*\\\\*\"|\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|\\[[^\\]]*\\]|[^\\s\"',;}\\[\\]]+)",
                    "$1\"" + GONE + "\""),
            // what is as long as a key in base64; digests are shorter
            Rule.of("[A-Za-z0-9+/_-]{160,}={0,2}", GONE));

    private Redaction() {}

    static String of(String text) {
        String without = text;
        for (Rule rule : RULES) {
            without = rule.pattern().matcher(without).replaceAll(rule.replacement());
        }
        return without;
    }
}
