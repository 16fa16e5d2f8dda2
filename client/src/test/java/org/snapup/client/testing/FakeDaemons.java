package org.snapup.client.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test's constructor a {@link FakeDaemon} of its own, in a folder of its own, and closes it after the test. */
public final class FakeDaemons implements ParameterResolver {
    private static final Namespace OURS = Namespace.create(FakeDaemons.class);

    private record Listening(Path folder, FakeDaemon daemon) implements AutoCloseable {
        static Listening begin() {
            try {
                Path folder = Files.createTempDirectory("snapup-fake");
                return new Listening(folder, new FakeDaemon(folder.resolve("s")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            daemon.close();
            Files.delete(folder);
        }
    }

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == FakeDaemon.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getStore(OURS)
                .computeIfAbsent(FakeDaemon.class, key -> Listening.begin(), Listening.class)
                .daemon();
    }
}
