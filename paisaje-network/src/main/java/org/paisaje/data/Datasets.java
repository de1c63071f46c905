package org.paisaje.data;

import java.util.List;
import java.util.Optional;
import org.paisaje.math.random.Seed;

/** The data sets that have a name: two real ones and the generators, with options as {@code rings:n=1000,noise=0.05}. */
public final class Datasets {
    /** A data set that has a name, for lists and help. */
    public record Entry(String name, String description, List<String> options) {}

    private interface Maker {
        Dataset make(DatasetOptions options, Seed seed);
    }

    private record Named(Entry entry, Maker maker) {}

    private static final List<Named> ALL = List.of(
            named("digits", "1,797 handwritten digits of 8 x 8 pixels, scaled to [0, 1]; ten classes",
                    "", (o, s) -> BuiltIn.digits()),
            named("iris", "150 flowers, four lengths in cm; three classes", "", (o, s) -> BuiltIn.iris()),
            named("rings", "a disc inside a ring, radii inner < from < to", "n inner from to noise",
                    (o, s) -> new Rings(o.real("inner", 0.35), o.real("from", 0.575), o.real("to", 1),
                            o.real("noise", 0)).draw(o.integer("n", 1000), s)),
            named("discs", "two discs side by side", "n radius distance noise",
                    (o, s) -> new Discs(o.real("radius", 0.4), o.real("distance", 1), o.real("noise", 0))
                            .draw(o.integer("n", 1000), s)),
            named("moons", "two interleaved half circles", "n noise",
                    (o, s) -> new Moons(o.real("noise", 0.1)).draw(o.integer("n", 1000), s)),
            named("spirals", "arms of a spiral", "n arms turns noise",
                    (o, s) -> new Spirals(o.integer("arms", 2), o.real("turns", 1.5), o.real("noise", 0.02))
                            .draw(o.integer("n", 1000), s)),
            named("blobs", "Gaussian clouds in d dimensions", "n d classes spread noise",
                    (o, s) -> new Blobs(o.integer("d", 2), o.integer("classes", 3), o.real("spread", 4),
                            o.real("noise", 1)).draw(o.integer("n", 1000), s)),
            named("xor", "the sign of a product on the square", "n gap noise",
                    (o, s) -> new Xor(o.real("gap", 0), o.real("noise", 0)).draw(o.integer("n", 1000), s)),
            named("four-points", "the four corners of the square with exclusive-or labels", "",
                    (o, s) -> Xor.fourPoints()),
            named("intervals", "2m alternating intervals of [-1, 1]", "n m",
                    (o, s) -> new AlternatingIntervals(o.integer("m", 4)).draw(o.integer("n", 1000), s)),
            named("parity", "the parity of the first of d signs", "n d bits",
                    (o, s) -> new Parity(o.integer("d", 10), o.integer("bits", 3)).draw(o.integer("n", 1000), s)),
            named("step", "the Heaviside step on a grid; regression", "n noise",
                    (o, s) -> new Step(o.real("noise", 0)).draw(o.integer("n", 200), s)),
            named("gaussian", "Gaussian inputs, linear target with noise; regression", "n d noise",
                    (o, s) -> Teacher.linear(o.integer("d", 10), o.real("noise", 0.1), s)
                            .draw(o.integer("n", 1000), s)
                            .named("gaussian")),
            named("teacher", "Gaussian inputs, target from a ReLU network; regression", "n d width noise",
                    (o, s) -> Teacher.relu(o.integer("d", 10), o.integer("width", 5), o.real("noise", 0), s)
                            .draw(o.integer("n", 1000), s)));

    private Datasets() {}

    private static Named named(String name, String description, String options, Maker maker) {
        return new Named(new Entry(name, description, options.isEmpty() ? List.of() : List.of(options.split(" "))),
                maker);
    }

    /** The names with what they stand for and their options. */
    public static List<Entry> entries() {
        return ALL.stream().map(Named::entry).toList();
    }

    /** Whether the text before the first colon is one of the names. */
    public static boolean knows(String spec) {
        return find(spec).isPresent();
    }

    /**
     * The data set of that name.
     *
     * @param spec a name, or a name with options: {@code spirals:n=300,arms=3}
     * @param seed what the random ones are drawn from
     * @throws IllegalArgumentException if a name or option is not known, with the nearest that is
     */
    public static Dataset named(String spec, Seed seed) {
        Named found = find(spec).orElseThrow(() -> unknown(spec));
        int colon = spec.indexOf(':');
        DatasetOptions options = DatasetOptions.parse(found.entry.name(), colon < 0 ? "" : spec.substring(colon + 1),
                found.entry.options());
        return found.maker.make(options, seed.named(found.entry.name()));
    }

    /** The complaint about a name that is none, with the nearest. */
    static IllegalArgumentException unknown(String spec) {
        String name = spec.split(":", 2)[0];
        List<String> names = ALL.stream().map(n -> n.entry.name()).toList();
        return new IllegalArgumentException("data: there is no data set called " + name
                + DatasetOptions.nearest(name, names).map(near -> "; did you mean " + near + "?").orElse(".")
                + " Built in are " + String.join(", ", names)
                + "; files are FILE.csv, FILE.npz, X.npy,Y.npy or idx:IMAGES,LABELS");
    }

    private static Optional<Named> find(String spec) {
        String name = spec.split(":", 2)[0];
        return ALL.stream().filter(n -> n.entry.name().equals(name)).findFirst();
    }
}
