package org.paisaje.claims.catalogue.document004.training;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.rule.GradientDescent;

/** Appendix A.1.2.1: what a step does, and how long it may be. */
final class StepClaims {

    private StepClaims() {}

    static List<Claim> all() {
        return List.of(descent(), regimes(), taylor(true), taylor(false));
    }

    private static LinearNeuron neuron(Seed seed) {
        return LinearNeuron.of(60, 5, seed);
    }

    /** How far from the minimum along the top eigenvector, from 1, after each of some steps. */
    private static double[] along(LinearNeuron neuron, double rate, int steps) {
        SymmetricEigen spectrum = neuron.spectrum();
        int last = spectrum.values().length - 1;
        double[] top = spectrum.vectors().row(last);
        double[] best = neuron.minimum();
        double[] start = best.clone();
        for (int i = 0; i < start.length; i++) {
            start[i] += top[i];
        }
        double[] result = new double[steps + 1];
        for (int n = 0; n <= steps; n++) {
            double[] end = Training.with(GradientDescent.withRate(rate / spectrum.values()[last]))
                    .threads(1)
                    .stop(Stop.after(n))
                    .run(neuron.risk(), start)
                    .theta();
            for (int i = 0; i < end.length; i++) {
                result[n] += top[i] * (end[i] - best[i]);
            }
        }
        return result;
    }

