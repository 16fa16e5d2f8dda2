package org.snapup.daemon.server.calls;

import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.snapup.daemon.logging.LogLimit;
import org.snapup.daemon.logging.LogText;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** What a client is told of an exception, and what the log is. Safe on any thread. */
final class ErrorReplies {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorReplies.class);

    private final LogLimit limit = LogLimit.ofTenAMinute();

    SnapupException of(Throwable e) {
        if (!(e instanceof SnapupException known)) {
            LOG.atError().setCause(e).log("a call failed inside");
            return new SnapupException(ErrorCode.INTERNAL, "snapupd failed inside; its log says where", e);
        }
        switch (known.code().category()) {
            case USER -> log(known, known.code() == ErrorCode.PERMISSION_DENIED ? Level.INFO : Level.DEBUG);
            case EXTERNAL, RESOURCES -> log(known, Level.WARN);
            case INTERNAL -> LOG.atError().setCause(known).log("a call failed inside");
        }
        return known;
    }

    private void log(SnapupException e, Level level) {
        OptionalLong withheld = LOG.isEnabledForLevel(level) ? limit.permit() : OptionalLong.empty();
        if (withheld.isPresent()) {
            LOG.atLevel(level)
                    .addKeyValue("error", e.code())
                    .addKeyValue("reason", LogText.escape(e.getMessage()))
                    .addKeyValue("withheld", withheld.getAsLong())
                    .log("call refused");
        }
    }
}
