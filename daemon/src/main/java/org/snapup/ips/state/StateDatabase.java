package org.snapup.ips.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snapup.ffi.sqlite.SqliteDatabase;
import org.snapup.ffi.sqlite.SqliteException;
import org.snapup.ffi.sqlite.SqliteStatement;
import org.snapup.ips.IpsException;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.catalog.CatalogRecord;
import org.snapup.ips.catalog.EntryState;
import org.snapup.ips.fmri.Fmri;

/**
 * The file {@code catalog.db}, a SQLite database with {@code user_version} 1:
 *
 * <pre>
 * meta      name, value                      complete 1; last-modified TIME
 * packages  id, pub, stem, version, sortkey, installed 0 or 1, base
 *           base: {"signature-sha-1": HEX, "metadata": {"states": [...], "last-install": TIME, "last-update": TIME}}
 * actions   pkg, part 0 (for the solver) or 1 (summary), locale, acts: a line an action
 * </pre>
 *
 * It is read and made as a whole, in a private file outside the image: SQLite looks files up by path, and nothing in an
 * image is looked up like that.
 */
public final class StateDatabase {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long SCHEMA = 1;
    private static final int DEPENDENCY = 0;
    private static final int SUMMARY = 1;
    private static final List<String> TABLES = List.of("actions", "meta", "packages");

    private StateDatabase() {}

    private interface Work<T> {
        T on(Path file) throws IOException;
    }

