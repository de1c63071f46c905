package org.paisaje.study.explain.check;

import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.data.Whitening;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.architecture.Mlp;

/**
 * What {@link FewSamples} leaves from the start, from the end and from weights drawn anew.
 *
 * @param samples how many samples
 * @param start what is left from the start
 * @param end what is left from the end
 * @param fresh how many of the fresh starts reach the targets
 * @param tries how many fresh starts there were
 * @param whitened whether, where the start does not, far more fresh starts reach them from uncorrelated inputs, by which a network
 *     whose first layer is dense is able to do the same as by the inputs as they are
 * @param obstacle why it cannot be, exactly, where that is known; empty otherwise
 */
public record Fitting(int samples, double start, double end, int fresh, int tries, boolean whitened,
        String obstacle) {
    /** What counts as fitted: a thousandth of the spread of the targets. */
    public static final double FITTED = 1e-3;
    private static final int TRIES = 5;
    /** Where half of all starts do, so many more of five reach them by chance in 5 of 100 cases; of other shares in fewer. */
    private static final int FAR_MORE = 3;

    /** Absent as by {@link FewSamples#of}. */
    public static Optional<Fitting> of(Architecture network, double[] start, double[] end, Matrix x, Matrix y,
            Seed seed) {
        return FewSamples.of(network, x, y).map(few -> {
            double first = few.left(network, start);
            double last = few.left(network, end);
            boolean fits = first <= FITTED && last <= FITTED;
            int fresh = fits ? 0 : (int) fresh(network, few, seed);
            boolean whitened = first > FITTED && network instanceof Mlp
                    && whitened(network, x, y, seed) >= fresh + FAR_MORE;
            return new Fitting(few.size(), first, last, fresh, fits ? 0 : TRIES, whitened,
                    first <= FITTED || fresh > 0 || whitened ? "" : obstacle(network, few));
        });
    }

    /** How many fresh starts reach the targets from uncorrelated inputs. */
    private static long whitened(Architecture network, Matrix x, Matrix y, Seed seed) {
        return FewSamples.of(network, Whitening.of(x).apply(x), y).map(few -> fresh(network, few, seed)).orElse(0L);
    }

    private static long fresh(Architecture network, FewSamples few, Seed seed) {
        return IntStream.range(0, TRIES)
                .filter(i -> few.left(network, network.initialize(seed.at(i))) <= FITTED)
                .count();
    }

    /** Whether the network is not able to: neither the start nor a fresh one fits. */
    public boolean never() {
        return start > FITTED && fresh == 0 && !whitened;
    }

    private static String obstacle(Architecture network, FewSamples few) {
        int n = few.size();
        if (!network.head().none()) {
            double low = network.head().infimum();
            double high = network.head().supremum();
            for (double y : few.y().data()) {
                if (y < low || y > high) {
                    return "the range of the " + network.head().name()
                            + " behind the outputs does not hold the targets";
                }
            }
        }
        if (network instanceof Mlp mlp && (mlp.activation().identity() || mlp.hiddenWidths().isEmpty())) {
            int most = mlp.inputs() + 1;
            return n > most
                    ? "a linear function of " + mlp.inputs() + " inputs meets " + most + " samples in general"
                    : "";
        }
        if (network instanceof Mlp mlp && mlp.inputs() == 1 && mlp.hiddenWidths().size() == 1
                && mlp.activation().piecewiseLinear()) {
            int pieces = mlp.hiddenWidths().getFirst() * mlp.activation().kinks().length + 1;
            return pieces < n - 1
                    ? mlp.hiddenWidths().getFirst() + " units of " + mlp.activation().name() + " make at most " + pieces
                            + " linear pieces along one input"
                    : "";
        }
        long equations = (long) n * network.outputs();
        if (network.layout().size() < equations) {
            return network.layout().size() + " weights cannot meet " + equations + " numbers in general";
        }
        if (network instanceof Mlp mlp && mlp.hiddenWidths().stream().anyMatch(width -> width == 1)) {
            return "everything passes through one unit, so the hidden states lie on a line";
        }
        return "";
    }
}
