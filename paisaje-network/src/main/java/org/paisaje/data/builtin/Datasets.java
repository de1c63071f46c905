package org.paisaje.data.builtin;

import java.util.List;
import org.paisaje.data.Dataset;
import org.paisaje.data.source.SourceFormats;
import org.paisaje.math.random.Seed;
import org.paisaje.registry.Entry;
import org.paisaje.registry.KeyValues;
import org.paisaje.registry.Registry;
import org.paisaje.registry.Spelling;

/** The data sets that have a name: two real ones and the generators, with options as {@code rings:n=1000,noise=0.05}. */
public final class Datasets {
    private static final Registry<DataKind> REGISTRY = Registry.of(DataKind.class, "data", List.of(
            named("digits", "1,797 handwritten digits of 8 x 8 pixels, scaled to [0, 1]; ten classes",
                    "", (o, s) -> BuiltIn.digits()),
            named("iris", "150 flowers, four lengths in cm; three classes", "", (o, s) -> BuiltIn.iris()),
            named("rings", "a disc inside a ring, radii inner < from < to", "n inner from to noise",
                    (o, s) -> new Rings(o.number("inner", 0.35), o.number("from", 0.575), o.number("to", 1),
                            o.number("noise", 0)).draw(o.count("n", 1000), s))
                    .examples("rings:n=500,noise=0.05"),
            named("discs", "two discs side by side", "n radius distance noise",
                    (o, s) -> new Discs(o.number("radius", 0.4), o.number("distance", 1), o.number("noise", 0))
                            .draw(o.count("n", 1000), s))
                    .examples("discs:n=200,distance=1.2"),
            named("moons", "two interleaved half circles", "n noise",
                    (o, s) -> new Moons(o.number("noise", 0.1)).draw(o.count("n", 1000), s))
                    .examples("moons:n=200,noise=0.2"),
            named("spirals", "arms of a spiral", "n arms turns noise",
                    (o, s) -> new Spirals(o.count("arms", 2), o.number("turns", 1.5), o.number("noise", 0.02))
                            .draw(o.count("n", 1000), s))
                    .examples("spirals:n=300,arms=3"),
            named("blobs", "Gaussian clouds in d dimensions", "n d classes spread noise",
                    (o, s) -> new Blobs(o.count("d", 2), o.count("classes", 3), o.number("spread", 4),
                            o.number("noise", 1)).draw(o.count("n", 1000), s))
                    .examples("blobs:n=300,d=5,classes=4"),
            named("xor", "the sign of a product on the square", "n gap noise",
                    (o, s) -> new Xor(o.number("gap", 0), o.number("noise", 0)).draw(o.count("n", 1000), s))
                    .examples("xor:n=200,noise=0.1"),
            named("four-points", "the four corners of the square with exclusive-or labels", "",
                    (o, s) -> Xor.fourPoints()),
            named("intervals", "2m alternating intervals of [-1, 1]", "n m",
                    (o, s) -> new AlternatingIntervals(o.count("m", 4)).draw(o.count("n", 1000), s))
                    .examples("intervals:n=200,m=3"),
            named("parity", "the parity of the first of d signs", "n d bits",
                    (o, s) -> new Parity(o.count("d", 10), o.count("bits", 3)).draw(o.count("n", 1000), s))
                    .examples("parity:n=200,d=8"),
            named("step", "the Heaviside step on a grid; regression", "n noise",
                    (o, s) -> new Step(o.number("noise", 0)).draw(o.count("n", 200), s))
                    .examples("step:n=50,noise=0.1"),
            named("gaussian", "Gaussian inputs, linear targets with noise; regression", "n d noise outputs",
                    (o, s) -> Teacher.linear(o.count("d", 10), o.count("outputs", 1), o.number("noise", 0.1), s)
                            .draw(o.count("n", 1000), s)
                            .named("gaussian"))
                    .examples("gaussian:n=200,d=5"),
            named("teacher", "Gaussian inputs, target from a ReLU network; regression", "n d width noise",
                    (o, s) -> Teacher.relu(o.count("d", 10), o.count("width", 5), o.number("noise", 0), s)
                            .draw(o.count("n", 1000), s))
                    .examples("teacher:n=200,d=5,width=3")));

    private Datasets() {}

    private static Entry<DataKind> named(String name, String description, String options, DataKind.Maker maker) {
        List<String> keys = options.isEmpty() ? List.of() : List.of(options.split(" "));
        DataKind kind = DataKind.of(keys, maker);
        return Entry.of(DataKind.class, keys.isEmpty() ? name : name + ":" + String.join("=,", keys) + "=", description,
                o -> kind);
    }

    /** The data sets that have a name. */
    public static Registry<DataKind> registry() {
        return REGISTRY;
    }

    /** Whether the text before the first colon is one of the names. */
    public static boolean knows(String spec) {
        return REGISTRY.named(spec).isPresent();
    }

    /**
     * The data set of that name.
     *
     * @param spec a name, or a name with options: {@code spirals:n=300,arms=3}
     * @param seed what the random ones are drawn from
     * @throws IllegalArgumentException if a name or option is not known, with the nearest that is
     */
    public static Dataset named(String spec, Seed seed) {
        Entry<DataKind> found = REGISTRY.named(spec).orElseThrow(() -> unknown(spec));
        DataKind kind = found.make();
        int colon = spec.indexOf(':');
        KeyValues options = KeyValues.parse("data " + found.name(), colon < 0 ? "" : spec.substring(colon + 1),
                kind.options());
        return kind.make(options, seed.named(found.name()));
    }

    /** The complaint about a name that is none, with the nearest. */
    public static IllegalArgumentException unknown(String spec) {
        String name = spec.split(":", 2)[0];
        List<String> names = REGISTRY.entries().stream().map(Entry::name).toList();
        return new IllegalArgumentException("data: there is no data set called " + name
                + Spelling.suggestion(name, names) + "; built in are " + String.join(", ", names)
                + "; files are " + SourceFormats.forms());
    }
}
