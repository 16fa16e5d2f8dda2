package org.snapup.client.packages.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.verb.Session;
import org.snapup.protocol.ImageChanges;

/** {@code snapup refresh}. */
public final class Refresh extends SettingVerb {
    private static final Option FULL = Option.flag("--full", "whole catalogs, not only what changed");

    public Refresh() {
        super("refresh", List.of(FULL), "[PUBLISHER...]", 0, Syntax.ANY_NUMBER, "Fetch what the publishers offer.", "");
    }

    @Override
    protected String method() {
        return ImageChanges.REFRESH;
    }

    @Override
    protected Record request(Arguments arguments, Session session, @Nullable String root) {
        return new ImageChanges.RefreshRequest(root, arguments.operands(), arguments.has(FULL) ? Boolean.TRUE : null);
    }
}
