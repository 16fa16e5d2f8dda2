package org.snapup.ips;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.ips.upkeep.ManualMarks;
import org.snapup.ips.verify.VerifiedPackage;

/** Understands as much of pkg(1)'s command line as tests need to give the same commands to both. */
final class ImageCommands {
    private static final Set<IpsException.Kind> REFUSALS =
            Set.of(IpsException.Kind.NO_SOLUTION, IpsException.Kind.CONFLICT, IpsException.Kind.NOT_FOUND);

    private final Path root;
    private final Path cache;

    ImageCommands(Path root, Path cache) {
        this.root = root;
        this.cache = cache;
    }

    /** Whether something was changed; that nothing can be is not an error here. */
    boolean run(List<String> words) {
        List<String> rest = words.subList(1, words.size());
        try {
            return switch (words.get(0)) {
                case "freeze" ->
                    !Ips.freeze(root, rest, Optional.empty(), false, cache).isEmpty();
                case "unfreeze" -> !Ips.unfreeze(root, rest, false, cache).isEmpty();
                case "avoid" -> !Ips.avoid(root, rest, cache, IpsListener.NONE).isEmpty();
                case "unavoid" ->
                    !Ips.unavoid(root, rest, cache, IpsListener.NONE).isEmpty();
                case "verify" ->
                    Ips.verify(root, List.of(), List.of(), cache, IpsListener.NONE).packages().stream()
                            .allMatch(VerifiedPackage::isWhole);
                case "flag" ->
                    ManualMarks.set(
                                    root,
                                    rest.subList(1, rest.size()),
                                    rest.get(0).equals("-m"),
                                    cache,
                                    words)
                            > 0;
                default -> execute(request(words.get(0), rest));
            };
        } catch (IpsException e) {
            if (REFUSALS.contains(e.kind())) {
                return false;
            }
            throw e;
        }
    }

    private boolean execute(PlanRequest request) {
        ImagePlan plan = Ips.plan(root, request, cache, IpsListener.NONE);
        if (!plan.isEmpty()) {
            Ips.execute(root, plan, cache, IpsListener.NONE);
        }
        return !plan.isEmpty();
    }

    private static PlanRequest request(String verb, List<String> words) {
        List<String> operands = new ArrayList<>();
        List<String> rejected = new ArrayList<>();
        Map<String, String> options = new TreeMap<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--ignore-missing")) {
                options.put(word, "");
            } else if (word.equals("--reject")) {
                rejected.add(words.get(++i));
            } else if (word.startsWith("-")) {
                options.put(word, words.get(++i));
            } else {
                operands.add(word);
            }
        }
        return switch (verb) {
            case "install" -> new PlanRequest.Install(operands, rejected);
            case "exact-install" -> new PlanRequest.ExactInstall(operands, rejected);
            case "update" -> new PlanRequest.Update(operands, rejected, options.containsKey("--ignore-missing"));
            case "uninstall" -> new PlanRequest.Uninstall(operands, options.containsKey("--ignore-missing"));
            case "apply-hot-fix" ->
                new PlanRequest.ApplyHotFix(Path.of(operands.get(0)), operands.subList(1, operands.size()));
            case "dehydrate" -> new PlanRequest.Hydration(publishers(options), false);
            case "rehydrate" -> new PlanRequest.Hydration(publishers(options), true);
            case "autoremove" -> new PlanRequest.Autoremove();
            case "fix" -> new PlanRequest.Fix(operands);
            case "revert" -> new PlanRequest.Revert(operands, List.of());
            case "set-mediator" ->
                new PlanRequest.SetMediator(
                        Set.copyOf(operands),
                        Optional.ofNullable(options.get("-V")),
                        Optional.ofNullable(options.get("-I")));
            case "unset-mediator" -> new PlanRequest.UnsetMediator(Set.copyOf(operands), false, false);
            case "change-variant" -> new PlanRequest.ChangeVariant(pairs(operands), rejected);
            case "change-facet" -> {
                Map<String, Optional<Boolean>> facets = new TreeMap<>();
                pairs(operands)
                        .forEach((name, value) -> facets.put(
                                name, value.equals("None") ? Optional.empty() : Optional.of(value.equals("true"))));
                yield new PlanRequest.ChangeFacet(facets, rejected);
            }
            default -> throw new IllegalArgumentException(verb);
        };
    }

    private static List<String> publishers(Map<String, String> options) {
        return options.containsKey("-p") ? List.of(options.get("-p")) : List.of();
    }

    private static Map<String, String> pairs(List<String> operands) {
        Map<String, String> pairs = new TreeMap<>();
        operands.forEach(operand -> pairs.put(operand.split("=", 2)[0], operand.split("=", 2)[1]));
        return pairs;
    }
}
