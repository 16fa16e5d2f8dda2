package org.snapup.ips.solve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Packages in an order in which an incorporation comes before what it incorporates; otherwise by name. */
final class IncorporationOrder {
    private final Map<String, List<PackageEntry>> versions;

    /** @param versions of each package, the newest first */
    IncorporationOrder(Map<String, List<PackageEntry>> versions) {
        this.versions = versions;
    }

    List<String> sorted() {
        Set<String> stems = versions.keySet();
        Set<String> incorporations = new TreeSet<>();
        for (String stem : stems) {
            PackageEntry newest = newest(stem);
            if (newest != null && newest.incorporates()) {
                incorporations.add(stem);
            }
        }
        List<String> order = new ArrayList<>(outermostFirst(incorporations));
        Set<String> rest = new TreeSet<>(stems);
        rest.removeAll(incorporations);
        order.addAll(rest);
        return order;
    }

    /** The reverse of the order in which a depth-first walk leaves them. */
    private Deque<String> outermostFirst(Set<String> incorporations) {
        Deque<String> order = new ArrayDeque<>();
        Set<String> entered = new HashSet<>();
        Deque<String> stack = new ArrayDeque<>();
        for (String root : new TreeSet<>(incorporations).descendingSet()) {
            stack.push(root);
            while (!stack.isEmpty()) {
                String stem = stack.element();
                if (entered.add(stem)) {
                    members(stem, incorporations).forEach(member -> {
                        if (!entered.contains(member)) {
                            stack.push(member);
                        }
                    });
                } else {
                    stack.pop();
                    if (!order.contains(stem)) {
                        order.addFirst(stem);
                    }
                }
            }
        }
        return order;
    }

    private Set<String> members(String stem, Set<String> incorporations) {
        Set<String> members = new TreeSet<>();
        PackageEntry newest = newest(stem);
        for (Dependency dependency : newest == null ? List.<Dependency>of() : newest.dependencies()) {
            if (dependency.type() == DependencyType.INCORPORATE
                    && incorporations.contains(dependency.target().name())) {
                members.add(dependency.target().name());
            }
        }
        return members;
    }

    private @Nullable PackageEntry newest(String stem) {
        List<PackageEntry> all = versions.get(stem);
        return all == null || all.isEmpty() ? null : all.get(0);
    }
}
