package org.snapup.daemon.health;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.snapup.daemon.logging.LastLines;
import org.snapup.protocol.Diagnosis.Bundled;
import org.snapup.protocol.Diagnosis.Finding;
import org.snapup.protocol.Jobs.Job;
import org.snapup.protocol.Json;
import org.snapup.protocol.RecordCodec;
import org.snapup.protocol.SnapupException;

/**
 * What somebody needs who wasn't there, without secrets, and bounded: the newest jobs' files up to {@value #MOST_JOBS}
 * and {@value #MOST_BYTES} bytes, of a long one its beginning and its end.
 */
final class Bundle {
    private static final int MOST_JOBS = 50;
    private static final int MOST_BYTES = 8 << 20;
    private static final int MOST_OF_A_FILE = 512 << 10;
    private static final String README = """
            What snapupd knows of itself and its machine, for whoever looks into a problem.

            version.json    versions, and since when it runs
            findings.json   what snapup doctor found
            metrics.txt     measurements, OpenMetrics
            snapupd.toml    the configuration
            bes.txt         the boot environments with their snapshots
            storage.txt     the storage in its own words
            jobs.json       the queue and its history
            jobs/           the newest jobs' files: request, journal, events, outcome
            log.txt         the last lines of the log since the daemon started

            Credentials in addresses, keys, certificates and values with such names were replaced by [redacted].
            Names of packages, boot environments, users' numbers and paths are in it: look before you publish it.
            """;

    private final Subject subject;
    private final LastLines log;
    private final List<Bundled> parts = new ArrayList<>();

    Bundle(Subject subject, LastLines log) {
        this.subject = subject;
        this.log = log;
    }

    List<Bundled> parts(List<Finding> findings, String metrics) {
        add("README", README);
        add("version.json", json(version()));
        add("findings.json", lines(findings));
        add("metrics.txt", metrics);
        addFile("snapupd.toml", subject.file());
        guarded("bes.txt", () -> {
            StringBuilder bes = new StringBuilder();
            subject.storage().list().forEach(be -> bes.append(be).append('\n'));
            return bes.toString();
        });
        guarded(
                "storage.txt",
                () -> String.join("\n", subject.storage().inspect().facts()) + "\n");
        List<Job> jobs = new ArrayList<>(subject.queue().list(true));
        add("jobs.json", lines(jobs));
        jobs.sort(Comparator.comparingLong(Job::number).reversed());
        long left = MOST_BYTES;
        for (Job job : jobs.subList(0, Math.min(MOST_JOBS, jobs.size()))) {
            String name = String.format("%010d.jsonl", job.number());
            left -= addFile("jobs/" + name, subject.state().jobs().resolve(name));
            if (left <= 0) {
                break;
            }
        }
        add("log.txt", log.text());
        return List.copyOf(parts);
    }

    private Map<String, Object> version() {
        return Map.of(
                "version",
                subject.version(),
                "java",
                System.getProperty("java.vm.version", "") + " " + System.getProperty("java.vendor", ""),
                "system",
                System.getProperty("os.name", "") + " " + System.getProperty("os.version", "") + " "
                        + System.getProperty("os.arch", ""),
                "storage",
                subject.storage().type(),
                "engine",
                subject.engine(),
                "started",
                subject.started().toString(),
                "now",
                subject.clock().instant().toString(),
                "uid",
                subject.uid());
    }

    /** What can't be had is said in its place. */
    private void guarded(String file, Supplier<String> text) {
        try {
            add(file, text.get());
        } catch (SnapupException e) {
            add(file, "can't be had: " + e.getMessage() + "\n");
        }
    }

    private int addFile(String file, Path path) {
        try {
            byte[] bytes = Files.readAllBytes(path);
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (text.length() > MOST_OF_A_FILE) {
                int half = MOST_OF_A_FILE / 2;
                text = text.substring(0, half) + "\n[" + (text.length() - MOST_OF_A_FILE) + " characters left out]\n"
                        + text.substring(text.length() - half);
            }
            add(file, text);
            return text.length();
        } catch (IOException e) {
            add(file, "can't be read: " + e + "\n");
            return 0;
        }
    }

    /** Redacted as a whole, and only then cut. */
    private void add(String file, String text) {
        String safe = Redaction.of(text);
        int from = 0;
        do {
            int to = Math.min(safe.length(), from + Bundled.MOST_CHARACTERS);
            if (to < safe.length() && Character.isHighSurrogate(safe.charAt(to - 1))) {
                to--;
            }
            parts.add(new Bundled(file, safe.substring(from, to)));
            from = to;
        } while (from < safe.length());
    }

    private static String lines(List<? extends Record> records) {
        StringBuilder text = new StringBuilder();
        records.forEach(each -> text.append(json(RecordCodec.toMap(each))));
        return text.toString();
    }

    private static String json(Map<String, ?> map) {
        return new String(Json.write(map), StandardCharsets.UTF_8) + "\n";
    }
}
