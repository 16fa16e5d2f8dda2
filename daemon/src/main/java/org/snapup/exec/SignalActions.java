package org.snapup.exec;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * What this process does when a signal comes. Only {@code sun.misc.Signal} runs Java outside the signal's own context,
 * where almost nothing may be done; compiling against it warns without a switch to stop that, so it is called by name.
 */
public final class SignalActions {
    private SignalActions() {}

    /**
     * SIGHUP: runs the action on a thread of the JVM, each time.
     *
     * @return false where this JVM can't: what the signal does stays as it is
     */
    public static boolean onHangup(Runnable action) {
        return on("HUP", action);
    }

    /** SIGUSR1: as {@link #onHangup}. The JVM keeps SIGUSR2 for itself. */
    public static boolean onUser1(Runnable action) {
        return on("USR1", action);
    }

    private static boolean on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    SignalActions.class.getClassLoader(),
                    new Class<?>[] {handler},
                    (self, method, arguments) -> answer(action, self, method.getName(), arguments));
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private static @Nullable Object answer(Runnable action, Object self, String method, Object @Nullable [] arguments) {
        switch (method) {
            case "handle" -> {
                action.run();
                return null;
            }
            case "hashCode" -> {
                return System.identityHashCode(self);
            }
            case "equals" -> {
                return arguments != null && arguments[0] == self;
            }
            default -> {
                return "snapupd's signal handler";
            }
        }
    }
}
