package org.paisaje.study.explain.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.network.LayerShape;
import org.paisaje.network.Linearization;
import org.paisaje.risk.Risk;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.Reference;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.theory.dynamics.LayerSignal;
import org.paisaje.theory.dynamics.LayerSignals;
import org.paisaje.theory.landscape.Sharpness;
import org.paisaje.training.ProbeSeries;

/**
 * What start, course and end of a run say.
 *
 * @param start the layers at the start
 * @param end the layers at the end
 * @param equalUnits hidden units at the start that are exact copies of another unit of their layer, in and out
 * @param zeroLayers affine maps whose weights are all 0 at the start, by number from 1
 * @param oneSign affine maps whose weights at the start all have one sign, by number from 1
 * @param sharpnessStart the largest curvature at the start; NaN if it was not measured
 * @param top that at the end; measured when first asked for, as {@link #sharpnessEnd()}
 * @param bottom the smallest eigenvalue of the Hessian at the end; measured when first asked for, as {@link #lowestEnd()}
 * @param gradientStart the norm of the gradient at the start
 * @param gradientEnd that at the end
 * @param moved how far the weights moved, relative to their size at the start, layer by layer
 * @param outputStart root mean square of the outputs at the start
 * @param falling by what share the loss fell in the last fifth of the run, judged by the means of its halves
 * @param jumps the largest rise of the loss between two looks, as a factor
 * @param ratio the largest rate of the run over the largest that is stable at the start; NaN where that is not known
 * @param normGrowth the norm of the weights at the end over that at the start
 */
