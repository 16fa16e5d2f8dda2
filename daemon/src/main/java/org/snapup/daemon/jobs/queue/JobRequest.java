package org.snapup.daemon.jobs.queue;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.Methods;
import org.snapup.protocol.RecordCodec;

/**
 * An authorised request, immutable from acceptance to execution.
 *
 * @param method the Varlink method
 * @param parameters its record, see {@link Methods}
 * @param admin the requester is an administrator: downgrades are allowed
 */
public record JobRequest(String method, Record parameters, boolean admin) {
    public JobRequest {
        requireNonNull(method, "method");
        if (!Methods.of(method).parameters().isInstance(parameters)) {
            throw new IllegalArgumentException(parameters + " are no parameters of " + method);
        }
    }

    /** The method's name without its interface. */
    public String kind() {
        return method.substring(method.lastIndexOf('.') + 1);
    }

    public Map<String, @Nullable Object> parameterMap() {
        return RecordCodec.toMap(parameters);
    }
}
