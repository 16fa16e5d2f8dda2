package org.snapup.daemon.jobs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.jobs.queue.Peer;
import org.snapup.daemon.workflows.names.Binding;

/** What the queue itself writes to a job's file, besides the workflow's entries. */
sealed interface JobRecord {
    /**
     * First line of every file: the immutable request and who made it.
     *
     * @param format of the file; a newer one is read, and what it needs is refused
     * @param automatic the request names no BE, so that a new one counts against the requester's limit
     */
    record Requested(
            int format,
            long job,
            String instance,
            String method,
            Map<String, Object> parameters,
            boolean admin,
            boolean automatic,
            Binding binding,
            Requester requester)
            implements JobRecord {
        static final int FORMAT = 1;

        public Requested {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        }
    }

    /** Who asked, as the kernel told. */
    record Requester(long uid, long gid, long pid, @Nullable List<Long> groups) {
        static Requester of(Peer peer) {
            return new Requester(peer.uid(), peer.gid(), peer.pid(), peer.groups());
        }
    }

    /** Somebody else made the same request while it was queued. */
    record Joined(Requester requester) implements JobRecord {}

    /** A requester doesn't want it any more, others do. */
    record Left(long uid) implements JobRecord {}

    /** Somebody who may asked for its end. */
    record CancelRequested(long uid) implements JobRecord {}

    /** Event numbers up to this one may have been used, also by lines that a power loss took. */
    record Reserved(long upTo) implements JobRecord {}

    /** A line that a newer snapupd wrote; read, never written. */
    record Unknown(String type) implements JobRecord {}
}
