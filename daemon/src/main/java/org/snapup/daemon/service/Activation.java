package org.snapup.daemon.service;

import java.util.Map;
import java.util.OptionalInt;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** The listening socket that a service manager made and hands over as descriptor 3: sd_listen_fds(3). */
public final class Activation {
    private static final int FIRST = 3;

    private Activation() {}

    /**
     * The descriptor, empty where nothing was handed to this process.
     *
     * @throws SnapupException {@link ErrorCode#BAD_CONFIGURATION} for more than one
     */
    public static OptionalInt descriptor(Map<String, String> environment, long pid) {
        String meant = environment.get("LISTEN_PID");
        String count = environment.get("LISTEN_FDS");
        if (meant == null || count == null || !meant.equals(Long.toString(pid)) || count.equals("0")) {
            return OptionalInt.empty();
        }
        if (!count.equals("1")) {
            throw new SnapupException(
                    ErrorCode.BAD_CONFIGURATION,
                    "LISTEN_FDS",
                    "the service manager handed over " + count + " sockets, and snapupd serves one: leave one"
                            + " ListenStream in its socket unit",
                    null);
        }
        return OptionalInt.of(FIRST);
    }
}
