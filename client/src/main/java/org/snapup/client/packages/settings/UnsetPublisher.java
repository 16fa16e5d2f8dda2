package org.snapup.client.packages.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Syntax;
import org.snapup.client.verb.Session;
import org.snapup.protocol.ImageChanges;

/** {@code snapup unset-publisher}. */
public final class UnsetPublisher extends SettingVerb {
    public UnsetPublisher() {
        super(
                "unset-publisher",
                List.of(),
                "PUBLISHER...",
                1,
                Syntax.ANY_NUMBER,
                "Forget publishers. What came from them stays installed.",
                "");
    }

    @Override
    protected String method() {
        return ImageChanges.UNSET_PUBLISHER;
    }

    @Override
    protected Record request(Arguments arguments, Session session, @Nullable String root) {
        return new ImageChanges.UnsetPublisherRequest(root, arguments.operands());
    }
}
