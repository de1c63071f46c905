package org.paisaje.study.initialize;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.math.random.Seed;
import org.paisaje.network.LayerShape;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Finding;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.dynamics.signal.TypicalScale;

/**
 * Whether the weights of narrow ReLU layers of one width without biases keep the norm of a signal, in the mean square and in a
 * usual network that is alive (document 004, figures 8.3 to 8.6).
 *
 * @param width N
 * @param layers hidden layers
 * @param deviation of the weights
 * @param uniform whether weights are uniform; else normal
 * @param measured the factor of a layer in the middle one of the draws that are alive; NaN if none is
 * @param drifts E log of the factor of a layer of deviation 1 by width from 1 on
 */
record NarrowScale(int width, int layers, double deviation, boolean uniform, double measured, double[] drifts) {
    private static final int MOST_WIDTH = 16;
    private static final int CHAIN = 200;
    private static final int STEPS = 40;
    /** A factor of 10 through all layers is felt. */
    private static final double FELT = 1;
    private static final double MOST_DECADES = 8;

    /** Absent for other layers than those, wider ones, and weights that are not independent. */
    static Optional<NarrowScale> of(StartSample given, Seed seed) {
        int inner = given.inner();
        Initializer.Distribution law = given.initializer().distribution();
        if (inner < 2 || given.weights().isPresent() || law == Initializer.Distribution.ORTHOGONAL) {
            return Optional.empty();
        }
        List<LayerShape> hidden = given.layers().subList(1, inner);
        int width = hidden.getFirst().outputs();
        boolean alike = hidden.stream().allMatch(layer -> layer.outputs() == width && layer.inputs() == width);
        double deviation = hidden.getFirst().weightScale() * given.initializer().deviation(hidden.getFirst());
        if (!alike || width > MOST_WIDTH || !(deviation > 0)) {
            return Optional.empty();
        }
        boolean uniform = law == Initializer.Distribution.UNIFORM;
        double[] drifts = IntStream.rangeClosed(1, MOST_WIDTH)
                .mapToDouble(n -> uniform
                        // Weights of deviation 1 are uniform on +-sqrt(3).
                        ? TypicalScale.of(n, CHAIN, seed.named("typical").at(n)).drift().estimate() + 0.5 * Math.log(3)
                        : TypicalScale.normalDrift(n))
                .toArray();
        double[] alive = IntStream.range(0, given.draws())
                .filter(k -> given.activation()[inner - 1][k] > 0)
                .mapToDouble(k -> Math.pow(given.activation()[inner - 1][k] / given.activation()[0][k],
                        1.0 / (inner - 1)))
                .toArray();
        return Optional.of(new NarrowScale(width, inner, deviation, uniform, StartSample.median(alive), drifts));
    }

    private double usual() {
        return Math.exp(drifts[width - 1]) * deviation;
    }

    /** The factor of a layer in usual draws beside theory. */
    Finding finding() {
        String quantity = "factor of a layer on a norm, middle of the draws that are alive";
        double decades = (layers - 1) * Math.log10(usual());
        String words = "The deviation " + Words.number(Math.exp(-drifts[width - 1]))
                + " keeps the norm of a usual network, "
                + Words.number(Math.sqrt(2.0 / width))
                + " that of the mean square, which a few large draws carry. Usual norms "
                + (Math.abs(decades) < FELT
                        ? "are about kept."
                        : (decades < 0 ? "shrink" : "grow") + " by a factor of 10^"
                                + Words.number(Math.abs(decades)) + " through the layers.");
        Finding finding = Double.isNaN(measured)
                ? Finding.unmeasured("typical-scale", quantity, "All draws are dead.")
                : Finding.of("typical-scale", quantity, measured)
                        .against(Relation.EQUAL, usual(), "exp(E log) of living layers of " + width + " units with "
                                + (uniform ? "uniform" : "normal") + " weights; one network deviates");
        return finding.judged(Math.abs(decades) < FELT ? Assessment.FINE : Assessment.NOTE,
                Math.abs(decades) < FELT ? "kept" : decades < 0 ? "fades" : "grows", words);
    }

