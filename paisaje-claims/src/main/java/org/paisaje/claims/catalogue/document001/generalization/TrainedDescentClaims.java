package org.paisaje.claims.catalogue.document001.generalization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.claims.catalogue.document001.setup.WideTraining;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;

/**
 * Sections 5.1 and 5.3: the test error of trained networks against their width. Two-layer ReLU networks of section 3.1 on
 * 60 points of the sphere in 5 dimensions, labels of a network of width 30 with deviation 1, and noise; gradient descent
 * with steps of n / b, where b bounds the eigenvalues of the tangent kernel now and at infinite width, and half as long
 * where the loss would not fall.
 */
public final class TrainedDescentClaims {
    private static final int DATA = 60;
    private static final int INPUTS = 5;
    private static final int TEACHER = 30;
    private static final int TEST = 500;

    /** Training is looked at after so many steps. */
    private static final int EVERY = 50;

    /** Training that a second sample stops waits so many steps for a lower error. */
    private static final int PATIENCE = 500;

    private static final String ROBUST = "Este comportamiento ha sido observado de forma robusta en tareas de clasificación y "
            + "regresión, y se reproduce tanto en modelos sintéticos como en conjuntos reales, como se documenta en [8].";

    private TrainedDescentClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(peak(), stopped(), size());
    }

    private static Setting setting(Size size, String stopped, int draws) {
        return Setting.of(Keys001.WIDTHS.is(new double[] {1, 3, 20, 120}), Keys001.NOISE.is(0.7),
                Keys001.STOPPED.is(stopped), Keys001.STEPS.is(4000),
                Keys001.DRAWS.is(size == Size.SMOKE ? 36 : draws));
    }

    /**
     * A sample: points of the sphere, what the teacher gives there divided by its deviation over the test points, and a bound
     * of the eigenvalues of the kernel of infinite width there.
     */
    private record Sample(Matrix x, Matrix y, double bound) {}

    /** The test error at each width, without the noise, when training stops. */
    private static Quantities errors(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys001.WIDTHS);
        WideNet teacher = WideNet.of(Activation.RELU, INPUTS, TEACHER);
        double[] truth = seed.named("teacher").gaussians(teacher.network().layout().size());
        Matrix there = WideNet.sphere(seed.named("test").key(), TEST, INPUTS);
        Matrix target = teacher.outputs(truth, there);
        double deviation = deviation(target);
        target.scale(1 / deviation);
        Sample data = sample(teacher, truth, deviation, setting.get(Keys001.NOISE), seed.named("data"));
        Sample second = sample(teacher, truth, deviation, setting.get(Keys001.NOISE), seed.named("second"));
        boolean stops = setting.get(Keys001.STOPPED).equals("by a second sample");
        double[] errors = new double[widths.length];
        for (int w = 0; w < widths.length; w++) {
            int width = (int) widths[w];
            WideNet net = WideNet.of(Activation.RELU, INPUTS, width);
            double[] theta = seed.at(width).gaussians(net.network().layout().size());
            double[] end = stops
                    ? stopped(setting, net, data, second, theta)
                    : trained(net, data, theta, setting.get(Keys001.STEPS));
            errors[w] = meanSquare(net.outputs(end, there), target);
        }
        return Quantities.of("error", errors);
    }

    /** Gradient descent with as many steps. */
    private static double[] trained(WideNet net, Sample data, double[] theta, int steps) {
        double[] at = theta;
        for (int done = 0; done < steps; done += 2 * EVERY) {
            at = block(net, data, at, Math.min(2 * EVERY, steps - done));
        }
        return at;
    }

    /** The parameters on the way at which the error on a second sample was least, once it has not fallen for a while. */
    private static double[] stopped(Setting setting, WideNet net, Sample data, Sample second, double[] theta) {
        double[] at = theta;
        double[] kept = theta;
        double best = Double.POSITIVE_INFINITY;
        int bestAt = 0;
        int steps = setting.get(Keys001.STEPS);
        for (int done = 0; done < steps && done - bestAt <= PATIENCE; done += EVERY) {
            at = block(net, data, at, Math.min(EVERY, steps - done));
            double now = meanSquare(net.outputs(at, second.x()), second.y());
            if (now < best) {
                best = now;
                bestAt = done;
                kept = at;
            }
        }
        return kept;
    }

    /** Steps of gradient descent by n over a bound of the kernel's eigenvalues, halved where the loss would not fall. */
    private static double[] block(WideNet net, Sample data, double[] theta, int count) {
        var training = new WideTraining(net, data.x(), data.y(), 1);
        double step = DATA / Math.max(data.bound(), bound(net.ntk(theta, data.x())));
        double before = training.loss(theta);
        double[] next = training.descent(theta, step, count);
        while (!(training.loss(next) <= before)) {
            step /= 2;
            next = training.descent(theta, step, count);
        }
        return next;
    }

    /** A bound of the largest eigenvalue, the largest sum of absolute values of a row; no decomposition at every look. */
    private static double bound(Matrix kernel) {
        double largest = 0;
        for (int i = 0; i < kernel.rows(); i++) {
            largest = Math.max(largest, Arrays.stream(kernel.row(i)).map(Math::abs).sum());
        }
        return largest;
    }

    private static Sample sample(WideNet teacher, double[] truth, double deviation, double noise, Seed seed) {
        Matrix x = WideNet.sphere(seed.named("points").key(), DATA, INPUTS);
        Matrix y = teacher.outputs(truth, x);
        y.scale(1 / deviation);
        y.addScaled(noise, Matrix.wrap(DATA, 1, seed.named("noise").gaussians(DATA)));
        return new Sample(x, y, bound(teacher.limit(x)));
    }

    private static double deviation(Matrix values) {
        double mean = 0;
        double squares = 0;
        for (double value : values.data()) {
            mean += value / values.rows();
            squares += value * value / values.rows();
        }
        return Math.sqrt(squares - mean * mean);
    }

    private static double meanSquare(Matrix outputs, Matrix targets) {
        return Math.pow(outputs.minus(targets).frobeniusNorm(), 2) / targets.rows();
    }

    private static Claim peak() {
        return ClaimBuilder.of("001.5.1.trained", Source001.at("section 5.1"))
                .statement("Trained networks show double descent if labels have noise",
                        "Networks trained by gradient descent on labels with noise: the test error falls with the width, rises to a peak where they begin "
                                + "to interpolate, and falls again.",
                        "n=60:\\quad E_1>E_3<E_{20}>E_{120}")
                .quoted(ROBUST, "section 5.1")
                .measured(
                        "ReLU networks of width 1, 3, 20 and 120 on 60 points, 4,000 steps of gradient descent, noise of deviation 0.7 on a function of deviation 1: draw by draw "
                                + "the logarithm of the test error at one width over that at the next. The intervals of all means lie on the side that the shape says. "
                                + "Another program, with noise 0.5, found the peak at 20 neurons too.")
                .mistake(
                        "\"Robustly\" needs noise: without it the error falls from each width to the next, which is the control. And the peak is no matter of "
                                + "the network alone, since training that stops in time has none, see 001.5.1.stopped.")
                .mistake(
                        "The text speaks of the point of interpolation without a unit. The peak lies near m = 20 with 120 parameters, twice the data, "
                                + "since networks of fewer neurons are not trained to zero.")
                .seconds(12)
                .standard(size -> setting(size, "at the end", 48))
                .control(setting -> setting.with(Keys001.NOISE, 0.0).noted("labels without noise"))
                .replicates(setting -> setting.get(Keys001.DRAWS))
                .predict(setting -> Quantities.of("log ratio, at least", 0))
                .measure(TrainedDescentClaims::errors)
                .judge((setting, predicted, measured) -> judge(setting, predicted, measured,
                        new int[][] {{0, 1}, {2, 1}, {2, 3}}))
                .figures((setting, predicted, measured) -> List.of(figure(setting, measured)))
                .build();
    }

    private static Claim stopped() {
        return ClaimBuilder.of("001.5.1.stopped", Source001.at("section 5.1"))
                .statement("Training that stops in time has no peak",
                        "If training is stopped where the error on a second sample is least, the test error falls with the width up to where it has its "
                                + "peak if training goes on, on the same noisy labels.",
                        "E_1>E_3>E_{20}")
                .quoted("En el punto de interpolación, la red comienza a sobreajustar estructuras espurias, lo que aumenta temporalmente "
                        + "el error de generalización.", "section 5.1")
                .measured(
                        "The networks of 001.5.1.trained with 1, 3 and 20 neurons, with the parameters for which the error on 60 further points with noise was least, once 500 steps did not lower it: draw by draw "
                                + "the logarithm of the test error at one width over that at the next, whose means lie above 0 by their intervals.")
                .mistake(
                        "What is overfitted at the peak is overfitted late. The text ties the peak to the width; it belongs to width and time of training "
                                + "together.")
                .seconds(12)
                .standard(size -> setting(size, "by a second sample", 96).with(Keys001.WIDTHS, new double[] {1, 3, 20}))
                .control(setting -> setting.with(Keys001.STOPPED, "at the end").noted("training goes on to the end"))
                .replicates(setting -> setting.get(Keys001.DRAWS))
                .predict(setting -> Quantities.of("log ratio, at least", 0))
                .measure(TrainedDescentClaims::errors)
                .judge((setting, predicted, measured) -> judge(setting, predicted, measured,
                        new int[][] {{0, 1}, {1, 2}}))
                .figures((setting, predicted, measured) -> List.of(figure(setting, measured)))
                .build();
    }

    private static Claim size() {
        return ClaimBuilder.of("001.5.3.size", Source001.at("section 5.3"))
                .statement("Networks with more parameters than data generalise better the larger they are",
                        "Among networks that have more parameters than there are data and follow noisy labels, the test error falls with the width.",
                        "m<m',\\ p(m)>n\\ \\Rightarrow\\ E_{m'}<E_m")
                .quoted("En conjunto, estos elementos explican por qué redes altamente sobreparametrizadas no solo pueden evitar el "
                        + "sobreajuste, sino también generalizar mejor conforme aumenta su tamaño.", "section 5.3")
                .measured(
                        "The networks of 001.5.1.trained with 20, 80 and 240 neurons, that is 120 to 1,440 parameters for 60 points: draw by draw the "
                                + "logarithm of the test error at one width over that at the next, whose means lie above 0 by their intervals.")
                .mistake(
                        "Among smaller networks it is the other way round, which is the control: a network too small to follow the noise beats one that "
                                + "just can.")
                .seconds(20)
                .standard(size -> setting(size, "at the end", 80).with(Keys001.WIDTHS, new double[] {20, 80, 240}))
                .control(setting -> setting.with(Keys001.WIDTHS, new double[] {3, 8, 20})
                        .noted("3, 8 and 20 neurons, 18 to 120 parameters"))
                .replicates(setting -> setting.get(Keys001.DRAWS))
                .predict(setting -> Quantities.of("log ratio, at least", 0))
                .measure(TrainedDescentClaims::errors)
                .judge((setting, predicted, measured) -> judge(setting, predicted, measured,
                        new int[][] {{0, 1}, {1, 2}}))
                .build();
    }

    /** The mean over draws of the logarithm of the error at the first of each two widths over that at the second. */
    private static Judgement judge(Setting setting, Quantities predicted, List<Quantities> measured, int[][] pairs) {
        double[] widths = setting.get(Keys001.WIDTHS);
        var lines = new ArrayList<Comparison>();
        for (int[] pair : pairs) {
            lines.add(LogRatios.atLeast(
                    "log of the test error at m = " + (int) widths[pair[0]] + " over that at m = "
                            + (int) widths[pair[1]],
                    predicted.scalar("log ratio, at least"), measured, "error", pair[0], pair[1], pairs.length));
        }
        return Judgement.all(lines);
    }

    private static Figure figure(Setting setting, List<Quantities> measured) {
        return new Figure.Chart("error", "Test error against the width",
                "Medians over " + measured.size() + " draws of 60 points with noise of deviation "
                        + setting.get(Keys001.NOISE) + ", training stopped " + setting.get(Keys001.STOPPED) + ".",
                Axis.log("width m", "neurons"), Axis.log("test error"), List.of(new Series.Line("trained networks",
                        Role.MEASURED, setting.get(Keys001.WIDTHS),
                        InterpolationPeakClaims.medians(measured, "error"))));
    }
}
