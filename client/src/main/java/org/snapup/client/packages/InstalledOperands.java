package org.snapup.client.packages;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.verb.Globals;
import org.snapup.client.verb.Session;
import org.snapup.client.wire.Fields;
import org.snapup.protocol.Call;
import org.snapup.protocol.ImageQueries;

/** {@code --ignore-missing}: operands that match nothing that is installed are left out. */
final class InstalledOperands {
    static final Option OPTION = Option.flag("--ignore-missing", "leave out what isn't installed");

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private InstalledOperands() {}

    /** The arguments with those operands only that mean something. */
    static Arguments of(Arguments arguments, Session session) throws IOException {
        if (!arguments.has(OPTION) || arguments.operands().isEmpty()) {
            return arguments;
        }
        Map<String, Object> parameters = new HashMap<>(Map.of("packages", arguments.operands()));
        String root = arguments.value(Globals.ROOT);
        if (root != null) {
            parameters.put("root", session.absolute(root));
        }
        List<String> left = new ArrayList<>(arguments.operands());
        session.daemon()
                .ask(
                        new Call(ImageQueries.LIST, parameters, true, false, false),
                        LIMIT,
                        part -> left.removeAll(new Fields(part).texts("unmatched")));
        return arguments.withOperands(left);
    }
}
