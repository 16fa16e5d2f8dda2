package org.snapup.daemon.workflows.run;

import static java.util.Objects.requireNonNull;

import org.snapup.daemon.workflows.names.Binding;

/**
 * A job's immutable order.
 *
 * @param job its number
 * @param method the Varlink method
 * @param parameters the method's parameter record
 * @param admin the requester may downgrade
 */
public record Order(long job, String method, Record parameters, boolean admin, Binding binding) {
    public Order {
        requireNonNull(method, "method");
        requireNonNull(parameters, "parameters");
        requireNonNull(binding, "binding");
    }
}
