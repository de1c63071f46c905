package org.paisaje.claims.catalogue.document000.landscape;

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
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Regularizer;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.landscape.critical.CriticalSearch;
import org.paisaje.theory.landscape.critical.Descent;
import org.paisaje.theory.landscape.critical.SearchEnd;
import org.paisaje.theory.landscape.critical.SearchSettings;
import org.paisaje.theory.landscape.critical.SmoothFunction;
import org.paisaje.theory.landscape.linear.LinearOptimum;

/** Section 3.2: deep linear networks without a penalty. Minima are global, saddles strict or flat, level sets may fall apart. */
final class DeepLinearClaims {
    private static final String PLACE = "section 3.2, deep linear networks";
    private static final String EVERY_MINIMUM = "cada mínimo local es un mínimo global si $\\kappa = 0$ y también si $\\kappa > 0$ para K = 2";
    private static final double[] DIAGONAL = {3, 2, 1};
    /** Starts for each shape on the same samples. */
    private static final int STARTS = 10;

    private DeepLinearClaims() {}

    static List<Claim> all() {
        return List.of(reference(), minima(), connected(false), connected(true), saddles());
    }

    private static Matrix referenceX() {
        return Matrix.of(new double[][] {{1, 2, 0, -1, 1}, {0, 1, 1, 2, -1}, {2, -1, 1, 0, 1}}).transpose();
    }

    private static Matrix referenceY() {
        return Matrix.of(new double[][] {{1, 0, 2, -1, 1}, {0, 2, 1, 1, -2}}).transpose();
    }

