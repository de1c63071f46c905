package org.paisaje.bench.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.paisaje.bench.explain.ExplanationCases.Case;
import org.paisaje.data.Dataset;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.explain.evidence.Subject;

/** Runs on targets that are not what they are taken for, on too few samples, and with momentum longer than the run. */
final class TargetCases {
    private final List<Case> cases = new ArrayList<>();
    private final Seed seed;

    private TargetCases(Seed seed) {
        this.seed = seed;
    }

    static List<Case> of(Seed seed) {
        var all = new TargetCases(seed.named("targets"));
        all.memory();
        all.kinds();
        all.tails();
        all.others();
        return List.copyOf(all.cases);
    }

    private void add(String name, String causes, boolean curable, Dataset data, String net, String rule, long steps) {
        cases.add(new Case(name, causes.isEmpty() ? Set.of() : Set.of(causes.split(" ")), curable,
                CaseSubjects.subject(data, net, rule, 32, steps, seed)));
    }

    private Matrix inputs(String name, int n, int d) {
        return Matrix.wrap(n, d, seed.named(name).gaussians(n * d));
    }

    /** Of normal inputs the function f of the first three. */
    private interface Surface {
        double at(double a, double b, double c);
    }

    private static Matrix map(Matrix x, Surface f) {
        Matrix y = Matrix.zeros(x.rows(), 1);
        for (int i = 0; i < x.rows(); i++) {
            y.set(i, 0, f.at(x.get(i, 0), x.get(i, 1), x.get(i, 2)));
        }
        return y;
    }

    private Dataset surface(String name, int n, int d, Surface f) {
        Matrix x = inputs(name, n, d);
        return Dataset.regression(name, x, map(x, f));
    }

    private void memory() {
        Dataset wave = surface("memory", 300, 3, (a, b, c) -> Math.sin(2 * a) + 0.5 * b * b);
        add("momentum of 0.999", "step.memory", true, wave, "mlp:3-32-1:tanh", "momentum:0.05,momentum=0.999", 300);
        add("Adam with beta1 of 0.9999", "step.memory", true, wave, "mlp:3-32-1:tanh", "adam:0.01,beta1=0.9999", 300);
    }

    private void kinds() {
        Dataset digits = Datasets.named("digits", seed).sample(800, seed.named("digits"));
        double[] numbers = Arrays.stream(digits.labels()).asDoubleStream().toArray();
        add("digits 0 to 9 as amounts", "data.class-numbers", true,
                Dataset.regression("numbers", digits.x(), Matrix.wrap(numbers.length, 1, numbers)), "mlp:64-32-1:relu",
                "adam:3e-3", 400);
        Matrix x = inputs("prices", 500, 3);
        int[] labels = IntStream.range(0, 500)
                .map(i -> (int) Math.clamp(Math.round(30 + 10 * x.get(i, 0) + 5 * x.get(i, 1)), 0, 59))
                .toArray();
        add("prices as sixty classes", "data.amounts-as-classes", true, Dataset.classification("prices", x, labels,
                IntStream.range(70, 130).mapToObj(String::valueOf).toList()), "mlp:3-32-60:relu", "adam:3e-3", 500);
        Matrix z = inputs("stars", 500, 3);
        Matrix stars = map(z, (a, b, c) -> Math.clamp(Math.round(3 + 1.2 * a + 0.5 * b), 1, 5));
        add("one to five stars", "", false, Dataset.regression("stars", z, stars), "mlp:3-32-1:tanh", "adam:5e-3", 800);
    }

