package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.snapup.ips.IpsException;
import org.snapup.ips.IpsListener;
import org.snapup.ips.catalog.Catalog;
import org.snapup.ips.catalog.CatalogEntry;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;
import org.snapup.ips.repo.Repository;
import org.snapup.ips.repo.copy.RawPackages;
import org.snapup.ips.repo.copy.RepositoryClone;
import org.snapup.ips.repo.publish.ArchiveWriter;
import org.snapup.ips.repo.publish.PackageCopy;
import org.snapup.ips.repo.publish.RepositoryWriter;
import org.snapup.ips.repo.publish.TemporaryRepository;

/** Copies packages from any repository into one in a folder, or into a new archive. Prints their full names. */
enum CopyVerb implements Verb {
    COPY("copy"),
    /** The same, for fingers that know pkgrecv(1). */
    RECEIVE("receive");

    private static final String ARCHIVE = ".p5p";

    private final String verb;

    CopyVerb(String verb) {
        this.verb = verb;
    }

    @Override
    public String usage() {
        return verb + " -s REPO -d REPO|FILE.p5p|FOLDER [-n] [-a|--raw [-k]|--clone|--newest] [-r|--recursive]"
                + " [--latest|--all-versions] [-m latest|all-versions|all-timestamps] [-c FOLDER] [-p PUBLISHER]..."
                + " [--key FILE --cert FILE] PATTERN...";
    }

    @Override
    public List<String> flags() {
        return List.of(
                "-n",
                "-r",
                "--recursive",
                "-a",
                "-k",
                "-v",
                "--latest",
                "--all-versions",
                "--raw",
                "--clone",
                "--newest");
    }

    @Override
    public List<String> valued() {
        return List.of("-s", "-d", "-c", "-m", "-p", "--key", "--cert");
    }

    @Override
    public Map<String, String> variables() {
        return Map.of("-s", "PKG_SRC", "-d", "PKG_DEST");
    }

    @Override
    public int run(Arguments arguments, PrintStream out, PrintStream err) {
        checkMode(arguments);
        if (arguments.has("--newest")) {
            return listNewest(arguments, out);
        }
        String destination = arguments.require("-d", "the target");
        if (arguments.has("--clone")) {
            return cloneTo(Repositories.folder(destination), arguments, out);
        }
        if (arguments.operands().isEmpty()) {
            throw new UsageException("name the packages to copy; '*' means all");
        }
        CopiedVersions versions = CopiedVersions.of(arguments);
        Selection selection = new Selection(arguments.operands());
        try (Repository source = Repositories.read(arguments)) {
            Map<String, List<CatalogEntry>> wanted = new LinkedHashMap<>();
            for (String publisher : Repositories.publishers(source, arguments)) {
                Catalog catalog = source.catalog(publisher);
                Collection<CatalogEntry> meant = versions.among(selection.of(catalog, publisher));
                boolean recursive = arguments.has("-r") || arguments.has("--recursive");
                wanted.put(publisher, List.copyOf(recursive ? withDependencies(catalog, publisher, meant) : meant));
            }
            boolean nothing = wanted.values().stream().allMatch(List::isEmpty);
            if (!nothing) {
                if (arguments.has("--raw")) {
                    toFolder(source, wanted, Repositories.folder(destination), arguments, out);
                } else if (arguments.has("-a") || destination.endsWith(ARCHIVE)) {
                    toArchive(source, wanted, Repositories.folder(destination), arguments.has("-n"), out);
                } else {
                    RepositoryWriter target = RepositoryWriter.open(Repositories.folder(destination));
                    copy(source, wanted, target, arguments.has("-n"), out);
                }
            }
            if (selection.unmatched().isEmpty()) {
                return RepoCommand.DONE;
            }
            Text.printUnmatched(verb, selection.unmatched(), err);
            return nothing ? RepoCommand.FAILED : RepoCommand.PARTIAL;
        }
    }

    private static void checkMode(Arguments arguments) {
        List<String> modes = Stream.of("-a", "--raw", "--clone", "--newest")
                .filter(arguments::has)
                .toList();
        if (modes.size() > 1) {
            throw new UsageException(String.join(" and ", modes) + " contradict each other");
        }
        boolean all = arguments.has("--clone") || arguments.has("--newest");
        if (all && !arguments.operands().isEmpty()) {
            throw new UsageException(modes.get(0) + " is of all packages: leave out '"
                    + arguments.operands().get(0) + "'");
        }
        if (arguments.has("--clone") && CopiedVersions.areChosen(arguments)) {
            throw new UsageException("--clone copies all versions: leave out which");
        }
    }

    /** The newest version of each package. */
    private static int listNewest(Arguments arguments, PrintStream out) {
        try (Repository source = Repositories.read(arguments)) {
            for (String publisher : Repositories.publishers(source, arguments)) {
                Catalog catalog = source.catalog(publisher);
                for (String stem : catalog.stems(publisher)) {
                    List<CatalogEntry> versions = catalog.versions(publisher, stem);
                    out.println(Text.line(
                            Text.withoutBuild(versions.get(versions.size() - 1).fmri())));
                }
            }
        }
        return RepoCommand.DONE;
    }

