package org.snapup.ffi;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Type;
import java.lang.ref.Reference;
import java.util.Arrays;

/**
 * One function of a shared library that takes and returns numbers and addresses. Safe on any thread. Unlike with {@link
 * NativeLibrary#bind} no class is made for it: after the third or so the JVM compiles what makes such classes, and keeps the
 * 30 MB that this takes.
 */
public final class NativeFunction {
    private static final Invoker INVOKER = Invoker.getInstance();

    /** The types of C that it may have. */
    public enum CType {
        INT,
        /** Every address and size, too. */
        LONG;

        private Type type() {
            return this == INT ? Type.SINT : Type.SLONG;
        }
    }

    private final long address;
    private final CallContext context;
    private final boolean returnsInt;

    NativeFunction(long address, CType returned, CType... parameters) {
        this.address = address;
        context = new CallContext(
                returned.type(), Arrays.stream(parameters).map(CType::type).toArray(Type[]::new));
        returnsInt = returned == CType.INT;
    }

    /**
     * Calls it.
     *
     * @param arguments as many as it has parameters, at most six
     */
    public long call(long... arguments) {
        if (arguments.length != context.getParameterCount()) {
            throw new IllegalArgumentException(arguments.length + " arguments for " + context.getParameterCount());
        }
        try {
            long result = invoke(arguments);
            return returnsInt ? (int) result : result;
        } finally {
            Reference.reachabilityFence(this); // with the context goes its memory
        }
    }

    private long invoke(long[] a) {
        return switch (a.length) {
            case 0 -> INVOKER.invokeN0(context, address);
            case 1 -> INVOKER.invokeN1(context, address, a[0]);
            case 2 -> INVOKER.invokeN2(context, address, a[0], a[1]);
            case 3 -> INVOKER.invokeN3(context, address, a[0], a[1], a[2]);
            case 4 -> INVOKER.invokeN4(context, address, a[0], a[1], a[2], a[3]);
            case 5 -> INVOKER.invokeN5(context, address, a[0], a[1], a[2], a[3], a[4]);
            case 6 -> INVOKER.invokeN6(context, address, a[0], a[1], a[2], a[3], a[4], a[5]);
            default -> throw new IllegalArgumentException("can't be called with " + a.length + " arguments");
        };
    }

    /** The number of the error that the calling thread's last call ended with; only after one that failed. */
    public static int lastError() {
        return LastError.getInstance().get();
    }
}
