package org.snapup.protocol;

import java.util.List;

/** Messages of {@code org.varlink.service}: introspection. */
public final class Service {
    public static final String GET_INFO = Interfaces.SERVICE + ".GetInfo";
    public static final String GET_INTERFACE_DESCRIPTION = Interfaces.SERVICE + ".GetInterfaceDescription";

    private Service() {}

    public record Info(String vendor, String product, String version, String url, List<String> interfaces) {}

    public record DescriptionRequest(String interface_) {}

    public record Description(String description) {}
}
