package org.snapup.daemon;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Dependencies point one way; docs/architecture.md draws them. */
final class ArchitectureTest {
    private static JavaClasses all;

    @BeforeAll
    static void read() {
        all = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.snapup");
    }

    @Test
    void shouldPointFromServerToJobsToWorkflowsToTheTwoContracts() {
        forbid("org.snapup.daemon.jobs..", "org.snapup.daemon.server..", "org.snapup.daemon.config..");
        forbid(
                "org.snapup.daemon.workflows..",
                "org.snapup.daemon.jobs..",
                "org.snapup.daemon.server..",
                "org.snapup.daemon.config..",
                "org.snapup.daemon.storage.*..",
                "org.snapup.daemon.packages.*..");
        forbid(
                "org.snapup.daemon.storage..",
                "org.snapup.daemon.packages..",
                "org.snapup.daemon.workflows..",
                "org.snapup.daemon.jobs..",
                "org.snapup.daemon.server..",
                "org.snapup.ips..");
        forbid(
                "org.snapup.daemon.packages..",
                "org.snapup.daemon.storage..",
                "org.snapup.daemon.workflows..",
                "org.snapup.daemon.jobs..",
                "org.snapup.daemon.server..");
        forbid("org.snapup.daemon.server..", "org.snapup.daemon.storage..", "org.snapup.daemon.packages..");
        forbid("org.snapup.daemon.server", "org.snapup.daemon.server.calls..", "org.snapup.daemon.jobs..");
        forbid("org.snapup.daemon.server..", "org.snapup.daemon.jobs", "org.snapup.daemon.jobs.state..");
        forbid("org.snapup.daemon.jobs.queue..", "org.snapup.daemon.jobs", "org.snapup.daemon.jobs.state..");
        forbid("org.snapup.daemon.jobs.state..", "org.snapup.daemon.jobs", "org.snapup.daemon.jobs.queue..");
    }

    @Test
    void shouldPointFromTheWorkflowsToWhatRunsThem() {
        String workflows = "org.snapup.daemon.workflows";
        forbid(
                workflows + ".names..",
                workflows,
                workflows + ".bes..",
                workflows + ".packages..",
                workflows + ".run..");
        forbid(workflows + ".run..", workflows, workflows + ".bes..", workflows + ".packages..");
        forbid(workflows + ".bes..", workflows, workflows + ".packages..", "org.snapup.daemon.packages..");
        forbid(workflows + ".packages..", workflows, workflows + ".bes..");
    }

    @Test
    void shouldKeepDaemonTypesOutOfTheIpsLibrary() {
        noClasses()
                .that()
                .resideInAPackage("org.snapup.ips..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.snapup.daemon..", "org.snapup.protocol.."))
                .check(all);
    }

    @Test
    void shouldKeepExecAndFfiAtTheBottom() {
        forbid("org.snapup.exec..", "org.snapup.daemon..", "org.snapup.ips..", "org.snapup.protocol..");
        forbid(
                "org.snapup.ffi..",
                "org.snapup.daemon..",
                "org.snapup.ips..",
                "org.snapup.protocol..",
                "org.snapup.exec..");
    }

    @Test
    void shouldReachNettyFromTheServerOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.snapup.daemon.server..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.netty.."))
                .check(all);
    }

    @Test
    void shouldKeepBackendsAndEnginesBehindTheirFactories() {
        classes()
                .that()
                .resideInAnyPackage(
                        "org.snapup.daemon.storage.zfs",
                        "org.snapup.daemon.storage.libbe",
                        "org.snapup.daemon.storage.directory")
                .and()
                .arePublic()
                .should()
                .haveSimpleNameEndingWith("Storage")
                .orShould()
                .haveSimpleNameEndingWith("Config")
                .check(all);
    }

    @Test
    void shouldKeepTheCopyOfTreesFreeOfBes() {
        String tree = "org.snapup.daemon.storage.directory.tree..";
        forbid(
                tree,
                "org.snapup.daemon.storage",
                "org.snapup.daemon.storage.directory",
                "org.snapup.daemon.storage.zfs..");
        noClasses()
                .that()
                .resideOutsideOfPackage("org.snapup.daemon.storage.directory..")
                .should()
                .dependOnClassesThat(resideInAPackage(tree))
                .check(all);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("org.snapup.daemon.(*)..").should().beFreeOfCycles().check(all);
    }

    private static void forbid(String from, String... to) {
        noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat(resideInAnyPackage(to))
                .check(all);
    }
}
