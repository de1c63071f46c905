package org.paisaje.claims.catalogue.document001;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.theory.kernel.KernelRegression;
import org.paisaje.theory.kernel.margin.MaxMargin;

/** Section 3.2, the function of maximum margin: what it is, when it exists, and that it is unique. */
final class MachineClaims {
    private static final String PLACE = "Section 3.2, Theorem";
    /** The margins of the 20 points with the signs of their labels, ReLU and tanh, by an independent program. */
    private static final double[] MARGINS = {0.164137947554604, 0.0921650328668878};

    private MachineClaims() {}

    static List<Claim> all() {
        return List.of(maximum(), separable(), unique());
    }

    private static Claim maximum() {
        return ClaimBuilder.of("001.3.2.margin", Document001.source(PLACE))
                .statement(
                        "The function of maximum margin is that of least norm",
                        "The largest of min_i y_i f(x_i) over the unit ball of the kernel's space is 1 / |f*|, f* being the function "
                                + "of least norm with y_i f(x_i) >= 1.",
                        "\\max_{\\|f\\|\\le1}\\min_iy_if(x_i)=\\gamma^\\star=\\frac1{\\|f^\\star\\|},\\qquad "
                                + "f^\\star=\\arg\\min\\{\\|f\\|:y_if(x_i)\\ge1\\}")
                .measured(
                        "The machine of the kernels of infinite width on the 20 points and of case R5: its conditions of optimality, "
                                + "gamma* and multipliers against independent values, and the normalised margin of functions near f* and "
                                + "of the interpolant of the labels, none of which may exceed gamma*.")
                .mistake(
                        "The text minimises the norm without the constraint y_i f(x_i) >= 1, so that f = 0 would win; there is no "
                                + "bias term.")
                .standard(size -> Setting.of("rivals", size == Size.SMOKE ? 200 : 5000, "bias", 0.0))
                .control(setting -> setting.with("bias", 1.0).noted("a kernel with 1 added, that is with a bias"))
                .predict(setting -> Quantities.of("margin",
                        new double[] {MARGINS[0], MARGINS[1], ReferenceCases.R5_MARGIN}))
                .measure(MachineClaims::machines)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    Quantities m = measured.getFirst();
                    List<String> names = List.of("relu", "tanh", "R5");
                    for (int k = 0; k < names.size(); k++) {
                        String name = names.get(k);
                        lines.add(Comparison.equal("gamma*, " + name, predicted.list("margin")[k],
                                m.list("margin")[k], 2e-9, "rounding and quadrature of an independent program"));
                        lines.add(Comparison.atMost("conditions of Karush, Kuhn and Tucker, " + name, 1e-11,
                                Estimate.exact(m.list("residual")[k]), "rounding"));
                        lines.add(Comparison.atMost("best normalised margin of other functions over gamma*, " + name,
                                1 + 1e-12, Estimate.exact(m.list("rival")[k]), "rounding"));
                    }
                    for (int i = 0; i < 4; i++) {
                        lines.add(Comparison.equal("alpha_" + (i + 1) + ", R5", ReferenceCases.R5_DUAL[i],
                                m.list("alpha")[i], 1e-12, "rounding"));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Quantities machines(Setting setting, int replicate, Seed seed) {
        List<Matrix> kernels = List.of(MarginClaims.limit(Activation.RELU), MarginClaims.limit(Activation.TANH),
                ReferenceCases.r5Gram());
        double[] margins = new double[3];
        double[] residuals = new double[3];
        double[] rivals = new double[3];
        double[] alpha = new double[0];
        for (int k = 0; k < 3; k++) {
            Matrix kernel = kernels.get(k).copy();
            for (int i = 0; i < kernel.data().length; i++) {
                kernel.data()[i] += setting.real("bias");
            }
            double[] labels = k == 2 ? ReferenceCases.r5Labels().data() : MarginClaims.signs();
            MaxMargin.Separator machine = MarginClaims.machine(kernel, labels);
            alpha = machine.multipliers();
            margins[k] = machine.margin();
            residuals[k] = residual(kernel, labels, alpha);
            for (int r = 0; r < setting.integer("rivals"); r++) {
                double[] weights = machine.weights().data();
                double[] noise = seed.at(k).at(r).gaussians(labels.length);
                double scale = r == 0 ? 0 : Math.pow(10, -(r % 5));
                for (int i = 0; i < weights.length; i++) {
                    weights[i] += scale * noise[i];
                }
                rivals[k] = Math.max(rivals[k], normalisedMargin(kernel, labels, weights) / margins[k]);
            }
        }
        return Quantities.of("margin", margins).and("residual", residuals).and("rival", rivals).and("alpha", alpha);
    }

    /** The largest violation of {@code y_i f(x_i) >= 1} and of equality where alpha_i > 0, and of alpha >= 0. */
    private static double residual(Matrix kernel, double[] labels, double[] alpha) {
        double worst = 0;
        for (int i = 0; i < labels.length; i++) {
            double output = 0;
            for (int j = 0; j < labels.length; j++) {
                output += kernel.get(i, j) * alpha[j] * labels[j];
            }
            double violation = 1 - labels[i] * output;
            worst = Math.max(worst, Math.max(-alpha[i], alpha[i] > 0 ? Math.abs(violation) : violation));
        }
        return worst;
    }

    private static double normalisedMargin(Matrix kernel, double[] labels, double[] weights) {
        double[] outputs = kernel.times(weights);
        double squares = 0;
        double margin = Double.POSITIVE_INFINITY;
        for (int i = 0; i < labels.length; i++) {
            squares += weights[i] * outputs[i];
            margin = Math.min(margin, labels[i] * outputs[i]);
        }
        return margin / Math.sqrt(squares);
    }

    private static Claim separable() {
        return ClaimBuilder.of("001.3.2.separable", Document001.source(PLACE))
                .statement(
                        "Data are always separable in the space of a positive definite kernel",
                        "If Theta(X, X) is positive definite, every labelling is separable: the interpolant of the labels "
                                + "separates. The hypothesis of the theorem is empty for points of which no two are parallel.",
                        "\\Theta(X,X)\\succ0\\ \\Rightarrow\\ \\forall y\\in\\{\\pm1\\}^n\\ \\exists f\\in\\mathcal H_\\Theta:\\ y_if(x_i)\\ge1")
                .measured(
                        "Random labellings of the 20 points with the kernels of infinite width of ReLU and tanh: how many have no "
                                + "separating function; and the norm of f*, at most that of the interpolant.")
                .standard(size -> Setting.of("labellings", size == Size.SMOKE ? 30 : 1000, "points", "general"))
                .control(setting -> setting.with("points", "antipodal")
                        .noted("ten of the points and their antipodes"))
                .predict(setting -> Quantities.of("inseparable", 0))
                .measure((setting, replicate, seed) -> {
                    Matrix x = WideNet.points();
                    if (setting.text("points").equals("antipodal")) {
                        Matrix half = x.rowRange(0, 10).copy();
                        Matrix other = half.copy();
                        other.scale(-1);
                        x = Matrix.stackRows(half, other);
                    }
                    double inseparable = 0;
                    double ratio = 0;
                    for (Activation activation : MarginClaims.ACTIVATIONS) {
                        Matrix kernel = WideNet.of(activation, 10, 1).limit(x);
                        for (int k = 0; k < setting.integer("labellings"); k++) {
                            double[] labels = Arrays.stream(seed.at(k).gaussians(20)).map(Math::signum).toArray();
                            switch (MaxMargin.of(kernel, labels)) {
                                case MaxMargin.Separator machine -> ratio = Math.max(ratio,
                                        machine.squaredNorm() / interpolant(kernel, labels));
                                case MaxMargin.Inseparable none -> inseparable++;
                                case MaxMargin.Unsettled open ->
                                    throw new ArithmeticException("did not settle: " + open);
                            }
                        }
                    }
                    return Quantities.of("inseparable", inseparable).and("ratio", ratio);
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.equal("labellings without a separating function", predicted.scalar("inseparable"),
                                measured.getFirst().scalar("inseparable"), 0, "there must be none"),
                        Comparison.atMost("largest |f*|^2 over that of the interpolant", 1 + 1e-9,
                                Estimate.exact(measured.getFirst().scalar("ratio")), "rounding")))
                .build();
    }

    private static double interpolant(Matrix kernel, double[] labels) {
        var regression = KernelRegression.of(kernel, Matrix.wrap(labels.length, 1, labels),
                0);
        return regression.squaredNorms()[0];
    }

    private static Claim unique() {
        return ClaimBuilder.of("001.3.2.unique", Document001.source("Section 3.2, proof"))
                .statement(
                        "The function of maximum margin is unique",
                        "f* is unique by strict convexity of the norm. Its multipliers are unique where Theta is positive definite, "
                                + "not otherwise.",
                        "f^\\star=\\arg\\min\\{\\|f\\|_{\\mathcal H_\\Theta}:y_if(x_i)\\ge1\\}\\ \\text{ unique}")
                .measured(
                        "The 20 points with the first one twice, in random orders, with the ReLU kernel of infinite width: f* at 50 "
                                + "test points from each order against the first order to 1e-9, and the multipliers to 1e-9, those of "
                                + "equal points added.")
                .standard(size -> Setting.of("orders", size == Size.SMOKE ? 10 : 100, "multipliers", "added"))
                .control(setting -> setting.with("multipliers", "single")
                        .noted("the multipliers of the two equal points one by one: these are not unique"))
                .predict(setting -> Quantities.of("difference", 1e-9))
                .measure(MachineClaims::orders)
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.atMost("largest difference of f* at test points", predicted.scalar("difference"),
                                Estimate.exact(measured.getFirst().scalar("functions")), "rounding"),
                        Comparison.atMost("largest difference of multipliers", predicted.scalar("difference"),
                                Estimate.exact(measured.getFirst().scalar("multipliers")), "rounding")))
                .build();
    }

