package org.paisaje.study.connect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.theory.landscape.align.NetworkAlignment;
import org.paisaje.theory.landscape.align.NetworkAlignment.By;
import org.paisaje.theory.landscape.align.Symmetries;
import org.paisaje.theory.landscape.path.Curve;
import org.paisaje.theory.landscape.path.LossField;

/**
 * The loss on the straight line between two networks as they are, and after each alignment that their architecture allows.
 *
 * @param lines the line between them as they are, then those after alignment, the lowest last
 * @param best the alignment of that lowest line; nothing if they were not aligned
 * @param by what told the units there: weights or activations; empty if they were not aligned
 * @param whyNot why they were not aligned; empty if they were
 */
public record StraightLines(List<LossLine> lines, Optional<NetworkAlignment> best, String by, String whyNot) {
    /** Samples by which units are told and the function is seen to stay. */
    private static final int SAMPLES = 1000;

    /** Lines and alignments that are known already, and where those that are found are kept. */
    interface Known {
        /** Nothing is known, and nothing is kept. */
        Known NOTHING = new Known() {
            @Override
            public LossLine line(String id, Supplier<LossLine> work) {
                return work.get();
            }

            @Override
            public NetworkAlignment alignment(String id, Supplier<NetworkAlignment> work) {
                return work.get();
            }
        };

        /** The line of that id, else the one that the work gives. */
        LossLine line(String id, Supplier<LossLine> work);

        /** The alignment of that id, else the one that the work gives. */
        NetworkAlignment alignment(String id, Supplier<NetworkAlignment> work);
    }

    /** Copies the list. */
    public StraightLines {
        lines = List.copyOf(lines);
    }

    /**
     * Looks at the lines.
     *
     * @param train the loss on the training data
     * @param test that on test data, if there are any
     * @param ways how the second network is brought to the first; none for not at all
     * @param steps at how many equal steps each line is looked at
     * @param told what is being done
     */
    public static StraightLines between(Architecture network, double[] a, double[] b, LossField train,
            Optional<LossField> test, Collection<By> ways, int steps, Seed seed, Consumer<String> told) {
        return between(network, a, b, train, test, ways, steps, seed, told, Known.NOTHING);
    }

    /** The same, with what is known of it. */
    static StraightLines between(Architecture network, double[] a, double[] b, LossField train,
            Optional<LossField> test, Collection<By> ways, int steps, Seed seed, Consumer<String> told, Known known) {
        told.accept("the straight line");
        List<LossLine> lines = new ArrayList<>();
        lines.add(known.line("line",
                () -> LossLine.along("line", "straight line", Curve.line(a, b), train, test, steps)));
        if (ways.isEmpty()) {
            return new StraightLines(lines, Optional.empty(), "",
                    Arrays.equals(a, b) ? "they have the same weights" : "it was not asked for");
        }
        if (!Symmetries.of(network).any()) {
            return new StraightLines(lines, Optional.empty(), "",
                    "no two of its units can change places, or one its sign or scale, without a change of the function");
        }
        Matrix x = train.risk().x();
        Matrix samples = x.rows() <= SAMPLES ? x : x.rowRange(0, SAMPLES);
        Optional<NetworkAlignment> best = Optional.empty();
        String by = "";
        for (By how : ways) {
            told.accept("alignment by " + word(how));
            String id = "aligned-" + word(how);
            NetworkAlignment aligned = known.alignment("alignment-" + word(how),
                    () -> NetworkAlignment.of(network, a, b, how, samples, seed));
            LossLine line = known.line(id, () -> LossLine.along(id, "line, by " + word(how),
                    Curve.line(a, aligned.theta()), train, test, steps));
            boolean lower = best.isEmpty() || line.train().aboveChord() < lines.getLast().train().aboveChord();
            lines.add(lower ? lines.size() : lines.size() - 1, line);
            best = lower ? Optional.of(aligned) : best;
            by = lower ? word(how) : by;
        }
        return new StraightLines(lines, best, by, "");
    }

    /** The line between the networks as they are. */
    public LossLine straight() {
        return lines.getFirst();
    }

    /** The lowest line after alignment; nothing if they were not aligned. */
    public Optional<LossLine> aligned() {
        return best.map(_ -> lines.getLast());
    }

    /** The second network as it was aligned, else as it is. */
    double[] end(double[] b) {
        return best.map(NetworkAlignment::theta).orElse(b);
    }

    static String word(By by) {
        return by == By.WEIGHTS ? "weights" : "activations";
    }
}
