package org.snapup.exec;

import java.util.List;
import java.util.Optional;

/** The processes of this machine. What can't be read, because it ended meanwhile or isn't ours to see, is left out. */
interface ProcessTable {
    ProcessTable CURRENT = LinuxProcessTable.isHere() ? new LinuxProcessTable() : new PortableProcessTable();

    /** Identifies a process together with its pid; see {@link ProcessId#start()}. */
    Optional<String> startOf(long pid);

    /** Every process that runs or waits; zombies are left out. */
    List<Entry> all();

    /** The job that a process was started for, as its environment says. */
    Optional<String> jobOf(long pid);

    /** @param group the process group; the pid itself where that can't be seen */
    record Entry(ProcessId id, long group, long session) {}
}