    private void tails() {
        add("incomes over powers of ten", "data.heavy-tails", true,
                surface("incomes", 600, 3, (a, b, c) -> Math.exp(9 + 2 * a + 1.2 * b * c)), "mlp:3-32-1:relu",
                "adam:3e-3", 900);
        Matrix x = inputs("concentrations", 600, 3);
        Matrix y = map(x, (a, b, c) -> a - 0.7 * b);
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] = Math.exp(2.5 * x.data()[i]);
        }
        add("concentrations over powers of ten", "data.heavy-tails", true, Dataset.regression("concentrations", x, y),
                "mlp:3-32-1:relu", "sgd:1e-3", 900);
        Matrix tall = inputs("heights", 400, 3);
        Matrix weight = map(tall, (a, b, c) -> 22 * Math.pow(1.7 + 0.1 * a, 2) + b);
        for (int i = 0; i < tall.rows(); i++) {
            tall.set(i, 0, (1.7 + 0.1 * tall.get(i, 0)) * (i % 5 < 2 ? 100 : 1));
        }
        add("metres and centimetres", "data.units", false, Dataset.regression("heights", tall, weight),
                "mlp:3-32-1:relu", "adam:3e-3", 600);
    }

    private void others() {
        Matrix few = inputs("few", 75, 20);
        Matrix sum = Matrix.zeros(75, 1);
        for (int i = 0; i < 75; i++) {
            sum.set(i, 0, Arrays.stream(few.row(i)).limit(10).sum() + few.get(i, 10) * few.get(i, 11));
        }
        add("sixty samples of twenty inputs", "fit.few-samples fit.overfitting", false,
                Dataset.regression("few", few, sum), "mlp:20-64-1:relu", "adam:1e-2", 600);
        add("two of three hundred inputs decide", "fit.overfitting fit.few-samples", true,
                surface("decided", 150, 300, (a, b, c) -> 2 * a - b + 0.1 * Math.sin(5 * c)), "mlp:300-64-1:relu",
                "adam:3e-3", 1200);
        Matrix root = Matrix.wrap(400, 1, seed.named("root").uniforms(400));
        double[] side = seed.named("side").gaussians(400);
        Matrix roots = Matrix.zeros(400, 1);
        for (int i = 0; i < 400; i++) {
            roots.set(i, 0, Math.copySign(Math.sqrt(root.get(i, 0)), side[i]));
        }
        add("roots of both signs", "data.two-answers", false, Dataset.regression("root", root, roots),
                "mlp:1-32-1:tanh",
                "adam:1e-2", 600);
        Matrix twins = inputs("twins", 400, 3);
        Matrix between = map(twins, (a, b, c) -> b + 0.3 * Math.sin(2 * c));
        for (int i = 0; i < twins.rows(); i++) {
            twins.set(i, 1, twins.get(i, 0) + 1e-3 * twins.get(i, 1));
        }
        add("the difference of two inputs that nearly agree", "step.conditioning", true,
                Dataset.regression("twins", twins, between), "mlp:3-32-1:relu", "adam:3e-3", 800);
        Matrix x = inputs("copy", 400, 4);
        Matrix y = map(x, (a, b, c) -> Math.sin(2 * a) * b + c);
        for (int i = 0; i < x.rows(); i++) {
            x.set(i, 3, 40 + y.get(i, 0) / 1.19);
        }
        add("the target in other units, and a small rate", "data.leak", true, Dataset.regression("copy", x, y),
                "mlp:4-32-1:relu", "sgd:1e-6", 300);
        Architecture chain = Architecture.parse("chain:2x1x1:dense16,tanh,dense16,tanh,dense1");
        Subject usual = CaseSubjects.subject(Datasets.named("moons:n=300", seed.named("moons")), chain.text(),
                "sgd:0.3", 32, 300, seed);
        cases.add(new Case("a chain of layers that starts at 0", Set.of("start.zero-weights"), true,
                new Subject(usual.train(), usual.test(), chain,
                        chain.initialize(Initializer.parse("zero"), seed), usual.loss(), usual.optimizer(), 32, 300,
                        seed, 2)));
        Matrix plane = inputs("plane", 300, 2);
        Matrix eight = Matrix.zeros(300, 8);
        for (int i = 0; i < 300; i++) {
            for (int j = 0; j < 8; j++) {
                eight.set(i, j, Math.sin(plane.get(i, 0) + j) + 0.5 * plane.get(i, 1) * (j % 3));
            }
        }
        add("an autoencoder with its main directions", "", false, Dataset.regression("plane", eight, eight.copy()),
                "mlp:8-4-8:tanh", "adam:1e-2", 1200);
    }
}
