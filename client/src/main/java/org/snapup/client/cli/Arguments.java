package org.snapup.client.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A verb's command line after parsing. */
public final class Arguments {
    /** By name: an option is a record, and the first use of a record's hash code takes 20 ms. */
    private final Map<String, String> options;

    private final List<String> operands;

    /** @param options those that were given, by name; a flag's value is empty */
    Arguments(Map<String, String> options, List<String> operands) {
        this.options = Map.copyOf(options);
        this.operands = List.copyOf(operands);
    }

    public boolean has(Option option) {
        return options.containsKey(option.display());
    }

    /** The option's value, null when it was not given. */
    public @Nullable String value(Option option) {
        return options.get(option.display());
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