    private static int cloneTo(Path destination, Arguments arguments, PrintStream out) {
        try (Repository source = Repositories.read(arguments)) {
            RepositoryWriter target = RepositoryWriter.open(destination);
            RepositoryClone clone = new RepositoryClone(source, target);
            Map<String, RepositoryClone.Changes> changes = new LinkedHashMap<>();
            clonedPublishers(source, target, arguments)
                    .forEach(publisher -> changes.put(publisher, clone.changes(publisher)));
            changes.forEach((publisher, change) -> {
                if (!arguments.has("-n")) {
                    clone.apply(publisher, change);
                }
                change.copied()
                        .forEach(entry -> out.println(Text.line(entry.fmri().toString())));
                change.removed().forEach(fmri -> out.println("removed " + Text.line(fmri.toString())));
            });
        }
        return RepoCommand.DONE;
    }

    // Publishers that the target lacks are added only if they are named: a clone into the wrong repository is easily
    // typed.
    private static List<String> clonedPublishers(Repository source, RepositoryWriter target, Arguments arguments) {
        if (arguments.all("-p").contains("*")) {
            return source.publishers();
        }
        List<String> publishers = Repositories.publishers(source, arguments);
        List<String> added = publishers.stream()
                .filter(publisher -> !target.publishers().contains(publisher))
                .toList();
        if (arguments.all("-p").isEmpty() && !added.isEmpty()) {
            throw IpsException.notFound("the repository " + target.root() + " has no publisher "
                    + String.join(", ", added) + ": name those to be cloned with -p, or all with -p '*'");
        }
        return publishers;
    }

    private static void toFolder(
            Repository source,
            Map<String, List<CatalogEntry>> wanted,
            Path folder,
            Arguments arguments,
            PrintStream out) {
        RawPackages raw = new RawPackages(source, folder, arguments.has("-k"));
        wanted.values().stream().flatMap(List::stream).forEach(entry -> {
            if (arguments.has("-n") ? !raw.has(entry) : raw.write(entry)) {
                out.println(Text.line(entry.fmri().toString()));
            }
        });
    }

    private static void toArchive(
            Repository source, Map<String, List<CatalogEntry>> wanted, Path archive, boolean dryRun, PrintStream out) {
        if (Files.exists(archive)) {
            throw new IpsException(
                    IpsException.Kind.CONFLICT, "the archive " + archive + " is there already: name another file");
        }
        try (TemporaryRepository folder = TemporaryRepository.beside(archive)) {
            copy(source, wanted, folder.writer(), dryRun, out);
            if (!dryRun) {
                ArchiveWriter.write(folder.root(), archive);
            }
        }
    }

    private static void copy(
            Repository source,
            Map<String, List<CatalogEntry>> wanted,
            RepositoryWriter target,
            boolean dryRun,
            PrintStream out) {
        PackageCopy copy = new PackageCopy(source, target);
        wanted.forEach((publisher, packages) -> {
            List<Fmri> copied = dryRun
                    ? copy.missing(publisher, packages).stream()
                            .map(CatalogEntry::fmri)
                            .toList()
                    : packages.isEmpty() ? List.of() : copy.copy(publisher, packages, IpsListener.NONE);
            copied.forEach(fmri -> out.println(Text.line(fmri.toString())));
        });
    }

    /** With what they depend on, and so on, of the same publisher: the newest version that each dependency takes. */
    private static Collection<CatalogEntry> withDependencies(
            Catalog catalog, String publisher, Collection<CatalogEntry> packages) {
        Map<Fmri, CatalogEntry> found = new LinkedHashMap<>();
        List<CatalogEntry> open = new ArrayList<>(packages);
        while (!open.isEmpty()) {
            CatalogEntry entry = open.remove(open.size() - 1);
            if (found.putIfAbsent(entry.fmri(), entry) == null) {
                catalog.dependencies(entry.fmri()).stream()
                        .filter(action -> action.get("type") != null && !"exclude".equals(action.get("type")))
                        .flatMap(action -> action.attributes().all("fmri").stream())
                        .map(Fmri::parse)
                        .forEach(dependency -> newest(catalog.versions(publisher, dependency.name()), dependency)
                                .forEach(open::add));
            }
        }
        return found.values();
    }

    private static List<CatalogEntry> newest(List<CatalogEntry> versions, Fmri dependency) {
        Version version = dependency.version();
        CatalogEntry found = null;
        for (CatalogEntry entry : versions) {
            Version itsVersion = entry.fmri().requireVersion();
            if (version == null || itsVersion.isSuccessor(version, Version.Constraint.AUTO)) {
                found = entry;
            }
        }
        if (found == null && !versions.isEmpty()) {
            CatalogEntry last = versions.get(versions.size() - 1);
            boolean newer = last.fmri().requireVersion().compareTo(Objects.requireNonNull(version)) >= 0;
            return newer ? List.of(last) : List.of();
        }
        return found == null ? List.of() : List.of(found);
    }
}
