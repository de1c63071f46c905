package org.paisaje.claims.catalogue.document004.setup;

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
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Initializer;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.dynamics.flow.LayerCube;
import org.paisaje.training.Batches;
import org.paisaje.training.Cadence;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;
import org.paisaje.training.rule.GradientDescent;

/** Section 3, equations (3.5) to (3.9): layers as constraints, as steps of a map in depth, and in training time as well. */
final class DiscreteMapClaims {
    private static final int POINTS = 30;
    private static final double RATE = 0.1;
    private static final int WINDOW = 10;

    private DiscreteMapClaims() {}

    static List<Claim> all() {
        return List.of(constraints(), steps(), replay(), limit(false), limit(true));
    }

    private static Mlp figure() {
        return Mlp.of(Activation.TANH, 2, 4, 4, 4, 4, 1);
    }

    private static Claim constraints() {
        return ClaimBuilder.of("004.eq3.7", SetupKeys.source("equations (3.5) to (3.7)"))
                .statement("The values of a forward pass meet the constraints of the training problem",
                        "z^(0) = x, z^(l) = s(W_l z^(l-1) + b_l) in every layer, and the cost (3.5) is the sum of the losses at the last one.",
                        "z^{(l)}_k=f_l(z^{(l-1)}_k,\\theta_l)")
                .quoted("where $f_l = \\sigma \\circ \\Lambda_l$ ,  $\\sigma$ a nonlinearity (tanh, ReLU) and $\\Lambda_l$ an affine transformation.",
                        "below equation (3.7)")
                .mistake(
                        "(3.5) is a sum with N in the place of n, elsewhere costs are means; which loss it is stays open, and with f_L = s o Lambda_L "
                                + "outputs cannot leave the range of s.")
                .measured(
                        "The network of figure 3.1, 2 inputs, layers of 4 and one output: what a pass stores against each constraint, computed entry by "
                                + "entry, and n times the mean loss against the sum of losses.")
                .standard(size -> Setting.of(SetupKeys.SCALE.is(1.0),
                        SetupKeys.REPLICATES.is(size == Size.SMOKE ? 5 : 100)))
                .control(setting -> setting.with(SetupKeys.SCALE, 1.001)
                        .noted("constraints with weights that are 0.1 % larger than those of the pass"))
                .replicates(setting -> setting.get(SetupKeys.REPLICATES))
                .predict(setting -> Quantities.of("residual", 0).and("cost", 0))
                .measure((setting, replicate, seed) -> residuals(setting.get(SetupKeys.SCALE), seed))
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.equal("largest residual of a constraint", predicted.scalar("residual"),
                                measured.stream().mapToDouble(q -> q.scalar("residual")).max().orElseThrow(),
                                Rounding.of(64)),
                        Comparison.equal("sum of losses against n times their mean, relative", predicted.scalar("cost"),
                                measured.stream().mapToDouble(q -> q.scalar("cost")).max().orElseThrow(),
                                Rounding.of(128))))
                .build();
    }

    private static Quantities residuals(double scale, Seed seed) {
        Architecture net = Architecture.parse("mlp:2-4-4-4-4-1:tanh:output=tanh");
        double[] theta = net.initialize(Initializer.uniform(1), seed.named("theta"));
        Matrix x = Matrix.wrap(POINTS, 2, seed.named("x").gaussians(2 * POINTS));
        Matrix y = Matrix.wrap(POINTS, 1, seed.named("y").gaussians(POINTS));
        LayerTrace trace = net.trace(theta, x);
        double worst = 0;
        int last = net.layerShapes().size() - 1;
        for (int l = 0; l <= last; l++) {
            Matrix before = l == 0 ? x : trace.values(l - 1);
            Matrix after = l == last ? trace.outputs() : trace.values(l);
            LayerShape shape = net.layerShapes().get(l);
            for (int i = 0; i < POINTS; i++) {
                for (int j = 0; j < shape.outputs(); j++) {
                    double sum = theta[shape.bias() + j];
                    for (int k = 0; k < shape.inputs(); k++) {
                        sum += scale * theta[shape.weight() + j * shape.inputs() + k] * before.get(i, k);
                    }
                    worst = Math.max(worst, Math.abs(after.get(i, j) - Math.tanh(sum)));
                }
            }
        }
        Risk risk = Risk.of(net, x, y, Loss.SQUARED);
        double sum = 0;
        for (int i = 0; i < POINTS; i++) {
            sum += risk.on(i).value(theta);
        }
        return Quantities.of("residual", worst).and("cost", Math.abs(sum / (POINTS * risk.value(theta)) - 1));
    }

    private static Claim steps() {
        return ClaimBuilder.of("004.eq3.8", SetupKeys.source("equation (3.8)"))
                .statement("The layer index is the time of a map that changes with time",
                        "A network that starts with layer l + 1 at Phi(x, l) ends where the whole network ends, bit for bit. The map depends on l, and its space "
                                + "changes with it.",
                        "\\Phi(x,L)=f_L\\circ\\dots\\circ f_{l+1}\\big(\\Phi(x,l)\\big)")
                .quoted("The key point is to see the intermediate activations $z_k^{(l)} = f^{(l)}(f^{(l-1)}(...(x_k)))$ as the propagation of $x_k$ by a "
                        + "discrete map $\\Phi(x_k, l)$", "above equation (3.8)")
                .mistake(
                        "One space Z is named for all l, but the network of the figure beside it goes from R^2 to R^4 to R; l begins at 1 here and at 0 below (3.14).")
                .measured(
                        "The network of figure 3.1 with random weights at 30 points: the layers from every one on against the whole network, and the "
                                + "number of different dimensions on the way.")
                .standard(size -> Setting.of(SetupKeys.AHEAD.is(0),
                        SetupKeys.REPLICATES.is(size == Size.SMOKE ? 5 : 100)))
                .control(setting -> setting.with(SetupKeys.AHEAD, 1).noted("the remaining layers start one too late"))
                .replicates(setting -> setting.get(SetupKeys.REPLICATES))
                .predict(setting -> Quantities.of("differ", 0).and("dimensions", 3))
                .measure((setting, replicate, seed) -> restarts(setting.get(SetupKeys.AHEAD), seed))
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.equal("outputs that differ after a restart", predicted.scalar("differ"),
                                measured.stream().mapToDouble(q -> q.scalar("differ")).sum(),
                                Tolerance.none("bitwise")),
                        Comparison.equal("dimensions on the way", predicted.scalar("dimensions"),
                                measured.getFirst().scalar("dimensions"), Tolerance.none("a count"))))
                .build();
    }

    private static Quantities restarts(int ahead, Seed seed) {
        Mlp net = figure();
        double[] theta = net.initialize(Initializer.uniform(1), seed.named("theta"));
        Matrix x = Matrix.wrap(POINTS, 2, seed.named("x").gaussians(2 * POINTS));
        LayerCube cube = LayerCube.of(net, List.of(theta), x);
        Matrix whole = net.forward(theta, x);
        int differ = 0;
        // From a layer of 4 units to another one, so that a start that is too late is possible.
        for (int l = 1; l <= 2; l++) {
            int from = l + ahead;
            int[] widths = net.widths()
                    .subList(from, net.widths().size())
                    .stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
            double[] rest = Arrays.copyOfRange(theta, net.layerShapes().get(from).weight(), theta.length);
            double[] there = Mlp.of(Activation.TANH, widths).forward(rest, cube.values(0, l)).data();
            for (int i = 0; i < POINTS; i++) {
                differ += there[i] == whole.data()[i] ? 0 : 1;
            }
        }
        long dimensions = net.widths().stream().distinct().count();
        return Quantities.of("differ", differ).and("dimensions", dimensions);
    }

    private static Claim replay() {
        return ClaimBuilder.of("004.eq3.9", SetupKeys.source("equation (3.9)"))
                .statement("The values by layer and training time are a map of seed, layer and time",
                        "Phi~(x, l, tau) is decided by the start and the order of the batches: two trainings from one seed give the same values in every layer "
                                + "at every time, bit for bit.",
                        "\\tilde\\Phi(x,l,\\tau)=z^{(l)}(\\theta_\\tau)")
                .quoted("Indeed, a more complex dynamics could be studied using the map $\\tilde{\\Phi}$",
                        "above equation (3.9)")
                .measured(
                        "Two trainings with batches, on one thread and on two, 20 points in 6 layers at 11 times: the values that differ.")
                .standard(size -> Setting.of(SetupKeys.SAME.is(true),
                        SetupKeys.REPLICATES.is(size == Size.SMOKE ? 3 : 20)))
                .control(setting -> setting.with(SetupKeys.SAME, false).noted("another seed for the second training"))
                .replicates(setting -> setting.get(SetupKeys.REPLICATES))
                .predict(setting -> Quantities.of("differ", 0))
                .measure((setting, replicate, seed) -> {
                    Matrix x = Matrix.wrap(40, 2, seed.named("x").gaussians(80));
                    Matrix y = Matrix.wrap(40, 1, seed.named("y").gaussians(40));
                    LayerCube first = cube(x, y, seed.named("run"), 1);
                    LayerCube second = cube(x, y, seed.named(setting.get(SetupKeys.SAME) ? "run" : "other"), 2);
                    int differ = 0;
                    for (int t = 0; t < first.times(); t++) {
                        for (int l = 1; l < first.nodes(); l++) {
                            differ += Arrays.equals(first.values(t, l).data(), second.values(t, l).data()) ? 0 : 1;
                        }
                    }
                    return Quantities.of("differ", differ).and("pages", first.times() * (first.nodes() - 1));
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.equal("pairs of layer and time whose values differ", predicted.scalar("differ"),
                                measured.stream().mapToDouble(q -> q.scalar("differ")).sum(),
                                Tolerance.none("bitwise")),
                        Comparison
                                .equal("pairs of layer and time", 55, measured.getFirst().scalar("pages"),
                                        Tolerance.none("a count"))
                                .asSanity()))
                .build();
    }

    private static LayerCube cube(Matrix x, Matrix y, Seed seed, int threads) {
        Mlp net = figure();
        Trajectory run = Training.with(GradientDescent.withRate(RATE))
                .batches(Batches.of(8, seed.named("batches")))
                .threads(threads)
                .snapshots(Cadence.epochs(1))
                .stop(Stop.afterEpochs(10))
                .run(Risk.of(net, x, y, Loss.SQUARED), net.initialize(seed.named("theta")));
        return LayerCube.of(net, run.snapshots().stream().map(Trajectory.Snapshot::theta).toList(), x);
    }

    /** Ten gradients of 40 samples each, seen through inputs up to 4. */
    private static final Rounding REST = Rounding.of(10 * 40).on(4);

    private static Claim limit(boolean batches) {
        ClaimBuilder builder = ClaimBuilder
                .of(batches ? "004.eq3.9.limit.batches" : "004.eq3.9.limit", SetupKeys.source("equation (3.9)"))
                .statement(
                        batches
                                ? "Training with batches and one rate leaves the values of the layers moving"
                                : "Training on all samples brings the values of every layer to a limit",
                        batches
                                ? "With batches, (3.18), and one rate, (3.19), on samples that no network of the kind fits, training finds no optimal weights, and the map "
                                        + "in depth and time has no limit."
                                : "With all samples in each step and a rate below 2 over the curvature, a linear network of two layers comes to a minimum and rests; "
                                        + "with batches its gradients do not vanish there, and a rate that is kept leaves it moving.",
                        "\\Phi(x,l)\\approx\\tilde\\Phi(x,l,\\tau\\to\\infty)")
                .quoted("It can be understood that, if the algorithm finds some optimal weights, then $\\Phi(x_k, l) \\approx \\tilde{\\Phi}(x_k, l, \\tau "
                        + "\\to \\infty)$ .", "below equation (3.9)")
                .mistake("Samples that no network of the kind fits have gradients of their own at the minimum.")
                .measured(
                        "A linear network (2, 2, 1) on 40 samples with noise: how far the values of its layers move at most in the last 10 of 3,000 epochs.")
                .standard(size -> Setting.of(SetupKeys.BATCH.is(batches ? 5 : 40)))
                .control(setting -> setting.with(SetupKeys.BATCH, batches ? 40 : 5)
                        .noted(batches ? "all samples in a batch" : "batches of 5"))
                .predict(setting -> Quantities.of("moved", 0))
                .measure((setting, replicate, seed) -> {
                    Mlp net = Mlp.linear(2, 2, 1);
                    Matrix x = Matrix.wrap(40, 2, seed.named("x").gaussians(80));
                    double[] noise = seed.named("noise").gaussians(40);
                    Matrix y = Matrix.zeros(40, 1);
                    for (int i = 0; i < 40; i++) {
                        y.set(i, 0, x.get(i, 0) - 0.5 * x.get(i, 1) + 0.5 * noise[i]);
                    }
                    int epochs = 3000;
                    Trajectory run = Training.with(GradientDescent.withRate(RATE))
                            .batches(Batches.of(setting.get(SetupKeys.BATCH), seed.named("batches")))
                            .threads(1)
                            .snapshots(Cadence.epochs(1))
                            .stop(Stop.afterEpochs(epochs))
                            .run(Risk.of(net, x, y, Loss.SQUARED),
                                    net.initialize(Initializer.normal(0.5), seed.named("theta")));
                    List<Trajectory.Snapshot> all = run.snapshots();
                    List<double[]> late = all.subList(all.size() - 1 - WINDOW, all.size())
                            .stream()
                            .map(Trajectory.Snapshot::theta)
                            .toList();
                    LayerCube cube = LayerCube.of(net, late, x);
                    double moved = 0;
                    for (int t = 1; t < cube.times(); t++) {
                        for (int l = 1; l < cube.nodes(); l++) {
                            double[] now = cube.values(t, l).data();
                            double[] first = cube.values(0, l).data();
                            for (int i = 0; i < now.length; i++) {
                                moved = Math.max(moved, Math.abs(now[i] - first[i]));
                            }
                        }
                    }
                    return Quantities.of("moved", moved);
                })
                .judge((setting, predicted, measured) -> Judgement.all(

                        batches
                                ? Comparison.atLeast("how far values move in 10 late epochs", REST.bound(),
                                        Estimate.exact(measured.getFirst().scalar("moved")),
                                        "more than " + REST.words())
                                : Comparison.equal("how far values move in 10 late epochs", predicted.scalar("moved"),
                                        measured.getFirst().scalar("moved"), REST)));
        return builder.build();
    }
}
