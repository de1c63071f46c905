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
import org.paisaje.claims.Statement;
import org.paisaje.claims.Unexecutable;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.kernel.InfiniteNetwork;
import org.paisaje.theory.kernel.KernelRegression;
import org.paisaje.theory.kernel.flow.Evolution;
import org.paisaje.theory.kernel.flow.KernelDynamics;

/**
 * Section 5.1: the curve of the test error against the width, on N random ReLU features. 40 points of the sphere in 10
 * dimensions with labels {@code sqrt(10) x_1} and noise; a fit of least norm or with a penalty. Errors are means over 200
 * test points without noise, where {@code sqrt(10) x_1} has variance 1.
 */
public final class DescentCurveClaims {
    private static final String PLACE = "section 5.1";
    private static final String SHAPE = "una curva de error en forma de \"U\" doble, con un primer mínimo (clásico) seguido "
            + "de un máximo (en el punto de interpolación) y un segundo mínimo (en el régimen de sobreparametrización "
            + "extrema).";
    private static final String LEAST = "log ratio, at least";
    private static final int DATA = 40;
    private static final int INPUTS = 10;
    private static final int TEST = 200;

    private DescentCurveClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(references(), curve(), norm(), secondMinimum());
    }

    private static Claim references() {
        return new Unexecutable(
                "001.5.1.references", Source001.at(PLACE),
                new Statement(
                        "Double descent is explained in [5], [2] and [6]",
                        "Double descent is documented in [8] and explained in the wide regime in [5], [2] and [6].",
                        "",
                        "a statement about what other papers contain; no computation decides it",
                        List.of(
                                "By their abstracts [5] is on the implicit bias of the logistic loss, a maximum margin in a space that is not "
                                        + "Hilbertian, and [6] on the PL* condition; double descent is in neither. [2], a survey, has a section "
                                        + "on it, and [8] and [9] are on it.")));
    }

    private static Setting setting(Size size, double noise, double... widths) {
        return Setting.of(Keys001.PENALTY.is(0.0), Keys001.WIDTHS.is(widths), Keys001.NOISE.is(noise),
                Keys001.DRAWS.is(size == Size.SMOKE ? 100 : 300));
    }

    /** Widths on both sides of 40, the number of data. */
    private static Setting bothSides(Size size) {
        return setting(size, 0.5, 2, 10, 30, 40, 60, 100, 400);
    }

    private static Setting penalised(Setting setting) {
        return setting.with(Keys001.PENALTY, 1.0)
                .noted("least squares with the penalty |c|^2, which does not interpolate");
    }

    /** Test error and squared norm |c|^2 of the fit at each width, and for the kernel of infinitely many features last. */
    private static Quantities fits(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys001.WIDTHS);
        double[] error = new double[widths.length + 1];
        double[] norm = new double[widths.length + 1];
        Matrix x = WideNet.sphere(seed.named("points").key(), DATA, INPUTS);
        Matrix there = WideNet.sphere(seed.named("test").key(), TEST, INPUTS);
        Matrix y = Matrix.wrap(DATA, 1, seed.named("noise").gaussians(DATA));
        y.scale(setting.get(Keys001.NOISE));
        y.addScaled(Math.sqrt(INPUTS), Matrix.wrap(DATA, 1, x.column(0)));
        for (int w = 0; w <= widths.length; w++) {
            Matrix kernel;
            Matrix cross;
            if (w == widths.length) {
                WideNet net = WideNet.of(Activation.RELU, INPUTS, 1);
                InfiniteNetwork wide = InfiniteNetwork.of(net.network());
                kernel = wide.nngp(net.inputs(x));
                cross = wide.nngp(net.inputs(there), net.inputs(x));
            } else {
                int n = (int) widths[w];
                Matrix weights = Matrix.wrap(n, INPUTS, seed.at(n).gaussians(n * INPUTS));
                Matrix features = InterpolationPeakClaims.relu(x, weights, 1 / Math.sqrt(n));
                kernel = features.gram();
                cross = InterpolationPeakClaims.relu(there, weights, 1 / Math.sqrt(n)).timesTransposed(features);
            }
            Matrix predicted;
            double penalty = setting.get(Keys001.PENALTY);
            if (penalty == 0) {
                KernelDynamics fit = KernelDynamics.of(kernel, y);
                predicted = fit.predict(Evolution.flow(Double.POSITIVE_INFINITY), cross);
                norm[w] = fit.squaredNorms()[0];
            } else {
                KernelRegression fit = KernelRegression.of(kernel, y, penalty);
                predicted = fit.predict(cross);
                norm[w] = fit.squaredNorms()[0];
            }
            predicted.addScaled(-Math.sqrt(INPUTS), Matrix.wrap(TEST, 1, there.column(0)));
            error[w] = Math.pow(predicted.frobeniusNorm(), 2) / TEST;
        }
        return Quantities.of("error", error).and("norm", norm);
    }

    private static Claim curve() {
        return ClaimBuilder.of("001.5.1.curve", Source001.at(PLACE))
                .statement("The test error falls, rises to where the fit interpolates, and falls again",
                        "With N random features and least squares of least norm the test error first falls with N, then rises until N is the "
                                + "number of data, from which on the fit interpolates, and then falls for good, down to the kernel of infinitely many "
                                + "features.",
                        "E_2>E_{10}<E_{30}<E_{40}>E_{60}>E_{100}>E_{400}>E_\\infty\\quad(n=40)")
                .quoted(SHAPE, PLACE)
                .quoted("que generaliza mejor al estar alineada con la geometría funcional de los datos.", PLACE)
                .measured(
                        "N = 2 to 400 random ReLU features and their limit, 40 points, a linear function with noise of deviation 0.5: draw by draw "
                                + "the logarithm of the test error at one N over that at the next. The intervals of all means lie on the side that the shape says.")
                .mistake(
                        "A second minimum at some width is not seen: behind the peak the error falls as long as the width grows. In this reading, "
                                + "the second minimum is the limit. \"Better\" is said without saying than what: than at the point of interpolation it is, than in "
                                + "the first minimum it depends on the noise, see 001.5.1.second-minimum.")
                .mistake(
                        "The peak belongs to fits that interpolate, not to their number of features: a penalty takes it away. That is the control.")
                .seconds(4)
                .standard(DescentCurveClaims::bothSides)
                .control(DescentCurveClaims::penalised)
                .replicates(setting -> setting.get(Keys001.DRAWS))
                .predict(setting -> Quantities.of(LEAST, 0))
                .measure(DescentCurveClaims::fits)
                .judge((setting, predicted, measured) -> shape(setting, predicted, measured, "error", "the test error",
                        10))
                .figures((setting, predicted, measured) -> List.of(figure(setting, measured, "error",
                        "Test error against the number of features", "test error")))
                .build();
    }

    private static Claim norm() {
        return ClaimBuilder.of("001.5.1.norm", Source001.at(PLACE))
                .statement("The norm of the fit grows until it interpolates, and falls beyond",
                        "The squared norm |c|^2 of least squares of least norm with N random features grows with N until N is the number of data, and "
                                + "then falls to that of the kernel of infinitely many features.",
                        "|c_N|^2\\text{ grows for }N<n,\\text{ falls for }N>n")
                .quoted("Para anchos moderados, la red no tiene capacidad suficiente para interpolar, y la complejidad funcional crece con m.",
                        PLACE)
                .quoted("Al aumentar aún más el ancho, el modelo converge a una solución de norma mínima en la RKHS",
                        PLACE)
                .measured(
                        "The fits of 001.5.1.curve: draw by draw the logarithm of |c|^2 at one N over that at the next. The intervals of all means lie "
                                + "on the side that the statement says.")
                .mistake(
                        "The text does not say by what the complexity is measured; read as the norm of the fit, which is what it speaks of beyond.")
                .seconds(4)
                .standard(DescentCurveClaims::bothSides)
                .control(DescentCurveClaims::penalised)
                .replicates(setting -> setting.get(Keys001.DRAWS))
                .predict(setting -> Quantities.of(LEAST, 0))
                .measureAs("001.5.1.curve", DescentCurveClaims::fits)
                .judge((setting, predicted, measured) -> shape(setting, predicted, measured, "norm", "|c|^2", 0))
                .figures((setting, predicted, measured) -> List.of(figure(setting, measured, "norm",
                        "Norm of the fit against the number of features", "|c|^2")))
                .build();
    }

    /** Whether a quantity rises and then falls, from each width to the next. */
    private static Judgement shape(Setting setting, Quantities predicted, List<Quantities> measured, String name,
            String words, double risesFrom) {
        var lines = new ArrayList<Comparison>();
        double[] widths = setting.get(Keys001.WIDTHS);
        for (int w = 0; w < widths.length; w++) {
            boolean rises = widths[w] >= risesFrom && widths[w] < DATA;
            int over = rises ? w + 1 : w;
            int under = rises ? w : w + 1;
            lines.add(LogRatios.atLeast(
                    "log of " + words + " at N = " + width(widths, over) + " over that at N = " + width(widths, under),
                    predicted.scalar(LEAST), measured, name, over, under, widths.length));
        }
        return Judgement.all(lines);
    }

    private static String width(double[] widths, int at) {
        return at == widths.length ? "infinity" : Integer.toString((int) widths[at]);
    }

    private static Figure figure(Setting setting, List<Quantities> measured, String name, String title, String axis) {
        double[] widths = setting.get(Keys001.WIDTHS);
        double[] medians = InterpolationPeakClaims.medians(measured, name);
        double[] limit = new double[widths.length];
        Arrays.fill(limit, medians[widths.length]);
        return new Figure.Chart(name, title,
                "Medians over " + measured.size() + " draws of 40 points, "
                        + (setting.get(Keys001.PENALTY) == 0
                                ? "least squares of least norm."
                                : "least squares with a penalty.")
                        + " The flat line is the kernel of infinitely many features.",
                Axis.log("features N", "number"), Axis.log(axis), List.of(
                        new Series.Line("N features", Role.MEASURED, widths, Arrays.copyOf(medians, widths.length)),
                        new Series.Line("infinitely many", Role.REFERENCE, widths, limit)));
    }

    private static Claim secondMinimum() {
        return ClaimBuilder.of("001.5.1.second-minimum", Source001.at(PLACE))
                .statement("Whether many features beat the first minimum depends on the noise of the labels",
                        "With little noise the test error of 400 features is below that of every number of features before the peak; with as much noise "
                                + "as signal it is above that of 10.",
                        "\\sigma=0.1:\\ E_{400}<\\min_{N<n}E_N,\\qquad\\sigma=1:\\ E_{400}>E_{10}")
                .quoted(SHAPE, PLACE)
                .quoted("que generaliza mejor al estar alineada con la geometría funcional de los datos.", PLACE)
                .measured(
                        "The fits of 001.5.1.curve for N = 2, 5, 10, 15, 20, 30 and 400, with noise of deviation 0.1 and 1 on a function of deviation 1: "
                                + "draw by draw the logarithm of the ratio of test errors, whose means lie on the side said by their intervals. Medians of another "
                                + "program on 50 draws: first and second minimum .358 and .022 for 0.1, .854 and 1.110 for 1.")
                .mistake(
                        "Which of the two minima is lower is not said in the text; a reader takes the second for the lower one. It is with little noise, and "
                                + "is not with much.")
                .seconds(6)
                .standard(size -> setting(size, 1, 2, 5, 10, 15, 20, 30, 400))
                .control(setting -> setting.with(Keys001.NOISE, 0.5).noted("half of the larger noise"))
                .replicates(setting -> setting.get(Keys001.DRAWS))
                .predict(setting -> Quantities.of(LEAST, 0))
                .measure((setting, replicate, seed) -> Quantities
                        .of("large", fits(setting, replicate, seed).list("error"))
                        .and("small", fits(setting.with(Keys001.NOISE, 0.1), replicate, seed).list("error")))
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] widths = setting.get(Keys001.WIDTHS);
                    int last = widths.length - 1;
                    for (int w = 0; w < last; w++) {
                        lines.add(LogRatios.atLeast("noise 0.1: log of the test error at N = " + width(widths, w)
                                + " over that at N = 400", predicted.scalar(LEAST), measured, "small", w, last,
                                widths.length));
                    }
                    lines.add(LogRatios.atLeast("noise " + setting.get(Keys001.NOISE)
                            + ": log of the test error at N = 400 over that at N = 10", predicted.scalar(LEAST),
                            measured, "large",
                            last, 2, widths.length));
                    return Judgement.all(lines);
                })
                .build();
    }
}
