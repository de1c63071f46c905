package org.paisaje.study.explain.wiring.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.paisaje.data.TargetScale;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.stats.Moments;

/**
 * What scripts do to inputs and targets before they are used, where a file holds them as they were measured: bytes of images are
 * divided, images are normalised by two constants, targets are scaled or taken by their logarithm. That is no mistake, and what
 * is said of the run has to be said of the data as they were used.
 */
public final class UsedData {
    private static final double WHITE = 255;
    /** Mean and deviation of all pixels of MNIST, as in the example of PyTorch. */
    private static final double[] MNIST = {0.1307, 0.3081};

    private UsedData() {}

    /** Whether a change is one of these. */
    public static boolean is(Change one) {
        return !one.fault() && (one.aspect() == Aspect.INPUTS || one.aspect() == Aspect.TARGETS);
    }

    /** Whether the inputs are read as bytes and nothing was told to be done to them. */
    static boolean bytes(Context context) {
        double[] x = context.train().x().data();
        return context.told().equals(InputMap.RAW)
                && Arrays.stream(x).allMatch(one -> one >= 0 && one <= WHITE && one == Math.rint(one))
                && Arrays.stream(x).anyMatch(one -> one > 1);
    }

    /** Whether they are shares of white. */
    private static boolean shares(Context context) {
        double[] x = context.train().x().data();
        return context.told().equals(InputMap.RAW) && Arrays.stream(x).allMatch(one -> one >= 0 && one <= 1);
    }

    static List<Change> inputs(Context context) {
        List<Change> all = new ArrayList<>();
        boolean bytes = bytes(context);
        if (!bytes && !shares(context)) {
            return all;
        }
        double unit = bytes ? WHITE : 1;
        String begin = bytes ? "inputs divided by 255, as bytes of images usually are" : "inputs";
        if (bytes) {
            all.add(scaled(begin, 0, unit));
            all.add(scaled(begin + ", and moved to -1..1", 0.5 * unit, 0.5 * unit));
        }
        all.add(scaled(
                begin + (bytes ? ", and" : "") + " normalised by the mean 0.1307 and the deviation 0.3081 of MNIST",
                MNIST[0] * unit, MNIST[1] * unit));
        Moments pixels = Moments.of(context.train().x().data());
        double deviation = Math.sqrt(pixels.variance());
        if (deviation > 0) {
            all.add(scaled("inputs normalised by the mean and the deviation of all training pixels together",
                    pixels.mean(),
                    deviation));
        }
        return all;
    }

    private static Change scaled(String words, double mean, double by) {
        return Change.choice("wiring.inputs-used", Aspect.INPUTS, words,
                (reading, context) -> Optional.of(reading.given(context.told().then(words, x -> {
                    Matrix other = x.copy();
                    Arrays.setAll(other.data(), i -> (x.data()[i] - mean) / by);
                    return other;
                }))));
    }

    static List<Change> targets(Context context) {
        if (context.classes()) {
            return List.of();
        }
        Matrix y = context.train().y();
        double least = Arrays.stream(y.data()).min().orElse(0);
        int k = y.columns();
        double[] low = new double[k];
        double[] range = new double[k];
        double[] size = new double[k];
        for (int j = 0; j < k; j++) {
            double[] column = y.column(j);
            low[j] = Arrays.stream(column).min().orElse(0);
            range[j] = Arrays.stream(column).max().orElse(0) - low[j];
            size[j] = Arrays.stream(column).map(Math::abs).max().orElse(0);
        }
        List<Change> all = new ArrayList<>();
        if (least > 0) {
            all.add(against("the logarithm of the targets", y0 -> mapped(y0, Math::log)));
        }
        if (least > -1) {
            all.add(against("the logarithm of 1 plus the targets", y0 -> mapped(y0, Math::log1p)));
        }
        if (Arrays.stream(range).allMatch(one -> one > 0)) {
            double n = y.rows();
            TargetScale by = TargetScale.of(context.train());
            double[] wider = Arrays.stream(by.scales()).map(one -> one * Math.sqrt(n / Math.max(1, n - 1))).toArray();
            all.add(against("targets standardised by mean and deviation of the training part",
                    y0 -> moved(y0, by.means(), by.scales())));
            all.add(against("targets standardised by mean and deviation (with n - 1) of the training part",
                    y0 -> moved(y0, by.means(), wider)));
            all.add(against("targets brought to 0..1 by the range of the training part", y0 -> moved(y0, low, range)));
            all.add(against("targets divided by the largest of the training part",
                    y0 -> moved(y0, new double[k], size)));
        }
        return all;
    }

    private static Change against(String words, UnaryOperator<Matrix> map) {
        return Change.choice("wiring.targets-used", Aspect.TARGETS, words,
                (reading, context) -> Optional.of(reading.against(map)));
    }

    private static Matrix mapped(Matrix y, DoubleUnaryOperator map) {
        Matrix other = y.copy();
        Arrays.setAll(other.data(), i -> map.applyAsDouble(y.data()[i]));
        return other;
    }

    private static Matrix moved(Matrix y, double[] by, double[] scale) {
        Matrix other = y.copy();
        IntStream.range(0, y.data().length)
                .forEach(i -> other.data()[i] = (y.data()[i] - by[i % by.length]) / scale[i % by.length]);
        return other;
    }
}
