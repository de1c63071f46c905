package org.paisaje.registry;

import java.util.List;
import java.util.function.Function;

/**
 * A thing that has a name, with the options by which it is made.
 *
 * @param kind what is made
 * @param form how it is written, {@code adam:RATE,beta1=,beta2=} or {@code leaky-relu(SLOPE)}; the name stands first
 * @param description what it is, in half a line
 * @param aliases other names that people type
 * @param examples texts that make one; the tests of the kind run over all of them
 * @param factory makes one from its options
 */
public record Entry<T>(Class<T> kind, String form, String description, List<String> aliases, List<String> examples,
        Function<Options, T> factory) {
    /** Copies the lists. */
    public Entry {
        aliases = List.copyOf(aliases);
        examples = List.copyOf(examples);
    }

    /** An entry without aliases whose example is its name. */
    public static <T> Entry<T> of(Class<T> kind, String form, String description, Function<Options, T> factory) {
        return new Entry<>(kind, form, description, List.of(), List.of(Options.headOf(form)), factory);
    }

    /** The same with other examples. */
    public Entry<T> examples(String... texts) {
        return new Entry<>(kind, form, description, aliases, List.of(texts), factory);
    }

    /** The same with other names besides. */
    public Entry<T> aliases(String... names) {
        return new Entry<>(kind, form, description, List.of(names), examples, factory);
    }

    /** The thing itself, for kinds whose options are read later. */
    public T make() {
        return factory.apply(Options.parse(kind.getSimpleName(), name()));
    }

    /** The name. */
    public String name() {
        return Options.headOf(form);
    }

    boolean isCalled(String head) {
        return name().equals(head) || aliases.contains(head);
    }
}
