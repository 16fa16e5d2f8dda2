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
import org.snapup.client.doctor.Doctor;
import org.snapup.client.doctor.Metrics;
import org.snapup.client.job.JobCancel;
import org.snapup.client.job.JobList;
import org.snapup.client.job.JobShow;
import org.snapup.client.job.JobWatch;
import org.snapup.client.packages.ApplyHotFix;
import org.snapup.client.packages.ChangeFacet;
import org.snapup.client.packages.ChangeVariant;
import org.snapup.client.packages.Hydration;
import org.snapup.client.packages.PackagesVerb;
import org.snapup.client.packages.Revert;
import org.snapup.client.packages.SetMediator;
import org.snapup.client.packages.UnsetMediator;
import org.snapup.client.packages.query.Contents;
import org.snapup.client.packages.query.History;
import org.snapup.client.packages.query.Info;
import org.snapup.client.packages.query.ListPackages;
import org.snapup.client.packages.query.Search;
import org.snapup.client.packages.query.Verify;
import org.snapup.client.packages.settings.Avoid;
import org.snapup.client.packages.settings.FacetList;
import org.snapup.client.packages.settings.Freeze;
import org.snapup.client.packages.settings.MediatorList;
import org.snapup.client.packages.settings.PropertyChange;
import org.snapup.client.packages.settings.PropertyList;
import org.snapup.client.packages.settings.PublisherList;
import org.snapup.client.packages.settings.Refresh;
import org.snapup.client.packages.settings.SetPublisher;
import org.snapup.client.packages.settings.Unavoid;
import org.snapup.client.packages.settings.Unfreeze;
import org.snapup.client.packages.settings.UnsetProperty;
import org.snapup.client.packages.settings.UnsetPublisher;
import org.snapup.client.packages.settings.VariantList;
import org.snapup.client.packages.upkeep.Clean;
import org.snapup.client.packages.upkeep.Flag;
import org.snapup.client.packages.upkeep.PurgeHistory;
import org.snapup.client.packages.upkeep.RebuildIndex;
import org.snapup.client.packages.upkeep.UpdateFormat;
import org.snapup.client.verb.Verb;

/** Every verb by its name. A start loads only the verb that it runs. */
final class Verbs {
    /** In the order in which the help lists them. */
    static final List<String> NAMES = List.of(
            "image-update",
            "update",
            "install",
            "uninstall",
            "autoremove",
            "exact-install",
            "apply-hot-fix",
            "fix",
            "revert",
            "dehydrate",
            "rehydrate",
            "change-variant",
            "change-facet",
            "set-mediator",
            "unset-mediator",
            "list",
            "info",
            "contents",
            "search",
            "verify",
            "history",
            "flag",
            "clean",
            "update-format",
            "purge-history",
            "rebuild-index",
            "publisher",
            "set-publisher",
            "unset-publisher",
            "refresh",
            "property",
            "set-property",
            "unset-property",
            "add-property-value",
            "remove-property-value",
            "variant",
            "facet",
            "mediator",
            "freeze",
            "unfreeze",
            "avoid",
            "unavoid",
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
            "job cancel",
            "doctor",
            "metrics");

    private Verbs() {}

    static @Nullable Verb named(String name) {
        return switch (name) {
            case "image-update" -> PackagesVerb.imageUpdate();
            case "update" -> PackagesVerb.update();
            case "install" -> PackagesVerb.install();
            case "uninstall" -> PackagesVerb.uninstall();
            case "autoremove" -> PackagesVerb.autoremove();
            case "exact-install" -> PackagesVerb.exactInstall();
            case "apply-hot-fix" -> new ApplyHotFix();
            case "fix" -> PackagesVerb.fix();
            case "revert" -> new Revert();
            case "dehydrate" -> Hydration.dehydrate();
            case "rehydrate" -> Hydration.rehydrate();
            case "change-variant" -> new ChangeVariant();
            case "change-facet" -> new ChangeFacet();
            case "set-mediator" -> new SetMediator();
            case "unset-mediator" -> new UnsetMediator();
            case "list" -> new ListPackages();
            case "info" -> new Info();
            case "contents" -> new Contents();
            case "search" -> new Search();
            case "verify" -> new Verify();
            case "history" -> new History();
            case "flag" -> new Flag();
            case "clean" -> new Clean();
            case "update-format" -> new UpdateFormat();
            case "purge-history" -> new PurgeHistory();
            case "rebuild-index" -> new RebuildIndex();
            case "publisher" -> new PublisherList();
            case "set-publisher" -> new SetPublisher();
            case "unset-publisher" -> new UnsetPublisher();
            case "refresh" -> new Refresh();
            case "property" -> new PropertyList();
            case "set-property" -> PropertyChange.set();
            case "unset-property" -> new UnsetProperty();
            case "add-property-value" -> PropertyChange.add();
            case "remove-property-value" -> PropertyChange.remove();
            case "variant" -> new VariantList();
            case "facet" -> new FacetList();
            case "mediator" -> new MediatorList();
            case "freeze" -> new Freeze();
            case "unfreeze" -> new Unfreeze();
            case "avoid" -> new Avoid();
            case "unavoid" -> new Unavoid();
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
            case "doctor" -> new Doctor();
            case "metrics" -> new Metrics();
            default -> null;
        };
    }
}