    private static Claim reference() {
        return ClaimBuilder.of("000.3.2.linear.reference", LandscapeClaims.paper(PLACE))
                .statement("Optimum and curvature of a deep linear network, number by number",
                        "The least loss is that of least squares, cut to the rank that the narrowest layer leaves. At 0 two layers have the "
                                + "least eigenvalue -(2/L) times the norm of Y X', three have a Hessian that is 0.",
                        "F^*=F_{\\rm LS}+\\tfrac1L\\sum_{i>r}s_i^2")
                .measured(
                        "For five given samples: optima with full rank and with a bottleneck of 1, found by descent; eigenvalues at 0.")
                .standard(size -> Setting.of(Keys.HIDDEN.is(1)))
                .control(setting -> setting.with(Keys.HIDDEN, 2).noted("no bottleneck"))
                .predict(setting -> Quantities.of("full", 0.8666666666666667)
                        .and("cut", 1.612650021606223)
                        .and("two", -3.333999521397548)
                        .and("three", 0))
                .measure((setting, replicate, seed) -> {
                    Risk full = Risk.of(Mlp.linear(3, 2, 2), referenceX(), referenceY(), Loss.meanSquared());
                    Risk cut = Risk.of(Mlp.linear(3, setting.get(Keys.HIDDEN), 2), referenceX(), referenceY(),
                            Loss.meanSquared());
                    Risk three = Risk.of(Mlp.linear(3, 2, 2, 2), referenceX(), referenceY(), Loss.meanSquared());
                    return Quantities.of("full", descend(full, seed.named("full")).value())
                            .and("cut", descend(cut, seed.named("cut")).value())
                            .and("two", SymmetricEigen.values(cut.at(new double[cut.dimension()]).denseHessian())[0])
                            .and("three", three.at(new double[three.dimension()]).denseHessian().frobeniusNorm());
                })
                .judge((setting, predicted, measured) -> {
                    Quantities m = measured.getFirst();
                    var lines = new ArrayList<Comparison>();
                    String[][] names = {{"full", "least loss, full rank"}, {"cut", "least loss, a layer of width 1"},
                        {"two", "least eigenvalue at 0, two layers"},
                        {"three", "norm of the Hessian at 0, three layers"}};
                    for (String[] name : names) {
                        // Eigenvalues and singular values of matrices up to norm 4, a rounding for each entry of 16 x 16; gradients at the
                        // ends are below 1e-10, and their squares below that.
                        lines.add(Comparison.equal(name[1], predicted.scalar(name[0]), m.scalar(name[0]),
                                Rounding.of(256).on(4)));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** Where a run ended. */
    private record End(double value, double gradient, double lowest) {}

    /** Descent from normal weights, made exact by the search of critical points. */
    private static End descend(Risk risk, Seed seed) {
        double[] theta = seed.gaussians(risk.dimension());
        SmoothFunction f = SmoothFunction.byProducts(risk);
        double value = new Descent(f).run(theta, 3000);
        SearchEnd end = new CriticalSearch(f, SearchSettings.USUAL.withGradientBelow(1e-10)).refine(theta);
        if (end instanceof SearchEnd.Found found) {
            return new End(found.value(), found.gradientNorm(), found.eigenvalues()[0]);
        }
        double[] gradient = risk.gradient(theta);
        double norm = Matrix.wrap(1, gradient.length, gradient).frobeniusNorm();
        return new End(value, norm, SymmetricEigen.values(risk.at(theta).denseHessian())[0]);
    }

    private static Claim minima() {
        int[][] shapes = {{5, 5, 4}, {5, 2, 4}, {5, 3, 4}, {5, 4, 4, 4}, {5, 2, 5, 4}, {5, 3, 3, 3, 4}};
        return ClaimBuilder.of("000.3.2.linear.minima", LandscapeClaims.paper(PLACE))
                .statement("Every local minimum of a deep linear network is global",
                        "For Phi = W_K ... W_1 x and the squared loss without a penalty descent from random weights ends at the least loss, "
                                + "with bottlenecks and without, for two to four layers.",
                        "\\nabla F=0,\\ \\nabla^2F\\succeq0\\;\\Rightarrow\\;F=\\min F")
                .quoted(EVERY_MINIMUM, "section 3.2")
                .measured(
                        "Six shapes on 40 random samples, ten starts for each: the largest and the least loss at ends that are minima (gradient below 1e-9, no eigenvalue below -1e-6, as zeros of the Hessian are off by as much as the end is from the minimum), over one another and over the closed form, less 1, up to roundings. At least half the ends are such.")
                .mistake("The references are crossed: the case kappa > 0, K = 2 is Freeman and Bruna's, not Saxe's.")
                .seconds(6)
                .standard(size -> Setting.of(Keys.RUNS.is(size == Size.SMOKE ? 1 : size == Size.STANDARD ? 2 : 16),
                        Keys.PENALTY.is(0.0)))
                .control(setting -> setting.with(Keys.PENALTY, 0.03)
                        .noted("a penalty of 0.03 |theta|^2, which gives networks of three layers and more bad minima"))
                .replicates(setting -> setting.get(Keys.RUNS))
                .predict(setting -> Quantities.of("excess", 0))
                .measure((setting, replicate, seed) -> {
                    double[] spread = new double[shapes.length];
                    double[] excess = new double[shapes.length];
                    double minima = 0;
                    double penalty = setting.get(Keys.PENALTY);
                    Matrix x = Matrix.wrap(40, 5, seed.named("x").gaussians(200));
                    Matrix y = Matrix.wrap(40, 4, seed.named("y").gaussians(160));
                    for (int s = 0; s < shapes.length; s++) {
                        Risk risk = Risk.of(Mlp.linear(shapes[s]), x, y, Loss.meanSquared());
                        double low = Double.POSITIVE_INFINITY;
                        double high = 0;
                        for (int start = 0; start < STARTS; start++) {
                            End end = descend(penalty == 0 ? risk : risk.with(Regularizer.l2(penalty)),
                                    seed.named("start").at(s).at(start));
                            if (end.gradient < 1e-9 && end.lowest > -1e-6) {
                                minima++;
                                low = Math.min(low, end.value);
                                high = Math.max(high, end.value);
                            }
                        }
                        double least = LinearOptimum.of(x, y).loss(Arrays.stream(shapes[s]).min().orElseThrow());
                        spread[s] = high == 0 ? 0 : high / low - 1;
                        excess[s] = high == 0 || penalty != 0 ? 0 : Math.abs(high / least - 1);
                    }
                    return Quantities.of("spread", spread).and("excess", excess).and("minima", minima);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    lines.add(Comparison.atLeast("ends that are minima", 0.5 * STARTS * shapes.length * measured.size(),
                            Estimate.exact(measured.stream().mapToDouble(q -> q.scalar("minima")).sum()),
                            "else too little is seen").asSanity());
                    for (int s = 0; s < shapes.length; s++) {
                        int place = s;
                        // Sums of 160 residuals and singular values of 5 x 40; squares of gradients below 1e-9 are less.
                        lines.add(Comparison.equal("largest loss of a minimum over the least, less 1, widths "
                                + Arrays.toString(shapes[s]), predicted.scalar("excess"),
                                measured.stream().mapToDouble(q -> q.list("spread")[place]).max().orElseThrow(),
                                Rounding.of(400)));
                        if (setting.get(Keys.PENALTY) == 0) {
                            lines.add(Comparison.equal("largest distance from the closed form, relative, widths "
                                    + Arrays.toString(shapes[s]), predicted.scalar("excess"),
                                    measured.stream().mapToDouble(q -> q.list("excess")[place]).max().orElseThrow(),
                                    Rounding.of(400)));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim connected(boolean spare) {
        return ClaimBuilder.of("000.3.2.linear." + (spare ? "connected" : "separate"), LandscapeClaims.paper(PLACE))
                .statement(spare
                        ? "With a hidden layer to spare level sets of linear networks are joined"
                        : "Without a unit to spare level sets of linear networks fall apart",
                        spare
                                ? "If a hidden layer is wider than input and output, two solutions with opposite signs of the determinant are "
                                        + "joined by a rotation at zero loss."
                                : "Solutions whose W_1 has determinants of both signs are separate components, as GL(n) has two; between them lies a wall "
                                        + "as high as the square of the least singular value of A.",
                        spare
                                ? "\\Omega_F(0)\\ni W\\sim W'\\in\\Omega_F(0)"
                                : "\\min_{\\det W_1=0}|W_2W_1-A|^2=\\sigma_{\\min}(A)^2")
                .quoted("se podrían tener mínimos locales aislados en el mismo nivel de energía, como lo es el caso de las redes multicapa",
                        "section 3.2, after proposition 1")
                .quoted("Lo anterior nos muestra que los modelos lineales no tienen problema", "section 3.2")
                .measured(
                        "F = |W_2 W_1 - A|^2 with A = 1 and A = diag(2, 0.7). W_1 of two solutions has determinants of both signs where the "
                                + "hidden layer is as wide as A; then every path meets a singular W_1, and the least loss there, found by descent, "
                                + "is a barrier. With one unit more the largest loss along an explicit rotation is taken.")
                .mistake(
                        "The text asks which models have connected level sets and answers that linear ones are no problem: all their minima are global, "
                                + "which is less. Freeman and Bruna's condition n_j >= min(n_1, n_K) has to be strict.")
                .standard(size -> Setting.of(Keys.SPARE.is(spare ? 1 : 0)))
                .control(setting -> setting.with(Keys.SPARE, spare ? 0 : 1)
                        .noted(spare ? "no hidden unit to spare" : "a hidden unit more"))
                .predict(setting -> Quantities.of("barrier", spare ? new double[] {0, 0} : new double[] {1, 0.7 * 0.7}))
                .measure((setting, replicate, seed) -> {
                    boolean more = setting.get(Keys.SPARE) > 0;
                    double[] one = {1};
                    double[] two = {2, 0.7};
                    return Quantities.of("barrier",
                            new double[] {more ? rotation(one) : wall(one, seed),
                                more ? rotation(two) : wall(two, seed)});
                })
                .judge((setting, predicted, measured) -> {
                    double[] law = predicted.list("barrier");
                    double[] barrier = measured.getFirst().list("barrier");
                    return Judgement.all(
                            Comparison.equal("barrier, widths 1-h-1", law[0], barrier[0], Rounding.of(32)),
                            Comparison.equal("barrier, widths 2-h-2", law[1], barrier[1], Rounding.of(32)));
                })
                .build();
    }

    /** The least loss with W_1 singular: that of a hidden layer narrower by one, or, for one unit, with w_1 = 0 and normal w_2. */
    private static double wall(double[] diagonal, Seed seed) {
        int n = diagonal.length;
        if (n == 1) {
            Risk unit = Risk.of(Mlp.linear(1, 1, 1), Matrix.identity(1), diagonal(diagonal), Loss.meanSquared());
            return Arrays.stream(seed.gaussians(100)).map(w -> unit.value(new double[] {0, w})).min().orElseThrow();
        }
        Risk risk = Risk.of(Mlp.linear(n, n - 1, n), Matrix.identity(n), diagonal(diagonal), Loss.meanSquared());
        return n * descend(risk, seed).value();
    }

    /** W_1 and W_2 turned in the plane of the last hidden unit in use and the one to spare, half a turn; n F at most. */
    private static double rotation(double[] diagonal) {
        int n = diagonal.length;
        Matrix target = diagonal(diagonal);
        double most = 0;
        for (int step = 0; step <= 200; step++) {
            double angle = Math.PI * step / 200;
            Matrix rotation = Matrix.identity(n + 1);
            rotation.set(n - 1, n - 1, Math.cos(angle));
            rotation.set(n, n, Math.cos(angle));
            rotation.set(n - 1, n, -Math.sin(angle));
            rotation.set(n, n - 1, Math.sin(angle));
            Matrix inner = Matrix.zeros(n + 1, n);
            Matrix outer = Matrix.zeros(n, n + 1);
            for (int i = 0; i < n; i++) {
                inner.set(i, i, Math.sqrt(diagonal[i]));
                outer.set(i, i, Math.sqrt(diagonal[i]));
            }
            Matrix product = outer.timesTransposed(rotation).times(rotation.times(inner));
            most = Math.max(most, Math.pow(product.minus(target).frobeniusNorm(), 2));
        }
        return most;
    }

    static Matrix diagonal(double[] entries) {
        Matrix result = Matrix.zeros(entries.length, entries.length);
        for (int i = 0; i < entries.length; i++) {
            result.set(i, i, entries[i]);
        }
        return result;
    }

    private static Claim saddles() {
        int[][] sets = {{}, {1}, {2}, {3}, {1, 3}, {2, 3}, {1, 2}};
        return ClaimBuilder.of("000.2.saddles", LandscapeClaims.paper("section 2, saddle points"))
                .statement("Saddles of two linear layers are strict, of three the Hessian can vanish",
                        "For |W_2 W_1 - diag(3, 2, 1)|^2 with two hidden units a critical point keeps a set S of singular values; all but the "
                                + "best set have a negative eigenvalue. Three and four layers have a saddle at 0 where the Hessian is 0.",
                        "\\lambda_{\\min}=-2\\max_{i\\notin S}s_i\\ (|S|<2),\\quad -2(\\max_{i\\notin S}s_i-\\min_Ss_i)\\ (|S|=2)")
                .quoted("la función objetivo puede tener puntos de silla en los cuales el Hessiano se anula",
                        "section 2")
                .measured(
                        "Loss, gradient and least eigenvalue at the seven points, and the norm of the Hessian at 0 for 3 and 4 layers.")
                .mistake(
                        "That the Hessian vanishes is the degenerate case: an ordinary saddle has a Hessian with a negative eigenvalue.")
                .standard(size -> Setting.of(Keys.LAYERS.is(3)))
                .control(setting -> setting.with(Keys.LAYERS, 2)
                        .noted("two layers at 0, where the Hessian does not vanish"))
                .predict(setting -> {
                    double[] loss = new double[sets.length];
                    double[] lowest = new double[sets.length];
                    for (int k = 0; k < sets.length; k++) {
                        double largest = 0;
                        double smallest = sets[k].length < 2 ? 0 : 3;
                        for (int i = 1; i <= 3; i++) {
                            int value = i;
                            double s = DIAGONAL[i - 1];
                            if (Arrays.stream(sets[k]).anyMatch(j -> j == value)) {
                                smallest = Math.min(smallest, s);
                            } else {
                                loss[k] += s * s;
                                largest = Math.max(largest, s);
                            }
                        }
                        lowest[k] = Math.min(0, -2 * (largest - smallest));
                    }
                    return Quantities.of("loss", loss).and("lowest", lowest).and("flat", 0);
                })
                .measure((setting, replicate, seed) -> {
                    double[] loss = new double[sets.length];
                    double[] lowest = new double[sets.length];
                    double[] gradient = new double[sets.length];
                    Matrix target = diagonal(DIAGONAL);
                    Risk risk = Risk.of(Mlp.linear(3, 2, 3), Matrix.identity(3), target, Loss.meanSquared());
                    for (int k = 0; k < sets.length; k++) {
                        double[] theta = new double[12];
                        for (int unit = 0; unit < sets[k].length; unit++) {
                            int i = sets[k][unit] - 1;
                            theta[unit * 3 + i] = Math.sqrt(DIAGONAL[i]);
                            theta[6 + i * 2 + unit] = Math.sqrt(DIAGONAL[i]);
                        }
                        loss[k] = 3 * risk.value(theta);
                        gradient[k] = Matrix.wrap(1, 12, risk.gradient(theta)).frobeniusNorm();
                        lowest[k] = 3 * SymmetricEigen.values(risk.at(theta).denseHessian())[0];
                    }
                    int layers = setting.get(Keys.LAYERS);
                    double flat = 0;
                    for (int more = 0; more < 2; more++) {
                        int[] widths = new int[layers + more + 1];
                        Arrays.fill(widths, 3);
                        Risk deep = Risk.of(Mlp.linear(widths), Matrix.identity(3), target, Loss.meanSquared());
                        flat = Math.max(flat, deep.at(new double[deep.dimension()]).denseHessian().frobeniusNorm());
                    }
                    return Quantities.of("loss", loss)
                            .and("lowest", lowest)
                            .and("gradient", gradient)
                            .and("flat", flat);
                })
                .judge((setting, predicted, measured) -> {
                    Quantities m = measured.getFirst();
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < sets.length; k++) {
                        String at = ", S = " + Arrays.toString(sets[k]);
                        lines.add(Comparison.equal("loss" + at, predicted.list("loss")[k], m.list("loss")[k],
                                Rounding.of(16).on(14)));
                        lines.add(Comparison.equal("gradient" + at, 0, m.list("gradient")[k], Rounding.of(16).on(6)));
                        // A Hessian of order 12 with norm 12.
                        lines.add(Comparison.equal("least eigenvalue" + at, predicted.list("lowest")[k],
                                m.list("lowest")[k], Rounding.of(48).on(12)));
                    }
                    lines.add(
                            Comparison.equal("norm of the Hessian at 0", predicted.scalar("flat"), m.scalar("flat"),
                                    Tolerance.none("exactly 0")));
                    return Judgement.all(lines);
                })
                .build();
    }

    /** A network of K linear layers of width n under kappa |theta|^2, n F = |W_K ... W_1 - A|^2 + kappa |theta|^2. */
    static Risk penalised(double[] diagonal, int layers, double kappa) {
        int n = diagonal.length;
        int[] widths = new int[layers + 1];
        Arrays.fill(widths, n);
        return Risk.of(Mlp.linear(widths), Matrix.identity(n), diagonal(diagonal), Loss.meanSquared())
                .with(Regularizer.l2(kappa / n));
    }
}
