package org.snapup.exec;

import java.util.List;
import java.util.Optional;

/** What Java knows of processes everywhere: no groups, no sessions, no environments. */
final class PortableProcessTable implements ProcessTable {
    @Override
    public Optional<String> startOf(long pid) {
        return ProcessHandle.of(pid).map(PortableProcessTable::start);
    }

    @Override
    public List<Entry> all() {
        return ProcessHandle.allProcesses()
                .map(process -> new Entry(new ProcessId(process.pid(), start(process)), process.pid(), process.pid()))
                .toList();
    }

    @Override
    public Optional<String> jobOf(long pid) {
        return Optional.empty();
    }

    private static String start(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(start -> Long.toString(start.toEpochMilli()))
                .orElse(ProcessId.GONE);
    }
}
