package org.snapup.protocol.idl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A recursive-descent parser of the Varlink interface definition language (varlink.org, Interface Definition). */
final class IdlParser {
    private static final Pattern BLANK = Pattern.compile("(?:\\s|#[^\\n]*)*");
    private static final Pattern TOKEN = Pattern.compile("->|\\[string]|\\[]|[?(),:]|[A-Za-z][A-Za-z0-9_.-]*");
    private static final Set<String> BASIC = Set.of("bool", "int", "float", "string", "object");
    private static final Pattern INTERFACE_NAME =
            Pattern.compile("[A-Za-z](-*[A-Za-z0-9])*(\\.[A-Za-z0-9](-*[A-Za-z0-9])*)+");
    private static final Pattern MEMBER_NAME = Pattern.compile("[A-Z][A-Za-z0-9]*");
    private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z](_?[A-Za-z0-9])*");

    private final String text;
    private int at;
    private @Nullable String token;

    IdlParser(String text) {
        this.text = text;
        advance();
    }

    Idl parse() {
        expect("interface");
        String name = name(INTERFACE_NAME);
        Map<String, IdlType> types = new LinkedHashMap<>();
        Map<String, Idl.Method> methods = new LinkedHashMap<>();
        Map<String, IdlType.Struct> errors = new LinkedHashMap<>();
        Set<String> members = new HashSet<>();
        while (token != null) {
            String keyword = next();
            String member = name(MEMBER_NAME);
            if (!members.add(member)) {
                throw mistake(member + " is declared twice: types, methods and errors share their names");
            }
            switch (keyword) {
                case "type" -> types.put(member, body());
                case "error" -> errors.put(member, struct());
                case "method" -> {
                    IdlType.Struct parameters = struct();
                    expect("->");
                    methods.put(member, new Idl.Method(parameters, struct()));
                }
                default -> throw mistake("'" + keyword + "' where a type, method or error should begin");
            }
        }
        return new Idl(name, types, methods, errors);
    }

    private IdlType.Struct struct() {
        if (body() instanceof IdlType.Struct struct) {
            return struct;
        }
        throw mistake("an enumeration where a structure should be");
    }

    /** What stands in parentheses: a structure, or an enumeration, which has no types. */
    private IdlType body() {
        expect("(");
        Map<String, IdlType> fields = new LinkedHashMap<>();
        List<String> values = new ArrayList<>();
        while (!")".equals(token)) {
            if (!fields.isEmpty() || !values.isEmpty()) {
                expect(",");
            }
            String name = name(FIELD_NAME);
            if (":".equals(token)) {
                expect(":");
                if (fields.put(name, type()) != null) {
                    throw mistake("the field " + name + " is there twice");
                }
            } else {
                values.add(name);
            }
        }
        expect(")");
        if (!fields.isEmpty() && !values.isEmpty()) {
            throw mistake("fields with a type and without in one place");
        }
        return values.isEmpty() ? new IdlType.Struct(fields) : new IdlType.Enumeration(values);
    }

    private IdlType type() {
        if ("(".equals(token)) {
            return body();
        }
        String first = next();
        return switch (first) {
            case "?" -> {
                IdlType of = type();
                if (of instanceof IdlType.Nullable) {
                    throw mistake("?? is no type");
                }
                yield new IdlType.Nullable(of);
            }
            case "[]" -> new IdlType.Array(type());
            case "[string]" -> new IdlType.Dictionary(type());
            default -> BASIC.contains(first) ? new IdlType.Basic(first) : new IdlType.Named(first);
        };
    }

    private String name(Pattern form) {
        String name = next();
        if (!form.matcher(name).matches()) {
            throw mistake("'" + name + "' can't be a name here");
        }
        return name;
    }

    private void expect(String wanted) {
        String got = next();
        if (!got.equals(wanted)) {
            throw mistake("'" + got + "' where '" + wanted + "' should be");
        }
    }

    private String next() {
        String current = token;
        if (current == null) {
            throw mistake("the text ends too early");
        }
        advance();
        return current;
    }

    private void advance() {
        Matcher blank = BLANK.matcher(text).region(at, text.length());
        at = blank.lookingAt() ? blank.end() : at;
        if (at == text.length()) {
            token = null;
            return;
        }
        Matcher matcher = TOKEN.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw mistake("'" + text.charAt(at) + "' belongs to no word");
        }
        token = matcher.group();
        at = matcher.end();
    }

    private IllegalArgumentException mistake(String what) {
        long line = text.substring(0, at).lines().count();
        return new IllegalArgumentException("line " + line + ": " + what);
    }
}
