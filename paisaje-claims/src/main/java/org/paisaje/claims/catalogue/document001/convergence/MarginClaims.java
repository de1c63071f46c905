package org.paisaje.claims.catalogue.document001.convergence;

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
import org.paisaje.claims.catalogue.document001.setup.ReferenceCases;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.kernel.flow.KernelFlow;
import org.paisaje.theory.kernel.margin.MarginStudy;
import org.paisaje.theory.kernel.margin.MaxMargin;

/** Section 3.2, the theorem on the logistic loss with a frozen kernel, and steps 2 and 3 of its proof. */
public final class MarginClaims {
    private static final String PLACE = "Section 3.2, Theorem";
    static final List<Activation> ACTIVATIONS = List.of(Activation.RELU, Activation.TANH);

    private MarginClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(printed(), corrected(), lossToZero());
    }

    /** The signs of the labels of the 20 points. */
    static double[] signs() {
        return Arrays.stream(WideNet.labels().data()).map(Math::signum).toArray();
    }

    /** The kernel of infinite width on the 20 points. */
    static Matrix limit(Activation activation) {
        return WideNet.of(activation, 10, 1).limit(WideNet.points());
    }

    /** The function of maximum margin of a kernel that separates. */
    static MaxMargin.Separator separator(Matrix kernel, double[] labels) {
        return switch (MaxMargin.of(kernel, labels)) {
            case MaxMargin.Separator separator -> separator;
            case MaxMargin.Inseparable none -> throw new ArithmeticException("no function separates: " + none);
            case MaxMargin.Unsettled open -> throw new ArithmeticException("the active set did not settle: " + open);
        };
    }

    private static Claim printed() {
        return ClaimBuilder.of("001.3.2.theorem.printed", Source001.at(PLACE))
                .statement(
                        "Under the logistic loss f_t tends to the function of maximum margin",
                        "Trained by gradient flow on the logistic loss, a wide network tends to f*, the function of least norm "
                                + "with y_i f*(x_i) >= 1.",
                        "\\lim_{t\\to\\infty}f_{\\theta(t)}(x)=f^\\star(x)")
                .measured(
                        "Logistic flow with the ReLU kernel of infinite width on the 20 points and the signs of their labels, "
                                + "from f_0 = 0, at t = 1e2, 1e6, 1e24 and 1e175: the distance of f_t to f* in the space of the "
                                + "kernel over the norm of f*, which must fall from each time to the next.")
                .quoted("se cumple que: $\\lim_{t \\to \\infty} f_{\\theta(t)}(x) = f^{\\star}(x)$",
                        "section 3.2, theorem")
                .mistake(
                        "Loss 0 needs |f| to be infinite, so that f_t has no limit: its norm is 10.7, 59, 303 and 2435 where "
                                + "log(1/L) is 2, 10, 50 and 400, that of f* is 6.1. Only the direction converges, as step 3 of the proof says; the theorem's formula leaves the "
                                + "normalisation out.")
                .refuted()
                .standard(size -> Setting.of(Keys001.TIMES.is(new double[] {1e2, 1e6, 1e24, 1e175}),
                        Keys001.NORMALISED.is(false)))
                .control(setting -> setting.with(Keys001.NORMALISED, true).noted("f_t and f* divided by their norms"))
                .predict(setting -> Quantities.of("growth", 0))
                .measure((setting, replicate, seed) -> {
                    MarginStudy study = MarginStudy.atTimes(limit(Activation.RELU), signs(),
                            setting.get(Keys001.TIMES));
                    double star = Math.sqrt(study.supportVectorMachine().squaredNorm());
                    boolean normalised = setting.get(Keys001.NORMALISED);
                    return Quantities.of("distance", study.rows().stream().mapToDouble(row -> {
                        double length = normalised ? 1 : row.norm() / star;
                        return Math.sqrt(Math.max(0, length * length + 1 - 2 * length * row.cosine()));
                    }).toArray())
                            .and("norm", study.rows().stream().mapToDouble(MarginStudy.Row::norm).toArray());
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] distances = measured.getFirst().list("distance");
                    for (int k = 1; k < distances.length; k++) {
                        lines.add(Comparison.atMost(
                                "growth of |f_t - f*| / |f*| up to t = " + setting.get(Keys001.TIMES)[k],
                                predicted.scalar("growth"), Estimate.exact(distances[k] - distances[k - 1]),
                                "a limit is approached"));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim corrected() {
        return ClaimBuilder.of("001.3.2.theorem.corrected", Source001.at("Section 3.2, proof, step 3"))
                .statement(
                        "With a frozen kernel the direction of f_t tends to that of f*, like 1 / log t",
                        "The normalised margin tends to gamma* = 1 / |f*| like 1 / log t, the cosine to f* to 1 like its square, and "
                                + "|f_t| grows as log t / gamma*.",
                        "\\frac{f_t}{\\|f_t\\|}\\to\\frac{f^\\star}{\\|f^\\star\\|},\\qquad "
                                + "\\|f_t\\|\\sim\\frac{\\log t}{\\gamma^\\star}")
                .measured(
                        "Logistic flow with the kernels of infinite width of ReLU and tanh at log(1/L) = 5, 10, 20, 50, 200 (three of them at the smallest "
                                + "size): cosine and margin of ReLU against those of an independent program to its last digits; (1 - margin) log t "
                                + "extrapolated in 1 / log t from t = 1e22 and 1e90, against 0.81 and 0.60; and gamma* d|f| / dlog t there against 1; both up to twice what the pair of times before leaves.")
                .quoted(
                        "La dirección de $f_{\\theta(t)}$, renormalizada, converge hacia la función $f^{\\star} \\in "
                                + "\\mathcal{H}_{\\Theta}$ que maximiza el margen funcional",
                        "section 3.2, proof, step 3")
                .mistake("The rate, of order 1 / log t, is missing: at a loss of e^-10 the margin is still 9 % short.")
                .standard(size -> Setting.of(
                        Keys001.LEVELS
                                .is(size == Size.SMOKE ? new double[] {5, 10, 20} : new double[] {5, 10, 20, 50, 200}),
                        Keys001.TIMES.is(new double[] {1e3, 1e6, 1e11, 1e22, 1e90}), Keys001.FLIPPED.is(false)))
                .control(setting -> setting.with(Keys001.FLIPPED, true)
                        .noted("f* of other labels, with the first one flipped"))
                .predict(setting -> Quantities.of("cosine", new double[] {.9872, .9964, .9990, .99983, .999989})
                        .and("margin", new double[] {.816, .913, .958, .984, .996})
                        .and("relu shortfall", .81)
                        .and("tanh shortfall", .60))
                .measure((setting, replicate, seed) -> {
                    Matrix kernel = limit(Activation.RELU);
                    MarginStudy study = MarginStudy.atLosses(kernel, signs(), setting.get(Keys001.LEVELS));
                    double[] times = study.rows().stream().mapToDouble(MarginStudy.Row::time).toArray();
                    Quantities result = approach(setting, "level", kernel, times, Quantities.NONE);
                    for (Activation activation : ACTIVATIONS) {
                        result = approach(setting, activation.name(), limit(activation), setting.get(Keys001.TIMES),
                                result);
                    }
                    return result;
                })
                .judge(MarginClaims::direction)
                .figures((setting, predicted, measured) -> {
                    Quantities m = measured.getFirst();
                    var series = new ArrayList<Series>();
                    for (Activation activation : ACTIVATIONS) {
                        String name = activation.name();
                        series.add(
                                new Series.Line(name + ", 1 - margin / gamma*", Role.MEASURED, m.list(name + " log t"),
                                        fromOne(m.list(name + " margin"))));
                        series.add(new Series.Points(name + ", 1 - cosine", Role.MEASURED, m.list(name + " log t"),
                                fromOne(m.list(name + " cosine"))));
                    }
                    double[] t = m.list("relu log t");
                    series.add(new Series.Line("0.8 / log t", Role.REFERENCE, t,
                            Arrays.stream(t).map(s -> 0.8 / s).toArray()));
                    return List.of(new Figure.Chart(
                            "direction", "How slowly the direction of f* is reached",
                            "The kernels of infinite width on the 20 points. The margin falls short like 1 / log t, the cosine "
                                    + "like 1 / log^2 t.",
                            Axis.log("log t"), Axis.log("what is short of 1"), series));
                })
                .build();
    }

    /** Adds how the logistic flow stands to f* at some times: log t, gamma* |f|, the cosine and the margin over gamma*. */
    private static Quantities approach(Setting setting, String name, Matrix kernel, double[] times, Quantities to) {
        double[] labels = signs();
        List<KernelFlow.State> states = KernelFlow.of(kernel, Matrix.wrap(20, 1, signs()), Loss.LOGISTIC)
                .solve(times)
                .states();
        labels[0] *= setting.get(Keys001.FLIPPED) ? -1 : 1;
        MaxMargin.Separator best = separator(kernel, labels);
        double gamma = best.margin();
        return to.and(name + " log t", Arrays.stream(times).map(Math::log).toArray())
                .and(name + " norm", states.stream().mapToDouble(s -> s.norm() * gamma).toArray())
                .and(name + " cosine",
                        states.stream().mapToDouble(s -> best.cosine(s.outputs().data(), s.norm())).toArray())
                .and(name + " margin",
                        states.stream().mapToDouble(s -> s.normalizedMargin().orElseThrow() / gamma).toArray());
    }

    private static double[] fromOne(double[] values) {
        return Arrays.stream(values).map(v -> Math.max(1 - v, 1e-16)).toArray();
    }

    private static Judgement direction(Setting setting, Quantities predicted, List<Quantities> measured) {
        var lines = new ArrayList<Comparison>();
        Quantities m = measured.getFirst();
        double[] levels = setting.get(Keys001.LEVELS);
        int[] decimals = {4, 4, 4, 5, 6};
        for (int k = 0; k < levels.length; k++) {
            String at = ", relu, log(1/L) = " + (long) levels[k];
            lines.add(Comparison.equal("cosine of f_t and f*" + at, predicted.list("cosine")[k],
                    m.list("level cosine")[k],
                    Tolerance.decimals(decimals[k], "an independent program")));
            lines.add(Comparison.equal("normalised margin over gamma*" + at, predicted.list("margin")[k],
                    m.list("level margin")[k], Tolerance.decimals(3, "an independent program")));
        }
        for (Activation activation : ACTIVATIONS) {
            String name = activation.name();
            double[] t = m.list(name + " log t");
            double[] margin = m.list(name + " margin");
            double[] norm = m.list(name + " norm");
            int last = t.length - 1;
            // t q with q = (1 - margin) t is affine in t up to 1/t, and so is the norm: their slopes tell what the limit is,
            // and how slopes change from pair to pair what is left of it.
            double[] short2 = new double[t.length];
            Arrays.setAll(short2, k -> (1 - margin[k]) * t[k] * t[k]);
            lines.add(Comparison.equal("limit of (1 - margin) log t, " + name,
                    predicted.scalar(name + " shortfall"), slope(t, short2, last),
                    Tolerance.decimals(2, "an independent program")
                            .plus(Tolerance.of(left(t, short2), "what the pair of times before leaves in 1 / log t"))));
            lines.add(Comparison.equal("gamma* d|f_t| / dlog t, " + name, 1, slope(t, norm, last),
                    Tolerance.of(left(t, norm), "what the pair of times before leaves in 1 / log t")));
        }
        return Judgement.all(lines);
    }

    private static double slope(double[] t, double[] values, int k) {
        return (values[k] - values[k - 1]) / (t[k] - t[k - 1]);
    }

    /** A term c / t takes c / (a b) from a slope between a and b; twice what the last two pairs show of it. */
    private static double left(double[] t, double[] values) {
        int c = t.length - 1;
        return 2 * Math.abs(slope(t, values, c) - slope(t, values, c - 1)) * t[c - 2] / (t[c] - t[c - 2]);
    }

    private static Claim lossToZero() {
        return ClaimBuilder.of("001.3.2.loss", Source001.at("Section 3.2, proof, step 2"))
                .statement(
                        "The logistic loss tends to 0 like 1 / (gamma*^2 t)",
                        "With a frozen kernel for which the data are separable L(t) = (1 + o(1)) / (gamma*^2 t).",
                        "\\mathcal L(\\theta(t))\\,\\gamma^{\\star2}\\,t\\to1")
                .measured(
                        "L t gamma*^2 for case R5 at four times, against values computed with 50 digits, and for the kernels of "
                                + "infinite width of ReLU and tanh at t = 1e20, 1e80 and 1e240, where the distance to 1 must fall faster than 1 / log t, as which the margin comes to its limit, and go on falling.")
                .quoted(
                        "La pérdida logística decae hasta cero: $\\lim_{t \\to \\infty} \\mathcal{L}(\\theta(t)) = 0$",
                        "section 3.2, proof, step 2")
                .mistake("The text gives no rate.")
                .standard(size -> Setting.of(Keys001.TIMES.is(new double[] {1e20, 1e80, 1e240}),
                        Keys001.MARGIN.is("of these labels")))
                .control(setting -> setting.with(Keys001.MARGIN, "of other labels")
                        .noted("the margin of other labels, with the first one flipped: the rate belongs to the margin"))
                .predict(setting -> Quantities.of("power", -1).and("limit", 1))
                .measure((setting, replicate, seed) -> {
                    boolean flipped = setting.get(Keys001.MARGIN).equals("of other labels");
                    Quantities result = Quantities.NONE;
                    for (Activation activation : ACTIVATIONS) {
                        Matrix kernel = limit(activation);
                        MarginStudy study = MarginStudy.atTimes(kernel, signs(), setting.get(Keys001.TIMES));
                        result = result.and(activation.name(), rates(study, kernel, signs(), flipped))
                                .and(activation.name() + " error", error(study, kernel));
                    }
                    double[] times = Arrays.stream(ReferenceCases.R5_FLOW).mapToDouble(row -> row[0]).toArray();
                    double[] labels = ReferenceCases.r5Labels().data();
                    return result.and("R5", rates(MarginStudy.atTimes(ReferenceCases.r5Gram(), labels, times),
                            ReferenceCases.r5Gram(), labels, flipped));
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] times = setting.get(Keys001.TIMES);
                    for (int k = 0; k < ReferenceCases.R5_FLOW.length; k++) {
                        lines.add(Comparison.equal("L t gamma*^2, R5, t = " + (long) ReferenceCases.R5_FLOW[k][0],
                                ReferenceCases.R5_FLOW[k][9], measured.getFirst().list("R5")[k],
                                Tolerance.of(100 * 1e-10, "a hundred steps of an integration to 1e-10 each")));
                    }
                    for (Activation activation : ACTIVATIONS) {
                        double[] values = measured.getFirst().list(activation.name());
                        double limit = predicted.scalar("limit");
                        double before = Math.abs(values[0] - limit);
                        double after = Math.abs(values[1] - limit);
                        lines.add(Comparison.atMost(
                                "power of log t in the distance of L t gamma*^2 to 1, " + activation.name(),
                                predicted.scalar("power"),
                                Estimate.exact(
                                        Math.log(after / before) / Math.log(Math.log(times[1]) / Math.log(times[0]))),
                                "faster than 1 / log t, as which the margin comes to its limit"));
                        int last = times.length - 1;
                        lines.add(Comparison.equal("L t gamma*^2, " + activation.name() + ", last time", limit,
                                values[last],
                                Tolerance.of(after, "what was left at the time before")
                                        .plus(Tolerance.of(
                                                measured.getFirst().scalar(activation.name() + " error"),
                                                "the bound that the integration keeps of the error of an output, which is that of log L"))));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** L t gamma*^2 at the times. */
    private static double[] rates(MarginStudy study, Matrix kernel, double[] labels, boolean flipped) {
        double[] others = labels.clone();
        others[0] *= flipped ? -1 : 1;
        double gamma = separator(kernel, others).margin();
        return study.rows().stream().mapToDouble(row -> row.loss() * row.time() * gamma * gamma).toArray();
    }

    /** How far an output can be off at the last time, by the bound on f_t in H: |f(x)| <= |f| K(x, x)^(1/2). */
    private static double error(MarginStudy study, Matrix kernel) {
        double largest = 0;
        for (int i = 0; i < kernel.rows(); i++) {
            largest = Math.max(largest, kernel.get(i, i));
        }
        return study.rows().getLast().error() * Math.sqrt(largest);
    }
}