    /** What usual norms come to over width, depth and the size of the weights, with the critical lines. */
    Figure figure() {
        double[] widths = IntStream.rangeClosed(1, MOST_WIDTH).asDoubleStream().toArray();
        double most = 2.2 * Math.max(deviation, Math.exp(-drifts[width - 1]));
        double[] sizes = IntStream.rangeClosed(1, STEPS).mapToDouble(i -> most * i / STEPS).toArray();
        double[][] byWidth = new double[STEPS][MOST_WIDTH];
        double[] depths = IntStream.rangeClosed(1, Math.max(20, 2 * layers)).asDoubleStream().toArray();
        double[][] byDepth = new double[STEPS][depths.length];
        for (int i = 0; i < STEPS; i++) {
            for (int n = 0; n < MOST_WIDTH; n++) {
                byWidth[i][n] = decades(layers, drifts[n], sizes[i]);
            }
            for (int h = 0; h < depths.length; h++) {
                byDepth[i][h] = decades(depths[h], drifts[width - 1], sizes[i]);
            }
        }
        double usual = Math.exp(-drifts[width - 1]);
        double critical = Math.sqrt(2.0 / width);
        double[] critics = Arrays.stream(widths).map(n -> Math.sqrt(2 / n)).toArray();
        double[] usuals = Arrays.stream(drifts).map(mu -> Math.exp(-mu)).toArray();
        Axis size = Axis.linear("deviation of the weights");
        return new Figure.Panels("typical-scale", "What narrow layers do to a usual norm",
                "The power of ten that the norm of a usual signal is multiplied by on its way through ReLU layers that are alive "
                        + "(orange shrinks, blue grows; at most 8), left over the width for " + layers
                        + " layers, right over the depth for this width. On the upper line a usual norm is kept, on the lower one "
                        + "the mean square"
                        + (uniform ? ", where weights reach to sqrt(6/N)" : "")
                        + ". The size of the weights does not change how many networks are born dead: without biases a factor before "
                        + "all weights leaves every sign as it is.",
                List.of(new Figure.Chart("typical-width", "Over the width", "", Axis.linear("units of each layer, N"),
                        size,
                        List.of(new Series.Shade("", widths, sizes, byWidth, true),
                                new Series.Line("usual norm kept", Role.THEORY, kept(widths, usuals, most)[0],
                                        kept(widths, usuals, most)[1]),
                                new Series.Line("mean square kept, sqrt(2/N)", Role.REFERENCE,
                                        kept(widths, critics, most)[0], kept(widths, critics, most)[1]),
                                new Series.Marks("this network", Role.MEASURED, new double[] {width},
                                        new double[] {deviation}, Series.Mark.DISC))),
                        new Figure.Chart("typical-depth", "Over the depth", "", Axis.linear("layers"), size,
                                List.of(new Series.Shade("", depths, sizes, byDepth, true),
                                        new Series.Line("usual norm kept", Role.THEORY, ends(depths),
                                                new double[] {usual, usual}),
                                        new Series.Line("mean square kept, sqrt(2/N)", Role.REFERENCE, ends(depths),
                                                new double[] {critical, critical}),
                                        new Series.Marks("this network", Role.MEASURED, new double[] {layers},
                                                new double[] {deviation}, Series.Mark.DISC)))));
    }

    private static double decades(double layers, double drift, double size) {
        return Math.clamp(layers * (drift + Math.log(size)) / Math.log(10), -MOST_DECADES, MOST_DECADES);
    }

    private static double[] ends(double[] all) {
        return new double[] {all[0], all[all.length - 1]};
    }

    /** The part of a line that the picture shows. */
    private static double[][] kept(double[] x, double[] y, double most) {
        int[] shown = IntStream.range(0, x.length).filter(i -> y[i] <= most).toArray();
        return new double[][] {Arrays.stream(shown).mapToDouble(i -> x[i]).toArray(),
            Arrays.stream(shown).mapToDouble(i -> y[i]).toArray()};
    }
}
