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
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.claims.catalogue.document001.kernel.KernelDriftClaims;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.ReferenceCases;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.claims.catalogue.document001.setup.WideTraining;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.LeastSquares;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Tolerance;

/** Section 3.1, what the theorem starts from: the network, its hypotheses, and how the loss falls along the flow. */
public final class FlowDescentClaims {
    private static final double[] ANGLES = {0.1, 0.9, 2.0};
    private static final double[] CIRCLE_LABELS = {1, -1, 1, 1, 1, -1};
    private static final String FALLS = "\\frac d{dt}\\mathcal L=-\\|\\nabla_\\theta\\mathcal L\\|^2"
            + "=-\\frac1{n^2}\\delta^\\top\\Theta_\\theta(X,X)\\delta";

    private FlowDescentClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(network(), dissipation(), inputsPrinted(), inputsCorrected());
    }

    private static Claim network() {
        return ClaimBuilder.of("001.3.1.network", Source001.at("Section 3.1"))
                .statement(
                        "The network of two layers is m^(-1/2) times the sum of its neurons",
                        "f(x) = m^(-1/2) sum_r a_r s(w_r . x), with all of a and W trained.",
                        "f_\\theta(x)=\\frac1{\\sqrt m}\\sum_{r=1}^ma_r\\,\\sigma(w_r^\\top x)")
                .measured(
                        "The outputs of the network at cases R1 (ReLU) and R2 (tanh) against the sum, term by term, and against "
                                + "values computed with 50 digits.")
                .mistake(
                        "Section 2.1 has no factor, section 2.2 weights of variance 1/n, this one 1/sqrt m: three different "
                                + "networks. Reference [4] trains W only, with a_r = +-1 (from memory, not looked up here).")
                .standard(size -> Setting.of(Keys001.EXPONENT.is(-0.5)))
                .control(
                        setting -> setting.with(Keys001.EXPONENT, -1.0).noted("the factor 1/m of the mean-field limit"))
                .predict(setting -> {
                    Quantities result = Quantities.NONE;
                    for (ReferenceCases.Case at : cases()) {
                        result = result.and(name(at), sums(at, setting.get(Keys001.EXPONENT)));
                    }
                    return result;
                })
                .measure((setting, replicate, seed) -> {
                    Quantities result = Quantities.NONE;
                    for (ReferenceCases.Case at : cases()) {
                        result = result.and(name(at), at.net().outputs(at.theta(), at.x()).data());
                    }
                    return result;
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (ReferenceCases.Case at : cases()) {
                        double[] outputs = measured.getFirst().list(name(at));
                        for (int i = 0; i < outputs.length; i++) {
                            String what = "f(x_" + (i + 1) + "), " + name(at);
                            var rounding = ReferenceCases.rounding(outputs[i]);
                            lines.add(Comparison.equal(what, predicted.list(name(at))[i], outputs[i], rounding));
                            lines.add(Comparison.equal(what + ", 50 digits", at.outputs()[i], outputs[i], rounding));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static List<ReferenceCases.Case> cases() {
        return List.of(ReferenceCases.r1(), ReferenceCases.r2());
    }

    private static String name(ReferenceCases.Case at) {
        return at.net().network().activation().name();
    }

    private static double[] sums(ReferenceCases.Case at, double exponent) {
        int d = at.x().columns();
        int m = at.theta().length / (d + 1);
        double[] result = new double[at.x().rows()];
        for (int i = 0; i < result.length; i++) {
            for (int r = 0; r < m; r++) {
                double z = 0;
                for (int j = 0; j < d; j++) {
                    z += at.theta()[r * d + j] * at.x().get(i, j);
                }
                double s = name(at).equals("tanh") ? Math.tanh(z) : Math.max(z, 0);
                result[i] += Math.pow(m, exponent) * at.theta()[m * d + r] * s;
            }
        }
        return result;
    }

    /** Of central differences. */
    private static final double STEP = 1e-5;

    /** Where the loss falls, in the order of {@link #starts}. */
    private static final List<String> STARTS = List.of("R1", "R2", "relu, m = 64", "tanh, m = 64");

    private static Claim dissipation() {
        return ClaimBuilder.of("001.3.1.dissipation", Source001.at("Section 3.1, proof"))
                .statement(
                        "The loss falls at the rate delta^T Theta delta / n^2",
                        "Along the gradient flow dL/dt = -|grad L|^2 = -delta^T Theta delta / n^2 with delta = f(X) - y and Theta "
                                + "the tangent kernel at theta.",
                        FALLS)
                .measured(
                        "delta^T Theta delta / n^2 with Theta and delta by sums over neurons, against |grad L|^2 by reverse mode and "
                                + "against the central difference of L along -grad L, for cases R1 and R2 and for width 64 on the 20 points with ReLU and "
                                + "tanh; R1 and R2 against values computed with 50 digits too.")
                .mistake(
                        "For ReLU, which the hypotheses of this section exclude, it holds off the kinks only, see 001.3.1.sliding.")
                .quoted(
                        "$\\frac{d}{dt}\\mathcal{L} = -\\frac{1}{n^2}\\delta(t)^{\\top}\\Theta_{\\theta}(X, X)\\delta(t)$",
                        "section 3.1, proof")
                .standard(size -> Setting.of(Keys001.KERNEL.among("of W and a", "of W").is("of W and a")))
                .control(setting -> setting.with(Keys001.KERNEL, "of W").noted("the kernel of the first layer alone"))
                .predict(setting -> Quantities.of("squared gradients, 50 digits", cases().stream()
                        .mapToDouble(ReferenceCases.Case::squaredGradient)
                        .toArray()))
                .measure((setting, replicate, seed) -> {
                    List<Start> starts = starts(seed);
                    double[] rates = starts.stream()
                            .mapToDouble(start -> rate(start, setting.get(Keys001.KERNEL).equals("of W and a")))
                            .toArray();
                    double[] squares = new double[starts.size()];
                    double[] slopes = new double[starts.size()];
                    double[] wide = new double[starts.size()];
                    for (int k = 0; k < squares.length; k++) {
                        Start start = starts.get(k);
                        Risk risk = start.net().risk(start.x(), start.y());
                        double[] gradient = risk.gradient(start.theta());
                        squares[k] = Math.pow(WideTraining.norm(gradient), 2);
                        slopes[k] = slope(risk, start.theta(), gradient, STEP);
                        wide[k] = slope(risk, start.theta(), gradient, 2 * STEP);
                    }
                    return Quantities.of("squares", squares)
                            .and("slopes", slopes)
                            .and("slopes with twice the step", wide)
                            .and("rate", rates);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    Quantities m = measured.getFirst();
                    for (int k = 0; k < STARTS.size(); k++) {
                        double rate = m.list("rate")[k];
                        double square = m.list("squares")[k];
                        // Sums over 64 neurons and 20 points, on both sides.
                        lines.add(
                                Comparison.equal("|grad L|^2, " + STARTS.get(k), rate, square,
                                        Rounding.of(2 * 64 * 20).on(rate)));
                        double slope = m.list("slopes")[k];
                        // The error is a third of what twice the step changes; a loss of the size of |grad L|^2 or 1 is rounded.
                        lines.add(Comparison.equal("-dL/dt, " + STARTS.get(k), rate, -slope,
                                Tolerance.of(Math.abs(m.list("slopes with twice the step")[k] - slope)
                                        + Rounding.of(100).on(1 + rate).times(1 / STEP).bound(),
                                        "central differences, three times the error that twice the step shows, and "
                                                + Rounding.of(100).on(1 + rate).times(1 / STEP).words())));
                    }
                    double[] exact = predicted.list("squared gradients, 50 digits");
                    for (int k = 0; k < exact.length; k++) {
                        lines.add(Comparison.equal("|grad L|^2, 50 digits, " + STARTS.get(k),
                                exact[k], m.list("squares")[k], ReferenceCases.rounding(exact[k])));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** delta^T Theta delta / n^2 neuron by neuron, without the code of networks and kernels. */
    private static double rate(Start start, boolean outer) {
        double[] theta = start.theta();
        Matrix x = start.x();
        int d = x.columns();
        int n = x.rows();
        int m = theta.length / (d + 1);
        boolean tanh = start.net().network().activation().kinks().length == 0;
        double[][] value = new double[n][m];
        double[][] slope = new double[n][m];
        double[] delta = new double[n];
        for (int i = 0; i < n; i++) {
            delta[i] = -start.y().get(i, 0);
            for (int r = 0; r < m; r++) {
                double z = 0;
                for (int j = 0; j < d; j++) {
                    z += theta[r * d + j] * x.get(i, j);
                }
                value[i][r] = tanh ? Math.tanh(z) : Math.max(z, 0);
                slope[i][r] = tanh ? 1 - value[i][r] * value[i][r] : z > 0 ? 1 : 0;
                delta[i] += theta[m * d + r] * value[i][r] / Math.sqrt(m);
            }
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                double inner = 0;
                for (int j = 0; j < d; j++) {
                    inner += x.get(i, j) * x.get(k, j);
                }
                double kernel = 0;
                for (int r = 0; r < m; r++) {
                    double a = theta[m * d + r];
                    kernel += a * a * slope[i][r] * slope[k][r] * inner + (outer ? value[i][r] * value[k][r] : 0);
                }
                sum += delta[i] * delta[k] * kernel / m;
            }
        }
        return sum / n / n;
    }

    /** A network with its data at some theta. */
    private record Start(WideNet net, double[] theta, Matrix x, Matrix y) {}

    /** R1 and R2, and two networks of the seed. */
    private static List<Start> starts(Seed seed) {
        var starts = new ArrayList<Start>();
        for (ReferenceCases.Case at : cases()) {
            starts.add(new Start(at.net(), at.theta(), at.x(), at.y()));
        }
        for (Activation activation : List.of(Activation.RELU, Activation.TANH)) {
            WideNet net = WideNet.of(activation, 10, 64);
            starts.add(new Start(net, seed.named(activation.name()).gaussians(11 * 64), WideNet.points(),
                    WideNet.labels()));
        }
        return starts;
    }

    /** The central difference of the loss against the gradient. */
    private static double slope(Risk risk, double[] theta, double[] gradient, double h) {
        return (risk.value(along(theta, gradient, h)) - risk.value(along(theta, gradient, -h))) / (2 * h);
    }

    private static double[] along(double[] theta, double[] gradient, double h) {
        double[] moved = theta.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] -= h * gradient[i];
        }
        return moved;
    }

    private static Claim inputsPrinted() {
        return ClaimBuilder.of("001.3.1.inputs.printed", Source001.at("Section 3.1, Theorem"))
                .statement(
                        "Inputs in the unit ball suffice for convergence",
                        "If |x_i| <= 1, the activation is Lipschitz and differentiable and the width is large, L(theta(t)) tends to 0, "
                                + "whatever else the points and labels are.",
                        "\\|x_i\\|\\le1\\ \\Rightarrow\\ \\lim_{t\\to\\infty}\\mathcal L(\\theta(t))=0")
                .measured(
                        "The loss at the end of the gradient flow for tanh on {x, -x} with the labels 1 and "
                                + "1, at the widths of the setting, against 0, up to what the second half of the time took from it: what "
                                + "decays exponentially loses more in the second half than is left at the end. A tanh network is odd, so "
                                + "that L >= 1/2 for every theta of every width.")
                .quoted("Las entradas $x_i$ están acotadas: $\\|x_i\\| \\le 1$.", "section 3.1, hypotheses")
                .quoted(
                        "En particular, la red converge a una solución global de la pérdida empírica: $\\lim_{t \\to \\infty} "
                                + "\\mathcal{L}(\\theta(t)) = 0$",
                        "section 3.1, theorem")
                .mistake(
                        "Antipodes, duplicates with different labels and x = 0 stop the loss above 0 at every width, since Theta has a "
                                + "null vector there. The abstract of [4] asks that no two points be parallel.")
                .refuted()
                .seconds(1)
                .standard(size -> circle(size).with(Keys001.ACTIVATIONS, List.of(Activation.TANH)))
                .control(setting -> setting.with(Keys001.TURN, 0.4)
                        .noted("the antipodes turned by 0.4: no two are parallel"))
                .predict(setting -> Quantities.of("loss", 0))
                .measure(FlowDescentClaims::ends)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (Activation one : setting.get(Keys001.ACTIVATIONS)) {
                        String activation = one.name();
                        double[] ends = measured.getFirst().list(activation);
                        for (int k = 0; k < ends.length; k++) {
                            lines.add(Comparison.equal(
                                    "L(end), " + activation + ", m = " + (long) setting.get(Keys001.WIDTHS)[k],
                                    predicted.scalar("loss"), ends[k],
                                    secondHalf(measured.getFirst().list(activation + " late")[k])));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim inputsCorrected() {
        return ClaimBuilder.of("001.3.1.inputs.corrected", Source001.at("Section 3.1, Theorem"))
                .statement(
                        "With antipodes the loss ends at the part that the network cannot represent",
                        "A network without biases is odd for tanh, and for ReLU its odd part is linear in x. With antipodes the "
                                + "loss therefore tends to the least squares of what is left of the labels: of their even part for tanh, "
                                + "of the odd part off the linear functions for ReLU; at every width.",
                        "\\mathcal L_\\infty=\\frac1n\\sum_k\\Big(\\frac{y_k+y_k'}2\\Big)^2\\ (\\tanh),\\qquad "
                                + "\\mathcal L_\\infty=\\frac1n\\min_v\\sum_k\\Big(\\frac{y_k-y_k'}2-v^\\top x_k\\Big)^2\\ (\\text{ReLU})")
                .measured(
                        "The loss at the end of the gradient flow against the formula, up to what the second half of the time took from it, at each width. For ReLU it is "
                                + "0.209265902225477, for tanh 1/2.")
                .seconds(1)
                .standard(FlowDescentClaims::circle)
                .control(setting -> setting.with(Keys001.TURN, 0.4)
                        .noted("the antipodes turned by 0.4: no two are parallel"))
                .predict(setting -> Quantities.of("tanh", 0.5).and("relu", oddRemainder()))
                .measure(FlowDescentClaims::ends)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    lines.add(Comparison.equal("formula for ReLU against an independent program",
                            0.209265902225477, predicted.scalar("relu"), ReferenceCases.rounding(1)));
                    for (String activation : List.of("tanh", "relu")) {
                        double[] ends = measured.getFirst().list(activation);
                        for (int k = 0; k < ends.length; k++) {
                            lines.add(Comparison.equal(
                                    "L(end), " + activation + ", m = " + (long) setting.get(Keys001.WIDTHS)[k],
                                    predicted.scalar(activation), ends[k],
                                    secondHalf(measured.getFirst().list(activation + " late")[k])));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** What decays exponentially loses more in the second half of the time than is left at its end. */
    private static Tolerance secondHalf(double late) {
        return Tolerance.of(Math.abs(late) + Rounding.of(64).bound(),
                "what the second half of the time took from it, and " + Rounding.of(64).words());
    }

    private static Setting circle(Size size) {
        return Setting.of(Keys001.ACTIVATIONS.is(List.of(Activation.TANH, Activation.RELU)), Keys001.TURN.is(0.0),
                Keys001.WIDTHS.is(size == Size.SMOKE
                        ? new double[] {64, 256}
                        : size == Size.STANDARD ? new double[] {64, 1024} : new double[] {64, 1024, 8192}),
                Keys001.UNTIL.is(4000.0));
    }

    private static double oddRemainder() {
        Matrix u = Matrix.zeros(ANGLES.length, 2);
        Matrix h = Matrix.zeros(ANGLES.length, 1);
        for (int k = 0; k < ANGLES.length; k++) {
            u.setRow(k, new double[] {Math.cos(ANGLES[k]), Math.sin(ANGLES[k])});
            h.set(k, 0, (CIRCLE_LABELS[k] - CIRCLE_LABELS[k + ANGLES.length]) / 2);
        }
        return Math.pow(LeastSquares.solve(u, h).residualNorms()[0], 2) / CIRCLE_LABELS.length;
    }

    private static Quantities ends(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys001.WIDTHS);
        Quantities result = Quantities.NONE;
        for (Activation activation : KernelDriftClaims.activations(setting)) {
            boolean relu = activation.kinks().length > 0;
            int pairs = relu ? ANGLES.length : 1;
            Matrix x = pairs(pairs, setting.get(Keys001.TURN));
            Matrix y = Matrix.wrap(2 * pairs, 1, relu ? CIRCLE_LABELS.clone() : new double[] {1, 1});
            double[] ends = new double[widths.length];
            double[] late = new double[widths.length];
            for (int k = 0; k < widths.length; k++) {
                WideNet net = WideNet.of(activation, 2, (int) widths[k]);
                double[] theta = seed.named(activation.name()).at(k).gaussians(net.network().layout().size());
                var training = new WideTraining(net, x, y, relu ? 5 : 1);
                double until = relu ? setting.get(Keys001.UNTIL) : 300;
                double[] losses = new double[2];
                training.flow(theta, new double[] {until / 2, until},
                        (t, at) -> losses[t < until ? 0 : 1] = training.loss(at));
                ends[k] = losses[1];
                late[k] = losses[0] - losses[1];
            }
            result = result.and(activation.name(), ends)
                    .and(activation.name() + " late", late);
        }
        return result;
    }

    /** Points of the circle and, in the same order, their antipodes turned by some angle. */
    private static Matrix pairs(int pairs, double turn) {
        double[][] points = new double[2 * pairs][];
        Arrays.setAll(points, i -> {
            double angle = ANGLES[i % pairs] + (i < pairs ? 0 : Math.PI + turn);
            return new double[] {Math.cos(angle), Math.sin(angle)};
        });
        return Matrix.of(points);
    }
}
