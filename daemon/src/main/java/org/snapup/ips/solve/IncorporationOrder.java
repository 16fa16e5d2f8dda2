package org.snapup.ips.solve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snapup.ips.fmri.Fmri;

/** Packages in an order in which an incorporation comes before what it incorporates; otherwise by name. */
final class IncorporationOrder {
    private final KnownPackages known;
    private final Map<String, List<Fmri>> versions;

    IncorporationOrder(KnownPackages known, Map<String, List<Fmri>> versions) {
        this.known = known;
        this.versions = versions;
    }

    List<String> sort(Collection<String> stems) {
        Set<String> incorporations = new TreeSet<>();
        for (String stem : stems) {
            if (newestEntries(stem).stream().anyMatch(PackageEntry::incorporates)) {
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
        for (PackageEntry entry : newestEntries(stem)) {
            for (Dependency dependency : entry.dependencies()) {
                if (dependency.type() == DependencyType.INCORPORATE
                        && incorporations.contains(dependency.target().name())) {
                    members.add(dependency.target().name());
                }
            }
        }
        return members;
    }

    private List<PackageEntry> newestEntries(String stem) {
        return versions.getOrDefault(stem, List.of()).stream()
                .limit(1)
                .map(known::entry)
                .toList();
    }
}
