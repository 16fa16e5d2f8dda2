package org.snapup.client.packages.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.cli.UsageException;
import org.snapup.client.verb.Session;
import org.snapup.protocol.ImageChanges;
import org.snapup.protocol.ImageChanges.Rank;

/** {@code snapup set-publisher}. */
public final class SetPublisher extends SettingVerb {
    private static final Option ADD_ORIGIN = Option.valued('g', "--add-origin", "URI", "packages come from there, too")
            .repeated();
    private static final Option REMOVE_ORIGIN = Option.valued(
                    'G', "--remove-origin", "URI", "packages don't come from there any more; * for all")
            .repeated();
    private static final Option ORIGIN = Option.valued('O', "--origin-uri", "URI", "packages come from there only")
            .repeated();
    private static final Option ADD_MIRROR = Option.valued('m', "--add-mirror", "URI", "files come from there, too")
            .repeated();
    private static final Option REMOVE_MIRROR = Option.valued(
                    'M', "--remove-mirror", "URI", "files don't come from there any more; * for all")
            .repeated();
    private static final Option REPOSITORY =
            Option.valued('p', "URI", "add or update all publishers of this repository");
    private static final Option ENABLE = Option.flag('e', "--enable", "use it again; with -g the origin that is named");
    private static final Option DISABLE =
            Option.flag('d', "--disable", "don't use it; with -g the origin that is named");
    private static final Option STICKY = Option.flag("--sticky", "what came from it is updated from it only");
    private static final Option NON_STICKY =
            Option.flag("--non-sticky", "what came from it may be updated from others");
    private static final Option FIRST = Option.flag('P', "--search-first", "it comes first in the search order");
    private static final Option BEFORE =
            Option.valued("--search-before", "PUBLISHER", "it comes before that one in the search order");
    private static final Option AFTER =
            Option.valued("--search-after", "PUBLISHER", "it comes after that one in the search order");
    private static final Option KEY = Option.valued('k', "FILE", "the client's key for its origins");
    private static final Option CERTIFICATE = Option.valued('c', "FILE", "the client's certificate for its origins");
    private static final Option PROXY = Option.valued("--proxy", "URI", "for what -g and -m add");
    private static final Option RESET_UUID = Option.flag("--reset-uuid", "give the image another identity towards it");
    private static final Option SET_PROPERTY = Option.valued("--set-property", "NAME=VALUE", "set a property of it")
            .repeated();
    private static final Option UNSET_PROPERTY =
            Option.valued("--unset-property", "NAME", "forget a property of it").repeated();
    private static final Option ADD_VALUE = Option.valued(
                    "--add-property-value", "NAME=VALUE", "add to a property of it that is a list")
            .repeated();
    private static final Option REMOVE_VALUE = Option.valued(
                    "--remove-property-value", "NAME=VALUE", "remove from a property of it that is a list")
            .repeated();
    private static final Option APPROVE = Option.valued(
                    "--approve-ca-cert", "FILE", "trust the CA of this certificate, for this publisher")
            .repeated();
    private static final Option REVOKE = Option.valued(
                    "--revoke-ca-cert", "HASH", "never trust the CA of this certificate, for this publisher")
            .repeated();
    private static final Option UNSET = Option.valued(
                    "--unset-ca-cert", "HASH", "take back that this CA was approved or revoked")
            .repeated();
    private static final Option NO_REFRESH = Option.flag("--no-refresh", "don't fetch what it offers now");

    public SetPublisher() {
        super(
                "set-publisher",
                List.of(
                        ADD_ORIGIN,
                        REMOVE_ORIGIN,
                        ORIGIN,
                        ADD_MIRROR,
                        REMOVE_MIRROR,
                        REPOSITORY,
                        ENABLE,
                        DISABLE,
                        STICKY,
                        NON_STICKY,
                        FIRST,
                        BEFORE,
                        AFTER,
                        KEY,
                        CERTIFICATE,
                        PROXY,
                        RESET_UUID,
                        SET_PROPERTY,
                        UNSET_PROPERTY,
                        ADD_VALUE,
                        REMOVE_VALUE,
                        APPROVE,
                        REVOKE,
                        UNSET,
                        NO_REFRESH),
                "[PUBLISHER]",
                0,
                1,
                "Add a publisher, or change one.",
                """
                The publisher is left out with -p only, where it may be given to take no other one. HASH is the SHA-1 of
                the certificate's PEM text; snapup publisher PUBLISHER shows those that were approved or revoked.\
                """);
    }

    @Override
    public Syntax syntax() {
        return super.syntax()
                .withForeign(
                        List.of(Option.flag('v', "it says all there is")),
                        List.of(Option.flag('r', "there are no linked images")));
    }

    @Override
    protected String method() {
        return ImageChanges.SET_PUBLISHER;
    }

