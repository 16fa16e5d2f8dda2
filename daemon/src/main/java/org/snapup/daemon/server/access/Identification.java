package org.snapup.daemon.server.access;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snapup.daemon.jobs.queue.Peer;
import org.snapup.daemon.logging.LogLimit;
import org.snapup.ffi.peer.Accounts;
import org.snapup.ffi.peer.KernelPeer;

/**
 * Makes a caller out of what the kernel says. Administrators are known by their uid alone; for all others groups and
 * members come from the name service, on threads of their own and with a deadline, and a name service that fails or
 * doesn't answer in time makes nobody a member.
 */
public final class Identification implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Identification.class);

    /** Threads that may hang in the name service at a time; whoever comes then waits, till the deadline at most. */
    private static final int LOOKUP_THREADS = 16;

    /** More than connect in the deadline's time; whoever finds so many waiting is no member. */
    private static final int WAITING_LOOKUPS = 4096;

    private final Accounts accounts;
    private volatile Roles roles;
    private final long daemonUid;
    private final Duration deadline;
    private final ExecutorService lookups;
    private final LogLimit limit = LogLimit.ofTenAMinute();

    /** One that knows members and no other roles. */
    public Identification(Accounts accounts, Members members, long daemonUid, Duration deadline) {
        this(accounts, Roles.of(members), daemonUid, deadline);
    }

    /** @param daemonUid the uid that the daemon runs under, an administrator */
    public Identification(Accounts accounts, Roles roles, long daemonUid, Duration deadline) {
        this.accounts = accounts;
        this.roles = roles;
        this.daemonUid = daemonUid;
        this.deadline = deadline;
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                LOOKUP_THREADS,
                LOOKUP_THREADS,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_LOOKUPS),
                task -> {
                    Thread thread = new Thread(task, "identify-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        this.lookups = pool;
    }

    /** The roles of those who connect from now on. */
    public void use(Roles changed) {
        roles = changed;
    }

    /** Whether this uid alone makes an administrator. */
    public boolean isAdministrator(long uid) {
        return uid == 0 || uid == daemonUid;
    }

    /** Never fails; completes on any thread, at the deadline at the latest. */
    public CompletableFuture<Caller> identify(KernelPeer kernel) {
        List<Long> known = kernel.groups() != null ? kernel.groups() : List.of(kernel.gid());
        Peer peer = new Peer(kernel.uid(), kernel.gid(), kernel.pid(), known);
        if (isAdministrator(kernel.uid())) {
            return CompletableFuture.completedFuture(new Caller(peer, Role.ADMIN));
        }
        try {
            return CompletableFuture.supplyAsync(() -> lookUp(kernel, peer), lookups)
                    .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(failure -> withoutRole(peer, failure));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(withoutRole(peer, e));
        }
    }

    private Caller lookUp(KernelPeer kernel, Peer known) {
        Peer peer = kernel.groups() != null
                ? known
                : new Peer(kernel.uid(), kernel.gid(), kernel.pid(), accounts.groupsOf(kernel.uid(), kernel.gid()));
        return new Caller(peer, roles.of(peer));
    }

    private Caller withoutRole(Peer peer, Throwable failure) {
        OptionalLong withheld = limit.permit();
        if (withheld.isPresent()) {
            LOG.atWarn()
                    .addKeyValue("uid", peer.uid())
                    .addKeyValue("reason", failure.toString())
                    .addKeyValue("withheld", withheld.getAsLong())
                    .log("the name service doesn't say whether this user is a member: treated as none");
        }
        return new Caller(peer, Role.OTHER);
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }
}
