package org.snapup.ips.action;

/**
 * What is left of a package that was dehydrated: all but its hard links and those files that can be fetched again as they
 * are. Files that are edited, and that lie over or under others, stay, as do those with {@code dehydrate=false}.
 */
public final class DehydrationFilter implements ActionFilter {
    @Override
    public boolean test(Action action) {
        return switch (action.kind()) {
            case HARDLINK -> false;
            case FILE ->
                "false".equals(action.get("dehydrate"))
                        || action.get("preserve") != null
                        || action.get("overlay") != null;
            default -> true;
        };
    }
}
