package org.snapup.daemon.workflows.packages;

import org.snapup.daemon.packages.PackageRequest;
import org.snapup.daemon.packages.PackageRequest.Kind;
import org.snapup.daemon.workflows.run.Order;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Packages.Request;

/** What an order for a package workflow says. */
final class PackageOrders {
    private PackageOrders() {}

    static Request request(Order order) {
        return (Request) order.parameters();
    }

    static Kind kind(Order order) {
        return kind(order.method());
    }

    static Kind kind(String method) {
        return switch (method) {
            case Packages.IMAGE_UPDATE -> Kind.UPDATE;
            case Packages.INSTALL -> Kind.INSTALL;
            case Packages.UNINSTALL -> Kind.UNINSTALL;
            default -> throw new IllegalArgumentException("no package method: " + method);
        };
    }

    static PackageRequest packageRequest(Order order) {
        return new PackageRequest(kind(order), request(order).packages(), order.admin());
    }

    /** What the operation is called in a sentence. */
    static String word(Order order) {
        return switch (kind(order)) {
            case UPDATE -> "image-update";
            case INSTALL -> "install";
            case UNINSTALL -> "uninstall";
        };
    }
}
