package org.snapup.client.packages.upkeep;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.ExitStatus;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.Syntax;
import org.snapup.client.packages.settings.SettingVerb;
import org.snapup.client.verb.Session;
import org.snapup.protocol.ImageChanges;

/** {@code snapup update-format}. */
public final class UpdateFormat extends SettingVerb {
    public UpdateFormat() {
        super("update-format", List.of(), "", 0, 0, "Bring the image to the newest format, from 4 to 5.", """
                The pkg(1) of OmniOS knows format 5, those of other systems don't, and there is no way back but to a
                snapshot or another boot environment.
                Exit status: 0 done, 1 failed, 2 wrong usage, 4 it has that format.\
                """);
    }

    @Override
    public Syntax syntax() {
        return super.syntax()
                .withForeign(
                        List.of(Option.flag('r', "there are no linked images")),
                        List.of(
                                Option.valued('z', "ZONE", "there are no linked images"),
                                Option.valued('Z', "ZONE", "there are no linked images")));
    }

    @Override
    protected String method() {
        return ImageChanges.UPDATE_FORMAT;
    }

    @Override
    protected Record request(Arguments arguments, Session session, @Nullable String root) {
        return new ImageChanges.UpdateFormatRequest(root);
    }

    @Override
    protected int nothing(Arguments arguments) {
        return ExitStatus.NOTHING_TO_DO;
    }
}
