package org.snapup.ips.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.snapup.ips.IpsException;

/**
 * Reads queries in the language of pkg(1):
 *
 * <pre>
 * query  = part { "AND" part | "OR" part }        from left to right
 * part   = base { base }                          all of them
 * base   = word | field | phrase | "(" query ")" | "&lt;" query "&gt;"
 * field  = [[[PACKAGE:]TYPE:]KEY:] [word | phrase]     nothing at the end means anything; {@code \:} is a colon
 * phrase = "'" word { word } "'"                  or with double quotes
 * </pre>
 */
final class QueryParser {
    /** Beyond these nobody asks, and the answer would take too long. */
    private static final int MAX_LENGTH = 4096;

    private static final int MAX_DEPTH = 50;

    private static final Pattern SCHEME = Pattern.compile("pkg:///|pkg://[^/]*/|pkg:/");

    private final String text;
    private final boolean caseSensitive;
    private int at;
    private int depth;

    private QueryParser(String text, boolean caseSensitive) {
        this.text = text;
        this.caseSensitive = caseSensitive;
    }

    /** A query without what stands before the names of packages: neither indexes nor depots know it. */
    static String withoutSchemes(String text) {
        return SCHEME.matcher(text).replaceAll("");
    }

    /** @throws IpsException BAD_INPUT */
    static Query parse(String text, boolean caseSensitive) {
        if (text.isBlank()) {
            throw IpsException.badInput("there is nothing to search for");
        }
        if (text.length() > MAX_LENGTH) {
            throw IpsException.badInput("the query is longer than " + MAX_LENGTH + " characters");
        }
        QueryParser parser = new QueryParser(text, caseSensitive);
        Query query = parser.query();
        if (parser.at < text.length()) {
            throw parser.problem();
        }
        return query;
    }

    private IpsException problem() {
        return IpsException.badInput("the query can't be understood at position " + (at + 1) + ": " + text);
    }

    private Query query() {
        if (++depth > MAX_DEPTH) {
            throw IpsException.badInput("the query is nested more than " + MAX_DEPTH + " deep");
        }
        Query query = part();
        while (true) {
            if (skipWord("AND")) {
                query = new Query.And(query, part());
            } else if (skipWord("OR")) {
                query = new Query.Or(query, part());
            } else {
                depth--;
                return query;
            }
        }
    }

    private Query part() {
        List<Query> bases = new ArrayList<>();
        while (!isEnd() && !isWord("AND") && !isWord("OR")) {
            bases.add(base());
        }
        if (bases.isEmpty()) {
            throw problem();
        }
        Query query = bases.get(bases.size() - 1);
        for (int i = bases.size() - 2; i >= 0; i--) {
            query = new Query.And(bases.get(i), query);
        }
        return query;
    }

    private boolean isEnd() {
        skipBlanks();
        return at == text.length() || text.charAt(at) == ')' || text.charAt(at) == '>';
    }

    private Query base() {
        char c = text.charAt(at);
        if (c == '(') {
            return enclosed(1, ')');
        }
        if (c == '<') {
            return new Query.Packages(enclosed(1, '>'));
        }
        if (text.regionMatches(true, at, "pkgs<", 0, 5)) {
            return new Query.Packages(enclosed(5, '>'));
        }
        if (c == '\'' || c == '"') {
            return phrase(Query.Fields.ANY);
        }
        return wordOrField();
    }

    private Query enclosed(int opening, char closing) {
        at += opening;
        Query query = query();
        skipBlanks();
        if (at == text.length() || text.charAt(at) != closing) {
            throw problem();
        }
        at++;
        return query;
    }

    private Query phrase(Query.Fields fields) {
        char quote = text.charAt(at);
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw problem();
        }
        String words = text.substring(at + 1, end).strip().replaceAll("\\s+", " ");
        if (words.isEmpty()) {
            throw problem();
        }
        at = end + 1;
        int blank = words.indexOf(' ');
        String first = blank < 0 ? words : words.substring(0, blank) + "*";
        return new Query.Phrase(new Query.Term(fields, first, caseSensitive), words);
    }

    private Query wordOrField() {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        while (at < text.length() && !isDelimiter(text.charAt(at))) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length() && text.charAt(at) == ':') {
                part.append(text.charAt(at++));
            } else if (c == ':') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        String word = part.toString();
        if (parts.isEmpty()) {
            if (word.isEmpty()) {
                throw problem();
            }
            return new Query.Term(Query.Fields.ANY, word, caseSensitive);
        }
        Query.Fields fields = new Query.Fields(fromEnd(parts, 3), fromEnd(parts, 2), fromEnd(parts, 1));
        if (!word.isEmpty()) {
            return new Query.Term(fields, word, caseSensitive);
        }
        if (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"')) {
            return phrase(fields);
        }
        return new Query.Term(fields, "*", caseSensitive);
    }

    private static String fromEnd(List<String> parts, int number) {
        return parts.size() < number ? "" : parts.get(parts.size() - number);
    }

    private static boolean isDelimiter(char c) {
        return Character.isWhitespace(c) || c == '(' || c == ')' || c == '>' || c == '\'' || c == '"';
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean isWord(String word) {
        skipBlanks();
        int end = at + word.length();
        return text.startsWith(word, at) && (end == text.length() || isDelimiter(text.charAt(end)));
    }

    private boolean skipWord(String word) {
        boolean found = isWord(word);
        at += found ? word.length() : 0;
        return found;
    }
}