public record RunSignals(List<LayerSignal> start, List<LayerSignal> end, int equalUnits, List<Integer> zeroLayers,
        List<Integer> oneSign, double sharpnessStart, Lazy<Double> top, Lazy<Double> bottom, double gradientStart,
        double gradientEnd, double[] moved, double outputStart, double falling, double jumps, double ratio,
        double normGrowth) {
    private static final double PRODUCT_FLOPS = 2e8;
    private static final double LITTLE = 1e-3;

    static RunSignals of(Attempt attempt) {
        Setup setup = attempt.setup();
        double[] first = setup.start();
        double[] last = attempt.end();
        int n = setup.train().size();
        Risk risk = some(setup);
        double[] startGradient = risk.gradient(first);
        double[] endGradient = risk.gradient(last);
        double sharp = top(risk.hessian(first), setup);
        double ratio = setup.peakRate() / largestRate(setup, sharp);
        Matrix x = setup.train().x().rows(setup.layerRows());
        return new RunSignals(layers(setup, first), layers(setup, last), equalUnits(setup, first),
                layersWhere(setup, first, values -> Arrays.stream(values).allMatch(w -> w == 0)),
                layersWhere(setup, first, RunSignals::oneSign), sharp, new Lazy<>(() -> top(risk.hessian(last), setup)),
                new Lazy<>(() -> -top(risk.hessian(last).negated(), setup)), Norms.euclidean(startGradient),
                Norms.euclidean(endGradient),
                moved(setup, first, last), rms(setup.network().forward(first, x)), falling(attempt.losses()),
                jumps(attempt.losses()), ratio, Norms.euclidean(last) / Math.max(Norms.euclidean(first), 1e-300));
    }

    /** The largest rate that is stable at the start; NaN where that is not known. */
    public static double largestRate(Setup setup) {
        return largestRate(setup, top(some(setup).hessian(setup.start()), setup));
    }

    private static double largestRate(Setup setup, double sharpness) {
        return setup.rule()
                .stability(setup.peakRate())
                .filter(known -> !known.preconditioned() && sharpness > 0)
                .map(known -> known.largestRate(sharpness))
                .orElse(Double.NaN);
    }

    /** The risk on so many samples that a product with its Hessian is cheap. */
    public static Risk some(Setup setup) {
        int n = setup.train().size();
        int most = (int) Math.min(n, Math.max(64, PRODUCT_FLOPS / (8.0 * setup.network().applications())));
        return most == n ? setup.risk() : setup.risk().on(Reference.spread(n, most));
    }

    private static double top(LinearOperator hessian, Setup setup) {
        return Sharpness.of(hessian, setup.seed().named("sharpness")) instanceof Sharpness.Measured found
                ? found.value()
                : Double.NaN;
    }

    private static List<LayerSignal> layers(Setup setup, double[] theta) {
        int[] rows = setup.layerRows();
        Matrix x = setup.train().x().rows(rows);
        Matrix y = setup.targets(setup.train()).rows(rows);
        Linearization at = setup.network().linearize(theta, x);
        Matrix gradient = Matrix.zeros(y.rows(), y.columns());
        setup.loss().valueAndGradient(at.outputs(), y, gradient);
        if (setup.loss().averages()) {
            gradient.scale(y.rows());
        }
        return LayerSignals.of(setup.network(), theta, x, gradient);
    }

    /** Units of hidden layers whose incoming and outgoing weights are those of another one. */
    private static int equalUnits(Setup setup, double[] theta) {
        List<LayerShape> shapes = setup.network().layerShapes();
        int equal = 0;
        if (!setup.inRow()) {
            return 0;
        }
        for (int l = 0; l + 1 < shapes.size(); l++) {
            LayerShape shape = shapes.get(l);
            LayerShape next = shapes.get(l + 1);
            // Behind a convolution a unit is read at many places: only rows that are constant treat all units alike.
            boolean dense = next.inputs() == shape.outputs();
            if (!dense && !constantRows(next, theta)) {
                continue;
            }
            // Of one number for all weights units move alike, and biases that differ tell them apart only at kinks.
            boolean constant = constant(shape, theta);
            Set<List<Double>> seen = new HashSet<>();
            for (int j = 0; j < shape.outputs(); j++) {
                List<Double> key = new ArrayList<>();
                for (int i = 0; i < shape.inputs(); i++) {
                    key.add(theta[shape.weight() + j * shape.inputs() + i]);
                }
                if (shape.hasBias() && !constant) {
                    key.add(theta[shape.bias() + j]);
                }
                for (int o = 0; dense && o < next.outputs(); o++) {
                    key.add(theta[next.weight() + o * next.inputs() + j]);
                }
                equal += seen.add(key) ? 0 : 1;
            }
        }
        return equal;
    }

    private static boolean constant(LayerShape shape, double[] theta) {
        return shape.inputs() > 1
                && Arrays.stream(theta, shape.weight(), shape.weight() + shape.inputs() * shape.outputs())
                        .allMatch(weight -> weight == theta[shape.weight()]);
    }

    private static boolean constantRows(LayerShape shape, double[] theta) {
        for (int o = 0; o < shape.outputs(); o++) {
            int row = shape.weight() + o * shape.inputs();
            for (int i = 1; i < shape.inputs(); i++) {
                if (theta[row + i] != theta[row]) {
                    return false;
                }
            }
        }
        return true;
    }

    private static List<Integer> layersWhere(Setup setup, double[] theta,
            Predicate<double[]> holds) {
        List<Integer> result = new ArrayList<>();
        if (!setup.inRow()) {
            return result;
        }
        for (LayerShape shape : setup.network().layerShapes()) {
            double[] weights = Arrays.copyOfRange(theta, shape.weight(),
                    shape.weight() + shape.inputs() * shape.outputs());
            if (holds.test(weights)) {
                result.add(shape.index() + 1);
            }
        }
        return List.copyOf(result);
    }

    private static boolean oneSign(double[] values) {
        return values.length >= 20 && (Arrays.stream(values).allMatch(w -> w > 0)
                || Arrays.stream(values).allMatch(w -> w < 0));
    }

    private static double[] moved(Setup setup, double[] first, double[] last) {
        return setup.network().layerShapes().stream().mapToDouble(shape -> {
            double way = 0;
            double size = 0;
            for (int i = shape.weight(); i < shape.weight() + shape.inputs() * shape.outputs(); i++) {
                way += (last[i] - first[i]) * (last[i] - first[i]);
                size += first[i] * first[i];
            }
            return size == 0 ? (way == 0 ? 0 : Double.POSITIVE_INFINITY) : Math.sqrt(way / size);
        }).toArray();
    }

    private static double falling(ProbeSeries losses) {
        int n = losses.size();
        int from = n - Math.max(4, n / 5);
        if (from < 1) {
            return n < 2 ? 0 : (losses.first() - losses.last()) / Math.max(losses.first(), 1e-300) / n;
        }
        int middle = (from + n) / 2;
        double a = Arrays.stream(losses.values(), from, middle).average().orElse(0);
        double b = Arrays.stream(losses.values(), middle, n).average().orElse(0);
        return a > 0 ? 2 * (a - b) / a : 0;
    }

    private static double jumps(ProbeSeries losses) {
        double most = 1;
        for (int i = 1; i < losses.size(); i++) {
            // A rise from next to nothing is no jump.
            double before = Math.max(losses.values()[i - 1], LITTLE * losses.first());
            most = Math.max(most, losses.values()[i] / Math.max(before, 1e-300));
        }
        return most;
    }

    private static double rms(Matrix a) {
        return Norms.euclidean(a.data()) / Math.sqrt(a.data().length);
    }

    private static List<LayerSignal> hidden(List<LayerSignal> layers) {
        return layers.stream().filter(LayerSignal::hidden).toList();
    }

    /** The first hidden layer in which every unit is silent, by number from 1. */
    private static Optional<Integer> blocked(List<LayerSignal> layers) {
        return hidden(layers).stream()
                .filter(layer -> layer.dead() == layer.width())
                .map(layer -> layer.index() + 1)
                .findFirst();
    }

    /** The first hidden layer whose units are all silent at the start, by number from 1. */
    public Optional<Integer> blockedAtStart() {
        return blocked(start);
    }

    /** The first hidden layer whose units are all silent at the end, by number from 1. */
    public Optional<Integer> blockedAtEnd() {
        return blocked(end);
    }

    /** The largest curvature at the end. */
    public double sharpnessEnd() {
        return top.get();
    }

    /** The smallest eigenvalue of the Hessian at the end. */
    public double lowestEnd() {
        return bottom.get();
    }

    /** Hidden units. */
    public int units() {
        return hidden(start).stream().mapToInt(LayerSignal::width).sum();
    }

    /** Hidden units that are silent on all samples at the start. */
    public int deadAtStart() {
        return hidden(start).stream().mapToInt(LayerSignal::dead).sum();
    }

    /** Hidden units that are silent on all samples at the end. */
    public int deadAtEnd() {
        return hidden(end).stream().mapToInt(LayerSignal::dead).sum();
    }

    /** Hidden units that are saturated at the start. */
    public int saturatedAtStart() {
        return hidden(start).stream().mapToInt(LayerSignal::saturated).sum();
    }

    /** Hidden units that are saturated at the end. */
    public int saturatedAtEnd() {
        return hidden(end).stream().mapToInt(LayerSignal::saturated).sum();
    }

    /** The gradient at the first hidden layer over that at the last, at the start; absent with fewer than two. */
    public OptionalDouble gradientRatio() {
        List<LayerSignal> layers = hidden(start);
        return layers.size() < 2 || layers.getLast().gradient() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(layers.getFirst().gradient() / layers.getLast().gradient());
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
