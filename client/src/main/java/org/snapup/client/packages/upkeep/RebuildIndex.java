package org.snapup.client.packages.upkeep;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.packages.settings.SettingVerb;
import org.snapup.client.verb.Session;
import org.snapup.protocol.ImageChanges;

/** {@code snapup rebuild-index}. */
public final class RebuildIndex extends SettingVerb {
    public RebuildIndex() {
        super(
                "rebuild-index",
                List.of(),
                "",
                0,
                0,
                "Build the index for searching anew, where one is kept.",
                "The package engine ips keeps none: search reads the packages' manifests.");
    }

    @Override
    protected String method() {
        return ImageChanges.REBUILD_INDEX;
    }

    @Override
    protected Record request(Arguments arguments, Session session, @Nullable String root) {
        return new ImageChanges.RebuildIndexRequest(root);
    }
}
