package org.snapup.client;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.client.be.BeActivate;
import org.snapup.client.be.BeCreate;
import org.snapup.client.be.BeDestroy;
import org.snapup.client.be.BeExport;
import org.snapup.client.be.BeImport;
import org.snapup.client.be.BeList;
import org.snapup.client.be.BeMount;
import org.snapup.client.be.BeRename;
import org.snapup.client.be.BeRollback;
import org.snapup.client.be.BeSnapshot;
import org.snapup.client.be.BeUnmount;
import org.snapup.client.job.JobCancel;
import org.snapup.client.job.JobList;
import org.snapup.client.job.JobShow;
import org.snapup.client.job.JobWatch;
import org.snapup.client.packages.ImageUpdate;
import org.snapup.client.packages.Install;
import org.snapup.client.packages.Uninstall;
import org.snapup.client.verb.Verb;

/** Every verb by its name. A start loads only the verb that it runs. */
final class Verbs {
    /** In the order in which the help lists them. */
    static final List<String> NAMES = List.of(
            "image-update",
            "install",
            "uninstall",
            "be list",
            "be create",
            "be snapshot",
            "be activate",
            "be mount",
            "be unmount",
            "be rename",
            "be rollback",
            "be destroy",
            "be export",
            "be import",
            "job list",
            "job show",
            "job watch",
            "job cancel");

    private Verbs() {}

    static @Nullable Verb named(String name) {
        return switch (name) {
            case "image-update" -> new ImageUpdate();
            case "install" -> new Install();
            case "uninstall" -> new Uninstall();
            case "be list" -> new BeList();
            case "be create" -> new BeCreate();
            case "be snapshot" -> new BeSnapshot();
            case "be activate" -> new BeActivate();
            case "be mount" -> new BeMount();
            case "be unmount", "be umount" -> new BeUnmount();
            case "be rename" -> new BeRename();
            case "be rollback" -> new BeRollback();
            case "be destroy" -> new BeDestroy();
            case "be export" -> new BeExport();
            case "be import" -> new BeImport();
            case "job list" -> new JobList();
            case "job show" -> new JobShow();
            case "job watch" -> new JobWatch();
            case "job cancel" -> new JobCancel();
            default -> null;
        };
    }
}
