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
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.ReferenceCases;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Cholesky;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.kernel.KernelRegression;
import org.paisaje.theory.kernel.margin.MaxMargin;

/** Section 3.2, the function of maximum margin: what it is, when it exists, and that it is unique. */
public final class MaxMarginClaims {
    private static final String PLACE = "Section 3.2, Theorem";
    /** The margins of the 20 points with the signs of their labels, ReLU and tanh, by an independent program. */
    private static final double[] MARGINS = {0.164137948, 0.092165033};

    /** Sums over 20 x 20 entries of a kernel, with multipliers up to 8. */
    private static final Rounding SUMS = Rounding.of(400).on(8);

    private MaxMarginClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(maximum(), separable(), unique());
    }

    private static Claim maximum() {
        return ClaimBuilder.of("001.3.2.margin", Source001.at(PLACE))
                .statement(
                        "The function of maximum margin is that of least norm",
                        "The largest of min_i y_i f(x_i) over the unit ball of the kernel's space is 1 / |f*|, f* being the function "
                                + "of least norm with y_i f(x_i) >= 1.",
                        "\\max_{\\|f\\|\\le1}\\min_iy_if(x_i)=\\gamma^\\star=\\frac1{\\|f^\\star\\|},\\qquad "
                                + "f^\\star=\\arg\\min\\{\\|f\\|:y_if(x_i)\\ge1\\}")
                .measured(
                        "The support vector machine without bias of the kernels of infinite width on the 20 points and of case R5: "
                                + "its conditions of optimality, 1 / |f*| and multipliers against independent values, and the normalised "
                                + "margin of other functions, near f* and far from it, none of which may exceed 1 / |f*|.")
                .quoted(
                        "la solución de margen máximo, es decir, aquella función f que separa los datos correctamente y minimiza la "
                                + "norma $\\|f\\|_{\\mathcal{H}_{\\Theta}}$.",
                        "section 3.2, theorem")
                .quoted(
                        "$\\max_{\\|f\\|_{\\mathcal{H}_{\\Theta}} \\le 1} \\min_{i} y_i f(x_i).$",
                        "section 3.2, proof, step 3")
                .mistake(
                        "Where the theorem minimises the norm it asks only that f separates, y_i f(x_i) > 0. With f every multiple c f, c > "
                                + "0, separates, so that the norm has no least value. Either y_i f(x_i) >= 1 has to be asked, or the margin "
                                + "be maximised on the unit ball, as in step 3 of the proof.")
                .standard(size -> Setting.of(Keys001.RIVALS.is(size == Size.SMOKE ? 200 : 5000),
                        Keys001.FUNCTION.is("least norm")))
                .control(setting -> setting.with(Keys001.FUNCTION, "interpolant")
                        .noted("the interpolant of the labels, which separates too but has not the least norm"))
                .predict(setting -> Quantities.of("margin",
                        new double[] {MARGINS[0], MARGINS[1], ReferenceCases.R5_MARGIN}))
                .measure(MaxMarginClaims::margins)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    Quantities m = measured.getFirst();
                    List<String> names = List.of("relu", "tanh", "R5");
                    for (int k = 0; k < names.size(); k++) {
                        String name = names.get(k);
                        lines.add(Comparison.equal("gamma*, " + name, predicted.list("margin")[k],
                                m.list("margin")[k],
                                k < 2 ? Tolerance.decimals(9, "an independent program") : Rounding.of(64)));
                        lines.add(Comparison.atMost("conditions of Karush, Kuhn and Tucker, " + name, SUMS.bound(),
                                Estimate.exact(m.list("residual")[k]), SUMS.words()));
                        lines.add(Comparison.atMost("best normalised margin of other functions over gamma*, " + name,
                                1 + SUMS.bound(), Estimate.exact(m.list("rival")[k]), SUMS.words()));
                    }
                    for (int i = 0; i < 4; i++) {
                        lines.add(Comparison.equal("alpha_" + (i + 1) + ", R5", ReferenceCases.R5_DUAL[i],
                                m.list("alpha")[i], Rounding.of(64).on(2)));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Quantities margins(Setting setting, int replicate, Seed seed) {
        List<Matrix> kernels = List.of(MarginClaims.limit(Activation.RELU), MarginClaims.limit(Activation.TANH),
                ReferenceCases.r5Gram());
        double[] margins = new double[3];
        double[] residuals = new double[3];
        double[] rivals = new double[3];
        double[] alpha = new double[0];
        for (int k = 0; k < 3; k++) {
            Matrix kernel = kernels.get(k);
            double[] labels = k == 2 ? ReferenceCases.r5Labels().data() : MarginClaims.signs();
            MaxMargin.Separator best = MarginClaims.separator(kernel, labels);
            double[] weights = best.weights().data();
            if (setting.get(Keys001.FUNCTION).equals("interpolant")) {
                weights = Cholesky.of(kernel).orThrow().solve(Matrix.wrap(labels.length, 1, labels.clone())).data();
            }
            alpha = new double[labels.length];
            for (int i = 0; i < labels.length; i++) {
                alpha[i] = labels[i] * weights[i];
            }
            margins[k] = normalisedMargin(kernel, labels, weights);
            residuals[k] = residual(kernel, labels, alpha);
            rivals[k] = normalisedMargin(kernel, labels, best.weights().data()) / margins[k];
            for (int r = 0; r < setting.get(Keys001.RIVALS); r++) {
                double[] other = weights.clone();
                double[] noise = seed.at(k).at(r).gaussians(labels.length);
                for (int i = 0; i < other.length; i++) {
                    other[i] += Math.pow(10, -(r % 5)) * noise[i];
                }
                rivals[k] = Math.max(rivals[k], normalisedMargin(kernel, labels, other) / margins[k]);
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
        return ClaimBuilder.of("001.3.2.separable", Source001.at(PLACE))
                .statement(
                        "Data are always separable in the space of a positive definite kernel",
                        "If Theta(X, X) is positive definite, every labelling is separable: the interpolant of the labels "
                                + "separates. So the theorem's hypothesis of separability always holds for points of which no two are "
                                + "parallel.",
                        "\\Theta(X,X)\\succ0\\ \\Rightarrow\\ \\forall y\\in\\{\\pm1\\}^n\\ \\exists f\\in\\mathcal H_\\Theta:\\ y_if(x_i)\\ge1")
                .measured(
                        "Random labellings of the 20 points with the kernels of infinite width of ReLU and tanh: how many have no "
                                + "separating function; and the norm of f*, at most that of the interpolant.")
                .quoted(
                        "Supongamos que los datos son linealmente separables en la RKHS inducida por el NTK $\\Theta$.",
                        "section 3.2, theorem")
                .standard(size -> Setting.of(Keys001.LABELLINGS.is(size == Size.SMOKE ? 30 : 1000),
                        Keys001.PLACES.is("general")))
                .control(setting -> setting.with(Keys001.PLACES, "antipodal")
                        .noted("ten of the points and their antipodes"))
                .predict(setting -> Quantities.of("inseparable", 0))
                .measure((setting, replicate, seed) -> {
                    Matrix x = WideNet.points();
                    if (setting.get(Keys001.PLACES).equals("antipodal")) {
                        Matrix half = x.rowRange(0, 10).copy();
                        Matrix other = half.copy();
                        other.scale(-1);
                        x = Matrix.stackRows(half, other);
                    }
                    double inseparable = 0;
                    double ratio = 0;
                    for (Activation activation : MarginClaims.ACTIVATIONS) {
                        Matrix kernel = WideNet.of(activation, 10, 1).limit(x);
                        for (int k = 0; k < setting.get(Keys001.LABELLINGS); k++) {
                            double[] labels = Arrays.stream(seed.at(k).gaussians(20)).map(Math::signum).toArray();
                            switch (MaxMargin.of(kernel, labels)) {
                                case MaxMargin.Separator best -> ratio = Math.max(ratio,
                                        best.squaredNorm() / interpolant(kernel, labels));
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
                                measured.getFirst().scalar("inseparable"), Tolerance.none("there must be none")),
                        Comparison.atMost("largest |f*|^2 over that of the interpolant", 1 + SUMS.bound(),
                                Estimate.exact(measured.getFirst().scalar("ratio")), SUMS.words())))
                .build();
    }

    private static double interpolant(Matrix kernel, double[] labels) {
        var regression = KernelRegression.of(kernel, Matrix.wrap(labels.length, 1, labels),
                0);
        return regression.squaredNorms()[0];
    }

    private static Claim unique() {
        return ClaimBuilder.of("001.3.2.unique", Source001.at("Section 3.2, proof"))
                .statement(
                        "The function of maximum margin is unique",
                        "f* is unique by strict convexity of the norm. Its multipliers are unique where Theta is positive definite, "
                                + "not otherwise.",
                        "f^\\star=\\arg\\min\\{\\|f\\|_{\\mathcal H_\\Theta}:y_if(x_i)\\ge1\\}\\ \\text{ unique}")
                .measured(
                        "The 20 points with the first one twice, in random orders, with the ReLU kernel of infinite width: f* at 50 "
                                + "test points from each order against the first order and the multipliers, up to roundings, those of "
                                + "equal points added.")
                .quoted("donde $f^*$ es la única función de margen máximo.", "section 3.2, proof, end")
                .standard(
                        size -> Setting.of(Keys001.ORDERS.is(size == Size.SMOKE ? 10 : 100),
                                Keys001.MULTIPLIERS.is("added")))
                .control(setting -> setting.with(Keys001.MULTIPLIERS, "single")
                        .noted("the multipliers of the two equal points one by one: these are not unique"))
                .predict(setting -> Quantities.of("difference", 0))
                .measure(MaxMarginClaims::orders)
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.equal("largest difference of f* at test points", predicted.scalar("difference"),
                                measured.getFirst().scalar("functions"), SUMS),
                        Comparison.equal("largest difference of multipliers", predicted.scalar("difference"),
                                measured.getFirst().scalar("multipliers"), SUMS)))
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
        for (int k = 0; k < setting.get(Keys001.ORDERS); k++) {
            int[] order = seed.at(k).permutation(21);
            Matrix permuted = x.rows(order);
            MaxMargin.Separator best = MarginClaims.separator(net.limit(permuted),
                    Arrays.stream(order).mapToDouble(i -> labels[i]).toArray());
            double[] values = best.predict(net.limit(WideNet.testPoints(), permuted));
            double[] sums = new double[21];
            for (int i = 0; i < 21; i++) {
                boolean added = setting.get(Keys001.MULTIPLIERS).equals("added") && order[i] == 20;
                sums[added ? 0 : order[i]] += best.multipliers()[i];
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
