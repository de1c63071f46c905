package org.paisaje.registry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All things of one kind that have a name: those of the program, then those of every {@link Supply}. */
public final class Registry<T> {
    /** The name of a class, perhaps with a method, before what is wrong. */
    private static final Pattern CLASS = Pattern.compile("^[A-Z]\\w*(\\.\\w+)?: ");

    private final Class<T> kind;
    private final String what;
    private final List<Entry<T>> own;
    private @Nullable List<Entry<T>> all;

    private Registry(Class<T> kind, String what, List<Entry<T>> own) {
        this.kind = kind;
        this.what = what;
        this.own = own;
    }

    /**
     * The registry of a kind.
     *
     * @param what what one is called in messages, as {@code loss}
     * @param own the entries of the program, in the order of lists
     */
    public static <T> Registry<T> of(Class<T> kind, String what, List<Entry<T>> own) {
        return new Registry<>(kind, what, List.copyOf(own));
    }

    /** What one is called. */
    public String what() {
        return what;
    }

    /** All entries in the order of lists. */
    public synchronized List<Entry<T>> entries() {
        List<Entry<T>> known = all;
        if (known == null) {
            known = new ArrayList<>(own);
            for (Supply supply : ServiceLoader.load(Supply.class)) {
                for (Entry<?> entry : supply.entries()) {
                    if (entry.kind() == kind) {
                        known.add(cast(entry));
                    }
                }
            }
            requireDistinct(known);
            all = List.copyOf(known);
        }
        return known;
    }

    // The kind of the entry has been compared.
    @SuppressWarnings("unchecked")
    private Entry<T> cast(Entry<?> entry) {
        return (Entry<T>) entry;
    }

    private void requireDistinct(List<Entry<T>> entries) {
        Set<String> names = new HashSet<>();
        for (Entry<T> entry : entries) {
            List<String> own = new ArrayList<>(entry.aliases());
            own.add(entry.name());
            for (String name : own) {
                if (!names.add(name)) {
                    throw new IllegalStateException(what + ": two entries are called " + name);
                }
            }
        }
    }

    /** One of each entry's examples, in order: what the tests of the kind run over. */
    public List<T> examples() {
        return entries().stream().flatMap(entry -> entry.examples().stream()).map(this::parse).toList();
    }

    /**
     * Reads one, by the name or an alias and its options.
     *
     * @throws IllegalArgumentException that names the part at fault and what is known
     */
    public T parse(String text) {
        Options options = Options.parse(what, text);
        Entry<T> entry = find(own, options)
                .or(() -> find(entries(), options))
                .orElseThrow(() -> new IllegalArgumentException(what + ": \"" + options.shown()
                        + "\" is not known; write one of " + forms()));
        T made;
        try {
            made = entry.factory().apply(options.of(entry.form()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(inText(options, String.valueOf(e.getMessage())), e);
        }
        options.finish();
        return made;
    }

    /** The text in place of the name of the class that complains, which nobody wrote. */
    private String inText(Options options, String message) {
        String own = CLASS.matcher(message).replaceFirst("");
        return own.length() == message.length() ? message : what + " \"" + options.shown() + "\": " + own;
    }

    /** The entry that a text begins with, by its name or an alias. */
    public Optional<Entry<T>> named(String text) {
        String head = Options.headOf(text);
        return entries().stream().filter(entry -> entry.isCalled(head)).findFirst();
    }

    private static <T> Optional<Entry<T>> find(List<Entry<T>> entries, Options options) {
        return entries.stream().filter(entry -> entry.isCalled(options.head())).findFirst();
    }

    private String forms() {
        return entries().stream().map(Entry::form).collect(Collectors.joining(", "));
    }
}
