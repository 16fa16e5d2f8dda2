package org.snapup.client.terminal;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Signals of the operating system. Only {@code sun.misc.Signal} has them, in a module that every JDK brings along;
 * compiling against it warns, and the warning can't be switched off, so it is called by its name.
 */
final class Signals {
    private Signals() {}

    /**
     * Runs the action, on a thread of the JVM, whenever the signal comes, instead of what the JVM does.
     *
     * @param name without SIG, for example {@code INT}
     * @return false where this JVM can't: what it does stays as it is
     */
    static boolean on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                            return null;
                        }
                        return ofObject(proxy, method.getName(), arguments);
                    });
            signal.getMethod("handle", signal, handlerType)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private static Object ofObject(Object proxy, String method, Object @Nullable [] arguments) {
        return switch (method) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> arguments != null && arguments[0] == proxy;
            default -> "snapup's signal handler";
        };
    }
}