    private static Quantities orders(Setting setting, int replicate, Seed seed) {
        WideNet net = WideNet.of(Activation.RELU, 10, 1);
        Matrix x = Matrix.stackRows(WideNet.points(), WideNet.points().rows(0));
        double[] labels = Arrays.copyOf(MarginClaims.signs(), 21);
        labels[20] = labels[0];
        double[] first = new double[0];
        double[] alpha = new double[0];
        double functions = 0;
        double multipliers = 0;
        for (int k = 0; k < setting.integer("orders"); k++) {
            int[] order = seed.at(k).permutation(21);
            Matrix permuted = x.rows(order);
            MaxMargin.Separator machine = MarginClaims.machine(net.limit(permuted),
                    Arrays.stream(order).mapToDouble(i -> labels[i]).toArray());
            double[] values = machine.predict(net.limit(WideNet.testPoints(), permuted));
            double[] sums = new double[21];
            for (int i = 0; i < 21; i++) {
                boolean added = setting.text("multipliers").equals("added") && order[i] == 20;
                sums[added ? 0 : order[i]] += machine.multipliers()[i];
            }
            if (k == 0) {
                first = values;
                alpha = sums;
            }
            functions = Math.max(functions, largestDifference(first, values));
            multipliers = Math.max(multipliers, largestDifference(alpha, sums));
        }
        return Quantities.of("functions", functions).and("multipliers", multipliers);
    }

    private static double largestDifference(double[] a, double[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }
}
