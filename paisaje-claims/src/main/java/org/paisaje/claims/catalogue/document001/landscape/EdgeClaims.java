package org.paisaje.claims.catalogue.document001.landscape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Initializer;
import org.paisaje.network.start.Parametrization;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.landscape.Sharpness;

/** Section 4.2, remark: what descent does at steps beyond those that the curvature at the start allows. */
public final class EdgeClaims {
    private static final String QUOTE = "también explica por qué el descenso de gradiente converge exitosamente a mínimos globales";
    private static final String PLACE = "section 4.2, remark";
    private static final double[] SHARES = {1, 2.5, 3, 3.5, 4.5, 5};
    /** All below 2 over the curvature at the start of most draws. */
    private static final double[] RATES = {0.2, 0.28, 0.4};
    private static final int CATAPULT_STEPS = 400;
    /** Steps over which two recursions in floating-point numbers are compared. */
    private static final int COMPARED = 10;
    private static final double BLOWN = 1e12;
    /** Intervals of the edge: the exponent and one for each rate. */
    private static final int EDGE_LINES = 1 + RATES.length;

    private EdgeClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(catapult(), edge());
    }

    private static Claim catapult() {
        return ClaimBuilder.of("001.4.2.catapult", Source001.at(PLACE))
                .statement("From 2 to 4 over lambda descent is thrown to flatter weights, above it diverges",
                        "For the network u . v / sqrt m and one sample with target 0 descent is a recursion of two numbers: f is multiplied by "
                                + "1 - eta lambda + eta^2 f^2 / m, and lambda, the tangent kernel, grows by eta f^2 (eta lambda - 4) / m. Below "
                                + "eta lambda = 2 it converges at once, up to 4 it converges to a lambda below 2 / eta, above 4 it diverges.",
                        "f\\leftarrow f\\,(1-\\eta\\lambda+\\eta^2f^2/m),\\quad\\lambda\\leftarrow\\lambda+\\eta f^2(\\eta\\lambda-4)/m")
                .quoted(QUOTE, PLACE)
                .measured(
                        "Width 1000, weights drawn: 400 steps on all 2000 parameters at six multiples of 1 / lambda. The first ten outputs "
                                + "against the recursion, whether |f| falls below a millionth, and eta lambda at the end.")
                .mistake("The text has continuous time only, which no step is too large for.")
                .standard(size -> Setting.of(Keys001.FACTOR.is(1.0), Keys001.M.is(1000)))
                .control(setting -> setting.with(Keys001.FACTOR, 1.5).noted("rates half as large again"))
                .predict(setting -> {
                    double[] converged = new double[SHARES.length];
                    for (int k = 0; k < SHARES.length; k++) {
                        converged[k] = SHARES[k] < 4 ? 1 : 0;
                    }
                    return Quantities.of("converged", converged).and("deviation", 0).and("stable", 2);
                })
                .measure(EdgeClaims::thrown)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    Quantities m = measured.getFirst();
                    lines.add(Comparison.equal("outputs against the recursion, relative", predicted.scalar("deviation"),
                            m.scalar("deviation"), Tolerance.of(m.scalar("rounding"),
                                    "a rounding of sums over m in every step, grown by the recursion")));
                    for (int k = 0; k < SHARES.length; k++) {
                        String at = ", eta lambda = " + SHARES[k];
                        lines.add(Comparison.equal("converged" + at, predicted.list("converged")[k],
                                m.list("converged")[k], Tolerance.none("yes is 1, no is 0")));
                        if (m.list("converged")[k] == 1) {
                            lines.add(Comparison.atMost("eta lambda at the end" + at, predicted.scalar("stable"),
                                    Estimate.exact(m.list("end")[k]), "stability"));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Quantities thrown(Setting setting, int replicate, Seed seed) {
        int m = setting.get(Keys001.M);
        Mlp net = Mlp.linear(1, m, 1).withBias(false).withParametrization(Parametrization.ntk(1, 0));
        Risk risk = Risk.of(net, Matrix.wrap(1, 1, new double[] {1}), Matrix.zeros(1, 1), WideNet.LOSS);
        double[] start = seed.named("theta").gaussians(2 * m);
        double[] converged = new double[SHARES.length];
        double[] end = new double[SHARES.length];
        double deviation = 0;
        double rounding = 0;
        for (int k = 0; k < SHARES.length; k++) {
            double[] theta = start.clone();
            double[] gradient = new double[2 * m];
            double lambda = squares(theta) / m;
            double eta = setting.get(Keys001.FACTOR) * SHARES[k] / lambda;
            double f = product(theta, m);
            double grown = 1;
            for (int step = 0; step < CATAPULT_STEPS && Math.abs(product(theta, m)) < BLOWN; step++) {
                risk.valueAndGradient(theta, gradient);
                for (int i = 0; i < theta.length; i++) {
                    theta[i] -= eta * gradient[i];
                }
                if (step < COMPARED && Math.abs(f) < BLOWN) {
                    double factor = 1 - eta * lambda + eta * eta * f * f / m;
                    double next = f * factor;
                    lambda += eta * f * f * (eta * lambda - 4) / m;
                    grown *= Math.max(1, Math.abs(factor) + 3 * eta * eta * f * f / m);
                    f = next;
                    deviation = Math.max(deviation, Math.abs(product(theta, m) - f) / (1 + Math.abs(f)));
                    rounding = Math.max(rounding, 2 * m * Math.ulp(1.0) * grown * (step + 1));
                }
            }
            double last = product(theta, m);
            converged[k] = Math.abs(last) < 1e-6 ? 1 : 0;
            end[k] = eta * squares(theta) / m;
        }
        return Quantities.of("converged", converged)
                .and("end", end)
                .and("deviation", deviation)
                .and("rounding", rounding);
    }

    private static double squares(double[] theta) {
        double sum = 0;
        for (double value : theta) {
            sum += value * value;
        }
        return sum;
    }

    private static double product(double[] theta, int m) {
        double sum = 0;
        for (int i = 0; i < m; i++) {
            sum += theta[i] * theta[m + i];
        }
        return sum / Math.sqrt(m);
    }

    private static Claim edge() {
        return ClaimBuilder.of("001.4.2.edge", Source001.at(PLACE))
                .statement("Descent ends at the curvature 2 / eta that its step allows",
                        "The curvature of a narrow network grows while it learns until the largest eigenvalue of the Hessian is 2 / eta, about which "
                                + "it stays, a little above on the mean: the loss then rises in some steps and falls over many. Where descent ends depends on its step.",
                        "\\lambda_{\\max}(H)\\to2/\\eta")
                .quoted(QUOTE, PLACE)
                .measured(
                        "20 points of a Chebyshev polynomial of degree 4, a tanh network of two hidden layers, three rates and several starts: the "
                                + "exponent in eta of the mean curvature over the last steps, with Student's interval over starts, told from 0, as "
                                + "continuous time has it, and from -1/2; for each rate eta times this curvature, 2 up to the standard deviation "
                                + "of its swings in time, told from 1, where descent is fastest, and from 4; and steps in which the loss rises.")
                .mistake("Continuous time has no such edge; the remark is about a flow, not about descent.")
                .seconds(4)
                .standard(size -> Setting.of(Keys001.FACTOR.is(1.0), Keys001.SEEDS.is(8),
                        Keys001.STEPS.is(size == Size.SMOKE ? 3000 : 5000)))
                .control(setting -> setting.with(Keys001.FACTOR, 0.01).noted("a hundredth of the rates"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("exponent", -1).and("edge", 2).and("rises", 1))
                .measure(EdgeClaims::sharpened)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    String origin = "Student's interval over starts, " + Level.words(EDGE_LINES);
                    lines.add(Comparison.told("exponent of the curvature in eta", predicted.scalar("exponent"),
                            Exponents.of(RATES, measured, "curvature", EDGE_LINES), origin, 0, -0.5));
                    for (int k = 0; k < RATES.length; k++) {
                        double eta = setting.get(Keys001.FACTOR) * RATES[k];
                        double[] curvature = at(measured, "curvature", k);
                        double[] swing = at(measured, "swing", k);
                        lines.add(Comparison.told("eta lambda_max, rate " + RATES[k],
                                Estimate.within(predicted.scalar("edge"),
                                        eta * Arrays.stream(swing).average().orElseThrow()),
                                Exponents.mean(Arrays.stream(curvature).map(c -> eta * c).toArray(), EDGE_LINES),
                                origin + "; the standard deviation of the swings in time", 1, 4));
                    }
                    lines.add(Comparison.atLeast("fewest steps in which the loss rises, at the largest rate",
                            predicted.scalar("rises"),
                            Estimate.exact(
                                    Arrays.stream(at(measured, "rises", RATES.length - 1)).min().orElseThrow()),
                            "below 2 / eta it would never rise"));
                    return Judgement.all(lines);
                })
                .build();
    }

    private static double[] at(List<Quantities> measured, String name, int k) {
        return measured.stream().mapToDouble(q -> q.list(name)[k]).toArray();
    }

    private static Quantities sharpened(Setting setting, int replicate, Seed seed) {
        int n = 20;
        Matrix x = Matrix.zeros(n, 1);
        Matrix y = Matrix.zeros(n, 1);
        for (int i = 0; i < n; i++) {
            double at = -1 + 2.0 * i / (n - 1);
            x.set(i, 0, at);
            y.set(i, 0, Math.cos(4 * Math.acos(at)));
        }
        Architecture net = Architecture.parse("mlp:1-12-12-1:tanh");
        Risk risk = Risk.of(net, x, y, Loss.halfMeanSquared());
        double[] start = net.initialize(Initializer.standardFor(net), seed.named("theta"));
        double[] curvature = new double[RATES.length];
        double[] swing = new double[RATES.length];
        double[] rises = new double[RATES.length];
        int steps = setting.get(Keys001.STEPS);
        for (int k = 0; k < RATES.length; k++) {
            double eta = setting.get(Keys001.FACTOR) * RATES[k];
            double[] theta = start.clone();
            double[] gradient = new double[theta.length];
            double last = Double.POSITIVE_INFINITY;
            var looks = new ArrayList<Double>();
            for (int step = 0; step < steps; step++) {
                double loss = risk.valueAndGradient(theta, gradient);
                rises[k] += loss > last ? 1 : 0;
                last = loss;
                for (int i = 0; i < theta.length; i++) {
                    theta[i] -= eta * gradient[i];
                }
                if (step >= steps - 200 && step % 19 == 0
                        && Sharpness.of(risk.hessian(theta), seed.named("look")) instanceof Sharpness.Measured found) {
                    looks.add(found.value());
                }
            }
            double mean = looks.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
            double squares = looks.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
            curvature[k] = mean;
            swing[k] = Math.sqrt(squares / (looks.size() - 1));
        }
        return Quantities.of("curvature", curvature).and("swing", swing).and("rises", rises);
    }
}