    private static <T> T inPrivateFile(Work<T> work) {
        try {
            Path file = Files.createTempFile("snapup-catalog", ".db");
            try {
                return work.on(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new IpsException(IpsException.Kind.IO, "can't keep a temporary copy of an image's catalog: " + e, e);
        } catch (SqliteException e) {
            if (e.isMissing()) {
                throw new IpsException(
                        IpsException.Kind.IO,
                        "the image has format 5, which keeps its packages in a SQLite database: " + e.getMessage(),
                        e);
            }
            throw new IpsException(
                    IpsException.Kind.CORRUPT,
                    "the image's catalog can't be read: " + e.getMessage() + "; restore var/pkg/state from a backup or"
                            + " snapshot",
                    e);
        }
    }

    /**
     * Reads a database.
     *
     * @param installedOnly only what is installed
     * @throws IpsException CORRUPT, BAD_INPUT for a newer form, IO without the library
     */
    public static List<CatalogRecord> read(byte[] content, boolean installedOnly) {
        return inPrivateFile(file -> {
            Files.write(file, content);
            try (SqliteDatabase database = SqliteDatabase.read(file)) {
                check(database);
                return records(database, installedOnly);
            }
        });
    }

    private static void check(SqliteDatabase database) {
        database.execute("PRAGMA trusted_schema = OFF");
        database.execute("PRAGMA cell_size_check = ON");
        try (SqliteStatement version = database.prepare("PRAGMA user_version")) {
            version.step();
            if (version.number(0) != SCHEMA) {
                throw IpsException.badInput("the image's catalog has form " + version.number(0) + ", this tool works on"
                        + " form " + SCHEMA + ": use the system's own pkg(1) for it");
            }
        }
        List<String> found = new ArrayList<>();
        try (SqliteStatement tables =
                database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")) {
            while (tables.step()) {
                found.add(String.valueOf(tables.text(0)));
            }
        }
        if (!found.containsAll(TABLES)) {
            throw IpsException.corrupt("the image's catalog has the tables " + found + " instead of " + TABLES);
        }
        try (SqliteStatement complete = database.prepare("SELECT value FROM meta WHERE name = 'complete'")) {
            if (!complete.step() || !"1".equals(complete.text(0))) {
                throw IpsException.corrupt("the image's catalog was not written to its end: run pkg refresh");
            }
        }
    }

    private static List<CatalogRecord> records(SqliteDatabase database, boolean installedOnly) {
        String where = installedOnly ? " WHERE installed = 1" : "";
        Map<Long, List<String>> dependencies = new HashMap<>();
        Map<Long, Map<String, List<String>>> summaries = new HashMap<>();
        String parts = "SELECT pkg, part, locale, acts FROM actions"
                + (installedOnly ? " WHERE pkg IN (SELECT id FROM packages WHERE installed = 1)" : "");
        try (SqliteStatement actions = database.prepare(parts)) {
            while (actions.step()) {
                List<String> lines =
                        Arrays.asList(String.valueOf(actions.text(3)).split("\n", -1));
                if (actions.number(1) == DEPENDENCY) {
                    dependencies
                            .computeIfAbsent(actions.number(0), id -> new ArrayList<>())
                            .addAll(lines);
                } else {
                    summaries
                            .computeIfAbsent(actions.number(0), id -> new TreeMap<>())
                            .put(String.valueOf(actions.text(2)), lines);
                }
            }
        }
        List<CatalogRecord> records = new ArrayList<>();
        try (SqliteStatement packages = database.prepare(
                "SELECT id, pub, stem, version, base FROM packages" + where + " ORDER BY stem, pub, sortkey")) {
            while (packages.step()) {
                Fmri fmri = Fmri.parse("pkg://" + packages.text(1) + "/" + packages.text(2) + "@" + packages.text(3));
                records.add(new CatalogRecord(
                        entry(fmri, String.valueOf(packages.text(4))),
                        dependencies.getOrDefault(packages.number(0), List.of()),
                        summaries.getOrDefault(packages.number(0), Map.of())));
            }
        }
        return records;
    }

    private static CatalogEntry entry(Fmri fmri, String base) {
        try {
            JsonNode json = JSON.readTree(base);
            JsonNode metadata = json.path("metadata");
            List<Integer> states = new ArrayList<>();
            metadata.path("states").forEach(state -> states.add(state.asInt()));
            return new CatalogEntry(
                    fmri,
                    text(json.path("signature-sha-1")),
                    new EntryState(states, text(metadata.path("last-install")), text(metadata.path("last-update"))));
        } catch (JsonProcessingException e) {
            throw new IpsException(
                    IpsException.Kind.CORRUPT,
                    "the image's catalog says something of " + fmri + " that can't be read: " + e.getMessage(),
                    e);
        }
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }

    /**
     * Makes a database.
     *
     * @param installed of the known ones
     * @param lastModified when what is known changed last, {@code YYYYMMDDThhmmss.ffffffZ}
     * @throws IpsException IO
     */
    public static byte[] write(Collection<CatalogRecord> known, Set<Fmri> installed, String lastModified) {
        return inPrivateFile(file -> {
            try (SqliteDatabase database = SqliteDatabase.create(file)) {
                // The file counts only when it is whole.
                database.execute("PRAGMA journal_mode = OFF");
                database.execute("PRAGMA synchronous = OFF");
                database.execute("PRAGMA temp_store = MEMORY");
                database.execute("BEGIN");
                makeTables(database);
                insert(database, known, installed);
                makeIndexes(database);
                try (SqliteStatement meta = database.prepare("INSERT INTO meta VALUES (?, ?)")) {
                    meta.bind(1, "last-modified").bind(2, lastModified).run();
                    meta.bind(1, "complete").bind(2, "1").run();
                }
                database.execute("PRAGMA user_version = " + SCHEMA);
                database.execute("COMMIT");
            }
            return Files.readAllBytes(file);
        });
    }

    private static void makeTables(SqliteDatabase database) {
        database.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
        database.execute("CREATE TABLE packages (id INTEGER PRIMARY KEY, pub TEXT NOT NULL, stem TEXT NOT NULL,"
                + " version TEXT NOT NULL, sortkey BLOB NOT NULL, installed INTEGER NOT NULL DEFAULT 0,"
                + " base TEXT NOT NULL, UNIQUE (pub, stem, version))");
        database.execute("CREATE TABLE actions (pkg INTEGER NOT NULL, part INTEGER NOT NULL, locale TEXT NOT NULL,"
                + " acts TEXT NOT NULL, PRIMARY KEY (pkg, part, locale)) WITHOUT ROWID");
    }

    private static void makeIndexes(SqliteDatabase database) {
        database.execute("CREATE INDEX pkg_stem ON packages (stem, sortkey)");
        database.execute("CREATE INDEX pkg_ordered ON packages (stem, pub, sortkey DESC)");
        database.execute("CREATE INDEX pkg_installed ON packages (stem) WHERE installed = 1");
    }

    private static void insert(SqliteDatabase database, Collection<CatalogRecord> known, Set<Fmri> installed) {
        long id = 0;
        try (SqliteStatement packages = database.prepare("INSERT INTO packages VALUES (?, ?, ?, ?, ?, ?, ?)");
                SqliteStatement actions = database.prepare("INSERT INTO actions VALUES (?, ?, ?, ?)")) {
            for (CatalogRecord record : known) {
                Fmri fmri = record.entry().fmri();
                id++;
                packages.bind(1, id)
                        .bind(2, fmri.requirePublisher())
                        .bind(3, fmri.name())
                        .bind(4, fmri.requireVersion().toString())
                        .bind(5, VersionKey.of(fmri.requireVersion()))
                        .bind(6, installed.contains(fmri) ? 1L : 0L)
                        .bind(7, base(record.entry()))
                        .run();
                insertActions(actions, id, DEPENDENCY, "C", record.dependency());
                for (Map.Entry<String, List<String>> summary : record.summary().entrySet()) {
                    insertActions(actions, id, SUMMARY, summary.getKey(), summary.getValue());
                }
            }
        }
    }

    private static void insertActions(SqliteStatement insert, long id, int part, String locale, List<String> lines) {
        if (!lines.isEmpty()) {
            insert.bind(1, id)
                    .bind(2, (long) part)
                    .bind(3, locale)
                    .bind(4, String.join("\n", lines))
                    .run();
        }
    }

    private static String base(CatalogEntry entry) {
        ObjectNode json = JSON.createObjectNode();
        if (entry.manifestSignature() != null) {
            json.put("signature-sha-1", entry.manifestSignature());
        }
        @Nullable EntryState state = entry.state();
        if (state != null) {
            ObjectNode metadata = json.putObject("metadata");
            ArrayNode states = metadata.putArray("states");
            state.states().forEach(states::add);
            if (state.lastInstall() != null) {
                metadata.put("last-install", state.lastInstall());
            }
            if (state.lastUpdate() != null) {
                metadata.put("last-update", state.lastUpdate());
            }
        }
        return json.toString();
    }
}