    @Override
    protected Record request(Arguments arguments, Session session, @Nullable String root) throws UsageException {
        String publisher = arguments.operand(0);
        String named = arguments.value(REPOSITORY);
        String repository = named == null ? null : location(named, session);
        if (publisher == null && repository == null) {
            throw new UsageException("missing PUBLISHER");
        }
        if (repository != null && (arguments.has(APPROVE) || arguments.has(REVOKE) || arguments.has(UNSET))) {
            throw new UsageException("CAs are approved and revoked for one publisher: name it, and leave out -p");
        }
        Boolean enabled = either(arguments, ENABLE, DISABLE);
        List<String> added = locations(arguments, ADD_ORIGIN, session);
        boolean ofOrigins = enabled != null && !added.isEmpty();
        List<String> removed = new ArrayList<>(locations(arguments, REMOVE_ORIGIN, session));
        if (arguments.has(ORIGIN)) {
            if (arguments.has(ADD_ORIGIN) || arguments.has(REMOVE_ORIGIN)) {
                throw new UsageException("--origin-uri goes without --add-origin and --remove-origin");
            }
            added = locations(arguments, ORIGIN, session);
            removed.add("*");
        }
        return new ImageChanges.PublisherRequest(
                root,
                publisher,
                repository,
                ofOrigins ? null : added,
                removed,
                locations(arguments, ADD_MIRROR, session),
                locations(arguments, REMOVE_MIRROR, session),
                enabled != null && ofOrigins && enabled ? added : null,
                enabled != null && ofOrigins && !enabled ? added : null,
                ofOrigins ? null : enabled,
                either(arguments, STICKY, NON_STICKY),
                file(arguments.value(KEY), session),
                file(arguments.value(CERTIFICATE), session),
                arguments.value(PROXY),
                arguments.has(RESET_UUID) ? Boolean.TRUE : null,
                rank(arguments),
                arguments.has(BEFORE) ? arguments.value(BEFORE) : arguments.value(AFTER),
                properties(arguments),
                values(arguments, ADD_VALUE),
                values(arguments, REMOVE_VALUE),
                arguments.values(APPROVE).stream().map(session::absolute).toList(),
                arguments.values(REVOKE),
                arguments.values(UNSET),
                arguments.has(NO_REFRESH) ? Boolean.FALSE : null);
    }

    private static List<String> locations(Arguments arguments, Option option, Session session) {
        return arguments.values(option).stream()
                .map(named -> location(named, session))
                .toList();
    }

    /** A repository is an address, or a path from where the command was typed; {@code *} stands for all. */
    private static String location(String named, Session session) {
        boolean isPath = !named.contains("://") && !named.startsWith("file:") && !named.isEmpty() && !named.equals("*");
        return isPath ? session.absolute(named) : named;
    }

    /** An empty one takes back what was set. */
    private static @Nullable String file(@Nullable String named, Session session) {
        return named == null || named.isEmpty() ? named : session.absolute(named);
    }

    private static @Nullable Boolean either(Arguments arguments, Option yes, Option no) throws UsageException {
        if (arguments.has(yes) && arguments.has(no)) {
            throw new UsageException(yes.display() + " and " + no.display() + " exclude each other");
        }
        return arguments.has(yes) ? Boolean.TRUE : arguments.has(no) ? Boolean.FALSE : null;
    }

    private static @Nullable Rank rank(Arguments arguments) throws UsageException {
        either(arguments, FIRST, BEFORE);
        either(arguments, FIRST, AFTER);
        either(arguments, BEFORE, AFTER);
        if (arguments.has(FIRST)) {
            return Rank.FIRST;
        }
        return arguments.has(BEFORE) ? Rank.BEFORE : arguments.has(AFTER) ? Rank.AFTER : null;
    }

    private static Map<String, String> properties(Arguments arguments) throws UsageException {
        Map<String, String> properties = new TreeMap<>();
        for (String[] pair : pairs(arguments, SET_PROPERTY)) {
            properties.put(pair[0], pair[1]);
        }
        arguments.values(UNSET_PROPERTY).forEach(name -> properties.put(name, ""));
        return properties;
    }

    private static Map<String, List<String>> values(Arguments arguments, Option option) throws UsageException {
        Map<String, List<String>> values = new TreeMap<>();
        for (String[] pair : pairs(arguments, option)) {
            values.computeIfAbsent(pair[0], name -> new ArrayList<>()).add(pair[1]);
        }
        return values;
    }

    private static List<String[]> pairs(Arguments arguments, Option option) throws UsageException {
        List<String[]> pairs = new ArrayList<>();
        for (String pair : arguments.values(option)) {
            int equals = pair.indexOf('=');
            if (equals < 1 || equals + 1 == pair.length()) {
                throw new UsageException(option.display() + " must be NAME=VALUE, not '" + pair + "'");
            }
            pairs.add(new String[] {pair.substring(0, equals), pair.substring(equals + 1)});
        }
        return pairs;
    }
}
