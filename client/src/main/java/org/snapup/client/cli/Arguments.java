package org.snapup.client.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A verb's command line after parsing. */
public final class Arguments {
    /** By name: an option is a record, and the first use of a record's hash code takes 20 ms. */
    private final Map<String, List<String>> options;

    private final List<String> operands;

    /** @param options those that were given, by name, with their values; a flag's value is empty */
    Arguments(Map<String, List<String>> options, List<String> operands) {
        this.options = Map.copyOf(options);
        this.operands = List.copyOf(operands);
    }

    public boolean has(Option option) {
        return options.containsKey(option.display());
    }

    /** The option's value, null when it was not given. */
    public @Nullable String value(Option option) {
        List<String> values = options.get(option.display());
        return values == null ? null : values.get(0);
    }

    /** Every value that was given, in order; empty when it was not given. */
    public List<String> values(Option option) {
        return options.getOrDefault(option.display(), List.of());
    }

    /** Every value of an option whose values are lists: {@code -t file,dir -t link} has three. */
    public List<String> listed(Option option) {
        List<String> all = new ArrayList<>();
        for (String value : values(option)) {
            all.addAll(List.of(value.split(",", -1)));
        }
        return all;
    }

    public List<String> operands() {
        return operands;
    }

    /** The operand at a position, null when there are not so many. */
    public @Nullable String operand(int index) {
        return index < operands.size() ? operands.get(index) : null;
    }

    /** An operand that the syntax requires. */
    public String required(int index) {
        return operands.get(index);
    }
}
