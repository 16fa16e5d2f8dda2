package org.snapup.daemon.workflows.packages;

import org.snapup.daemon.packages.PackageRequest;
import org.snapup.daemon.packages.PackageRequest.Kind;
import org.snapup.daemon.workflows.run.Order;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Packages.Operation;

/** What an order for a package workflow says. */
final class PackageOrders {
    private PackageOrders() {}

    static Operation operation(Order order) {
        return (Operation) order.parameters();
    }

    static Kind kind(Order order) {
        return kind(order.method());
    }

    static Kind kind(String method) {
        return switch (method) {
            case Packages.IMAGE_UPDATE -> Kind.UPDATE;
            case Packages.INSTALL -> Kind.INSTALL;
            case Packages.UNINSTALL -> Kind.UNINSTALL;
            case Packages.AUTOREMOVE -> Kind.AUTOREMOVE;
            case Packages.EXACT_INSTALL -> Kind.EXACT_INSTALL;
            case Packages.FIX -> Kind.FIX;
            case Packages.APPLY_HOT_FIX -> Kind.APPLY_HOT_FIX;
            case Packages.DEHYDRATE -> Kind.DEHYDRATE;
            case Packages.REHYDRATE -> Kind.REHYDRATE;
            case Packages.REVERT -> Kind.REVERT;
            case Packages.CHANGE_VARIANT -> Kind.CHANGE_VARIANT;
            case Packages.CHANGE_FACET -> Kind.CHANGE_FACET;
            case Packages.SET_MEDIATOR -> Kind.SET_MEDIATOR;
            case Packages.UNSET_MEDIATOR -> Kind.UNSET_MEDIATOR;
            default -> throw new IllegalArgumentException("no package method: " + method);
        };
    }

    static PackageRequest packageRequest(Order order) {
        return new PackageRequest(kind(order), operation(order), order.admin());
    }

    /** What the operation is called in a sentence. */
    static String word(Order order) {
        return kind(order).word();
    }
}
