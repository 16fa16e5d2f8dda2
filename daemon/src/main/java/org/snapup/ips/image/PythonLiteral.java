package org.snapup.ips.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snapup.ips.IpsException;

/** Lists and dictionaries of strings as Python writes them: how pkg(1) keeps lists in its configuration, and prints some. */
public final class PythonLiteral {
    private final String text;
    private int at;

    private PythonLiteral(String text) {
        this.text = text;
    }

    /**
     * Reads a list of strings; empty text is an empty list.
     *
     * @throws IpsException CORRUPT
     */
    static List<String> strings(String text) {
        List<String> strings = new ArrayList<>();
        for (Object element : new PythonLiteral(text).list()) {
            if (element instanceof String string) {
                strings.add(string);
            }
        }
        return strings;
    }

    /** Reads a list of dictionaries; empty text is an empty list. */
    static List<Map<String, String>> dictionaries(String text) {
        List<Map<String, String>> dictionaries = new ArrayList<>();
        for (Object element : new PythonLiteral(text).list()) {
            if (element instanceof Map<?, ?> map) {
                Map<String, String> dictionary = new LinkedHashMap<>();
                map.forEach((key, value) -> dictionary.put(String.valueOf(key), String.valueOf(value)));
                dictionaries.add(dictionary);
            }
        }
        return dictionaries;
    }

    public static String write(List<String> strings) {
        return "["
                + String.join(", ", strings.stream().map(PythonLiteral::quote).toList()) + "]";
    }

    static String writeDictionaries(List<Map<String, String>> dictionaries) {
        List<String> written = new ArrayList<>();
        for (Map<String, String> dictionary : dictionaries) {
            List<String> entries = new ArrayList<>();
            dictionary.forEach((key, value) -> entries.add(quote(key) + ": " + quote(value)));
            written.add("{" + String.join(", ", entries) + "}");
        }
        return "[" + String.join(", ", written) + "]";
    }

    private static String quote(String text) {
        if (text.indexOf('\'') >= 0 && text.indexOf('"') < 0) {
            return '"' + text.replace("\\", "\\\\") + '"';
        }
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private List<Object> list() {
        List<Object> elements = new ArrayList<>();
        skipSpace();
        if (at == text.length()) {
            return elements;
        }
        expect('[');
        while (!next(']')) {
            elements.add(element());
            next(',');
        }
        return elements;
    }

    private Object element() {
        skipSpace();
        if (!next('{')) {
            return string();
        }
        Map<String, String> dictionary = new LinkedHashMap<>();
        while (!next('}')) {
            String key = string();
            expect(':');
            dictionary.put(key, string());
            next(',');
        }
        return dictionary;
    }

    private String string() {
        skipSpace();
        char quote = at < text.length() ? text.charAt(at) : 0;
        if (quote != '\'' && quote != '"') {
            return word();
        }
        StringBuilder string = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != quote; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            string.append(text.charAt(at));
        }
        expect(quote);
        return string.toString();
    }

    /** None, True, a number. */
    private String word() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        if (at == start) {
            throw corrupt();
        }
        return text.substring(start, at);
    }

    private boolean next(char c) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!next(c)) {
            throw corrupt();
        }
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IpsException corrupt() {
        return IpsException.corrupt("the image's configuration has a list that can't be read: " + text);
    }
}