    private static Claim descent() {
        return ClaimBuilder
                .of("004.prop.a.1.1", new Source("004", "appendix A.1, proposition A.1.1 and equation (A.11)"))
                .statement("Descent lowers a quadratic at every step if and only if nu < 2/lambda_max",
                        "The algorithm is a training algorithm in the sense of (A.10) below the border, from every start; above it, it climbs along the "
                                + "steepest direction.",
                        "\\xi(w_{n+1})<\\xi(w_n)\\ \\forall w_n\\iff\\nu<2/\\lambda_{\\max}")
                .quoted("The steepest-descent algorithm is a good candidate for a training algorithm.",
                        "proposition A.1.1")
                .mistake("\"A good candidate\" is not a statement, and \"nu is small\" not a bound.")
                .measured(
                        "A linear neuron on 60 samples: whether one step lowers the cost, from 20 random starts and from the top eigenvector, at "
                                + "several steps.")
                .standard(size -> Setting.of(TrainingKeys.RATES.is(new double[] {0.5, 1, 1.9, 1.999, 2.001, 2.1, 3}),
                        TrainingKeys.REPLICATES.is(size == Size.SMOKE ? 3 : 50), TrainingKeys.FACTOR.is(1.0)))
                .control(setting -> setting.with(TrainingKeys.FACTOR, 1.2)
                        .noted("steps that are a fifth longer than said"))
                .replicates(setting -> setting.get(TrainingKeys.REPLICATES))
                .predict(setting -> {
                    double[] rates = setting.get(TrainingKeys.RATES);
                    double[] lowers = new double[rates.length];
                    for (int k = 0; k < rates.length; k++) {
                        lowers[k] = rates[k] < 2 ? 1 : 0;
                    }
                    return Quantities.of("lowers", lowers);
                })
                .measure((setting, replicate, seed) -> {
                    LinearNeuron neuron = neuron(seed);
                    SymmetricEigen spectrum = neuron.spectrum();
                    double[] rates = setting.get(TrainingKeys.RATES);
                    double[] lowers = new double[rates.length];
                    double[] best = neuron.minimum();
                    for (int k = 0; k < rates.length; k++) {
                        double rate = setting.get(TrainingKeys.FACTOR) * rates[k] / spectrum.values()[4];
                        lowers[k] = 1;
                        for (int trial = 0; trial <= 20; trial++) {
                            double[] w = trial == 20 ? spectrum.vectors().row(4).clone() : seed.at(trial).gaussians(5);
                            double[] next = new double[5];
                            for (int i = 0; i < 5; i++) {
                                w[i] += best[i];
                            }
                            double[] g = neuron.risk().gradient(w);
                            for (int i = 0; i < 5; i++) {
                                next[i] = w[i] - rate * g[i];
                            }
                            lowers[k] = neuron.risk().value(next) < neuron.risk().value(w) ? lowers[k] : 0;
                        }
                    }
                    return Quantities.of("lowers", lowers);
                })
                .judge((setting, predicted, measured) -> {
                    double[] rates = setting.get(TrainingKeys.RATES);
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < rates.length; k++) {
                        int at = k;
                        lines.add(Comparison.equal(
                                "share of neurons where every step lowers the cost, nu lambda_max = " + rates[k],
                                predicted.list("lowers")[k],
                                measured.stream().mapToDouble(q -> q.list("lowers")[at]).average().orElseThrow(),
                                Tolerance.none("each start does or does not")));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim regimes() {
        return ClaimBuilder.of("004.a.1.2.1", new Source("004", "appendix A.1.2.1"))
                .statement("Three regimes of the step: smooth, oscillating, unstable",
                        "Along an eigenvector of the Hessian a step multiplies the distance by 1 - nu lambda: positive below 1/lambda, negative and below 1 in "
                                + "size up to 2/lambda, larger above, so that nu_0 = 2/lambda_max.",
                        "w_{n+1}-w^*=(1-\\nu\\lambda)(w_n-w^*),\\qquad \\nu_0=2/\\lambda_{\\max}")
                .quoted("$\\nu > \\nu_0$. The algorithm becomes unstable (i.e. the solution diverges).",
                        "appendix A.1.2.1")
                .mistake("nu_0 is not given.")
                .measured(
                        "A linear neuron from the minimum plus the top eigenvector: the ratio of the distances after two steps and after one.")
                .standard(
                        size -> Setting.of(TrainingKeys.RATES.is(new double[] {0.5, 0.99, 1.01, 1.5, 1.99, 2.01, 2.5}),
                                TrainingKeys.REPLICATES.is(size == Size.SMOKE ? 3 : 50), TrainingKeys.FACTOR.is(1.0)))
                .control(setting -> setting.with(TrainingKeys.FACTOR, 1.1)
                        .noted("steps that are a tenth longer than said"))
                .replicates(setting -> setting.get(TrainingKeys.REPLICATES))
                .predict(setting -> {
                    double[] rates = setting.get(TrainingKeys.RATES);
                    double[] factors = new double[rates.length];
                    for (int k = 0; k < rates.length; k++) {
                        factors[k] = 1 - rates[k];
                    }
                    return Quantities.of("factors", factors);
                })
                .measure((setting, replicate, seed) -> {
                    LinearNeuron neuron = neuron(seed);
                    double[] rates = setting.get(TrainingKeys.RATES);
                    double[] factors = new double[rates.length];
                    for (int k = 0; k < rates.length; k++) {
                        double[] course = along(neuron, setting.get(TrainingKeys.FACTOR) * rates[k], 2);
                        factors[k] = course[2] / course[1];
                    }
                    return Quantities.of("factors", factors)
                            .and("course", along(neuron, 0.3, 8))
                            .and("swing", along(neuron, 1.7, 8))
                            .and("grow", along(neuron, 2.1, 8));
                })
                .judge((setting, predicted, measured) -> {
                    double[] rates = setting.get(TrainingKeys.RATES);
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < rates.length; k++) {
                        double factor = predicted.list("factors")[k];
                        double farthest = factor;
                        for (Quantities q : measured) {
                            double value = q.list("factors")[k];
                            farthest = Math.abs(value - factor) >= Math.abs(farthest - factor) ? value : farthest;
                        }
                        // The factor is the ratio of two distances, the smaller a hundredth where it is near 0.
                        lines.add(Comparison.equal("factor of a step, nu lambda = " + rates[k], factor,
                                farthest, Rounding.of(120).times(100)));
                    }
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> {
                    double[] n = {0, 1, 2, 3, 4, 5, 6, 7, 8};
                    Quantities q = measured.getFirst();
                    return List.of(new Figure.Chart("regimes", "Three regimes",
                            "The distance from the minimum along the top eigenvector, step by step.",
                            Axis.linear("step"), Axis.linear("distance"),
                            List.of(new Series.Line("smooth, nu lambda = 0.3", Role.MEASURED, n, q.list("course")),
                                    new Series.Line("oscillating, 1.7", Role.MEASURED, n, q.list("swing")),
                                    new Series.Line("unstable, 2.1", Role.MEASURED, n, q.list("grow")))));
                })
                .build();
    }

    private static Claim taylor(boolean printed) {
        ClaimBuilder builder = ClaimBuilder
                .of("004.a.1.2.1.taylor." + (printed ? "printed" : "corrected"),
                        new Source("004", "appendix A.1.2.1, below the three regimes"))
                .statement(
                        printed
                                ? "The cost after a step is the slope times the step, to second order"
                                : "The cost changes by the slope times the step, to second order",
                        printed
                                ? "xi(w(n+1)) is g^T dw plus a term of order dw^2."
                                : "xi(w(n+1)) is xi(w(n)) + g^T dw plus a term of order dw^2.",
                        printed
                                ? "\\xi(w(n+1))=g^T\\Delta w+O((\\Delta w)^2)"
                                : "\\xi(w(n+1))=\\xi(w(n))+g^T\\Delta w+O((\\Delta w)^2)")
                .quoted("we can only guarantee that $\\xi(\\mathbf{w}(n+1)) = \\mathbf{g}^T(n)\\Delta\\mathbf{w}(n) + O\\left((\\Delta\\mathbf{w}(n))^2\\right) "
                        + "< \\xi(\\mathbf{w}(n))$", "appendix A.1.2.1")
                .measured("A linear neuron: the exponent in the length of the step of what is left.")
                .standard(size -> Setting.of(TrainingKeys.FACTOR.is(printed ? 0.0 : 1.0),
                        TrainingKeys.RATES.is(new double[] {1e-4, 1e-3, 1e-2, 1e-1})))
                .control(setting -> printed
                        ? setting.with(TrainingKeys.FACTOR, 1.0).noted("xi(w(n)) is added")
                        : setting.with(TrainingKeys.FACTOR, 0.9).noted("a tenth of xi(w(n)) is left out"))
                .predict(setting -> Quantities.of("exponent", 2))
                .measure((setting, replicate, seed) -> {
                    LinearNeuron neuron = neuron(seed);
                    double[] rates = setting.get(TrainingKeys.RATES);
                    double[] w = seed.named("w").gaussians(5);
                    double[] g = neuron.risk().gradient(w);
                    double value = neuron.risk().value(w);
                    double[] rest = new double[rates.length];
                    double[] lengths = new double[rates.length];
                    double slope = LinearNeuron.norm(g) * LinearNeuron.norm(g);
                    for (int k = 0; k < rates.length; k++) {
                        double[] next = w.clone();
                        for (int i = 0; i < 5; i++) {
                            next[i] -= rates[k] * g[i];
                        }
                        lengths[k] = rates[k] * LinearNeuron.norm(g);
                        rest[k] = Math.abs(neuron.risk().value(next) - setting.get(TrainingKeys.FACTOR) * value
                                + rates[k] * slope);
                    }
                    Estimate exponent = Exponents.local(LinearNeuronClaims.falling(lengths),
                            LinearNeuronClaims.falling(rest), 8 * Math.ulp(value));
                    return Quantities.of("exponent",
                            new double[] {exponent.value(), exponent.low(), exponent.high()});
                })
                .judge((setting, predicted,
                        measured) -> Judgement
                                .all(Comparison.told("exponent of the remainder", predicted.scalar("exponent"),
                                        new Estimate(measured.getFirst().list("exponent")[0],
                                                measured.getFirst().list("exponent")[1],
                                                measured.getFirst().list("exponent")[2]),
                                        "by the two shortest steps, the change from the pair before, and rounding of the value",
                                        0, 1)));
        return printed
                ? builder.refuted().mistake("xi(w(n)) is missing: two lines above it stands in the expansion.").build()
                : builder.build();
    }
}
