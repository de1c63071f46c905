package org.paisaje.claims.catalogue.document001.landscape;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.claims.catalogue.document001.setup.WideTraining;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.landscape.path.OuterLayerPath;
import org.paisaje.theory.landscape.path.ProjectedLine;

/** Sections 4.2 to 4.4: what lies between and around global minima of wide networks. */
public final class GlobalMinimaClaims {
    private static final String LOW = "section 4.3, theorem";

    static final String EXACT = "section 4.4, proof";

    /**
     * Descent with this rate follows the flow on the 20 points. The kernel has lambda_max / n = 0.21 there; at the start it would
     * have to reach 0.5 for the loss to rise, which none of 4,000 draws of 32 ReLU units did.
     */
    static final double RATE = 4;

    private GlobalMinimaClaims() {}

    /** All of them. */
    public static List<Claim> all() {
        return List.of(notConvex(), line(), sameStart(), projected());
    }

    private static Claim notConvex() {
        double[] distances = {1e-1, 1e-2, 1e-3, 1e-4};
        return ClaimBuilder.of("001.4.2.not-convex", Source001.at("section 4.2, remark"))
                .statement("Near its global minima the loss is not convex, however near",
                        "Off the set of solutions, at every distance, the Hessian has negative eigenvalues: the minimum is no wide bowl.",
                        "\\lambda_{\\min}(H(\\theta+\\varepsilon v))<0")
                .quoted("no hay pozos estrechos que atrapen al optimizador, y el paisaje está compuesto por amplias regiones planas conectadas",
                        "section 4.2, remark")
                .measured(
                        "A tanh network of width 20 that interpolates 10 points in 5 dimensions, moved by 0.1 to 0.0001 in a random direction: the "
                                + "least eigenvalue is below 0 by more than rounding.")
                .mistake(
                        "\"Wide flat regions\" is no statement that a number could contradict; how sharp a minimum is depends on the parametrization.")
                .standard(size -> Setting.of(Keys001.TRAINED.is("all layers")))
                .control(setting -> setting.with(Keys001.TRAINED, "last layer")
                        .noted("the last layer alone, in which the loss is convex"))
                .predict(setting -> Quantities.of("least", 0))
                .measure((setting, replicate, seed) -> {
                    WideNet net = WideNet.of(Activation.TANH, 5, 20);
                    Matrix x = WideNet.sphere(1, 10, 5);
                    Matrix y = WideNet.labels().rowRange(0, 10);
                    double[] theta = interpolant(net, x, y, seed.named("net"));
                    double[] direction = seed.named("direction").gaussians(theta.length);
                    double norm = WideTraining.norm(direction);
                    Risk risk = net.risk(x, y);
                    double[] least = new double[distances.length];
                    double[] rounding = new double[distances.length];
                    for (int k = 0; k < distances.length; k++) {
                        double[] moved = theta.clone();
                        for (int i = 0; i < moved.length; i++) {
                            moved[i] += distances[k] * direction[i] / norm;
                        }
                        Matrix hessian = risk.at(moved).denseHessian();
                        if (setting.get(Keys001.TRAINED).equals("last layer")) {
                            Matrix block = Matrix.zeros(20, 20);
                            for (int i = 0; i < 20; i++) {
                                for (int j = 0; j < 20; j++) {
                                    block.set(i, j, hessian.get(100 + i, 100 + j));
                                }
                            }
                            hessian = block;
                        }
                        double[] values = SymmetricEigen.values(hessian.symmetrise());
                        least[k] = values[0];
                        rounding[k] = Rounding.of(20.0 * values.length).on(values[values.length - 1]).bound();
                    }
                    return Quantities.of("least", least).and("rounding", rounding);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < distances.length; k++) {
                        String at = ", distance " + distances[k];
                        lines.add(
                                Comparison.atMost("least eigenvalue" + at,
                                        predicted.scalar("least") - measured.getFirst().list("rounding")[k],
                                        Estimate.exact(measured.getFirst().list("least")[k]),
                                        "below 0 by ten ulps of the largest eigenvalue for each row"));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** Normal hidden weights and the nearest last layer that interpolates. */
    static double[] interpolant(WideNet net, Matrix x, Matrix y, Seed seed) {
        int p = net.network().layout().size();
        double[] start = seed.gaussians(p);
        return OuterLayerPath.of(net.network(), start, start.clone(), net.inputs(x), y).at(OuterLayerPath.LEAD);
    }

    /** The loss at the middle of two trained networks, and the larger one at the ends. */
    private static double[] middle(Activation activation, int width, boolean one, int steps, Seed seed) {
        WideNet net = WideNet.of(activation, 10, width);
        WideTraining training = WideTraining.of(net);
        int p = net.network().layout().size();
        double[] first = seed.named("first").gaussians(p);
        double[] second = seed.named("second").gaussians(p);
        if (one) {
            double norm = WideTraining.norm(second);
            for (int i = 0; i < p; i++) {
                second[i] = first[i] + 6 * second[i] / norm;
            }
        }
        double[] a = training.descent(first, RATE, steps);
        double[] b = training.descent(second, RATE, steps);
        double[] between = new double[p];
        for (int i = 0; i < p; i++) {
            between[i] = 0.5 * (a[i] + b[i]);
        }
        return new double[] {training.loss(between), Math.max(training.loss(a), training.loss(b))};
    }

    private static Quantities middles(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys001.WIDTHS);
        boolean one = setting.get(Keys001.STARTS).equals("near each other");
        Quantities found = Quantities.NONE;
        double ends = 0;
        for (Activation activation : List.of(Activation.RELU, Activation.TANH)) {
            double[] values = new double[widths.length];
            for (int k = 0; k < widths.length; k++) {
                double[] loss = middle(activation, (int) widths[k], one, setting.get(Keys001.STEPS),
                        seed.at((int) widths[k]));
                values[k] = loss[0];
                ends = Math.max(ends, loss[1]);
            }
            found = found.and(activation.name(), values);
        }
        return found.and("ends", ends);
    }

    private static Setting starts(Size size, String which) {
        return Setting.of(Keys001.STARTS.is(which),
                Keys001.WIDTHS.is(size == Size.SMOKE ? new double[] {32, 128, 512} : new double[] {64, 256, 1024}),
                Keys001.STEPS.is(size == Size.SMOKE ? 400 : 500), Keys001.SEEDS.is(size == Size.SMOKE ? 16 : 24));
    }

    private static Claim line() {
        return ClaimBuilder.of("001.4.3.line", Source001.at(LOW))
                .statement("The straight line between two trained networks keeps its barrier",
                        "Half-way between networks trained from two independent starts the loss does not fall with the width: it tends to 0.162 for "
                                + "ReLU and 0.183 for tanh, half the loss of the network that is 0.",
                        "\\mathbb E\\,\\mathcal L\\bigl(\\tfrac{\\theta_0+\\theta_1}2\\bigr)\\to c>0")
                .quoted("Dado que el modelo funcional es aproximadamente lineal, existe una trayectoria en el espacio de parámetros",
                        "section 4.3, proof")
                .measured(
                        "20 points, widths 64 to 1,024: the exponent of the loss at the middle in the width, with Student's interval over pairs, holding 0 "
                                + "and excluding -1/2; its mean at the largest width holding the limits of Gaussian integrals and excluding 0 and twice these, the loss of the "
                                + "network that is 0.")
                .mistake(
                        "The linearisations about two starts are two: their distance grows like sqrt m, outside every ball in which one of them holds.")
                .seconds(10)
                .standard(size -> starts(size, "independent"))
                .control(setting -> setting.with(Keys001.STARTS, "near each other")
                        .noted("both trained from starts that are 6 apart"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("exponent", 0).and("relu", 0.162286).and("tanh", 0.183432))
                .measure(GlobalMinimaClaims::middles)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] widths = setting.get(Keys001.WIDTHS);
                    lines.add(Comparison.atMost("largest loss at an end", 0.02, Estimate.exact(largestEnd(measured)),
                            "a tenth of the barrier").asSanity());
                    for (String name : List.of("relu", "tanh")) {
                        lines.add(Comparison.told("exponent of the loss at the middle, " + name,
                                predicted.scalar("exponent"),
                                Exponents.of(widths, measured, name, 4),
                                "Student's interval, " + Level.words(4), -0.5, -1));
                        double[] last = measured.stream().mapToDouble(q -> q.list(name)[widths.length - 1]).toArray();
                        lines.add(Comparison.told("loss at the middle, " + name + ", largest width",
                                predicted.scalar(name), Exponents.mean(last, 4),
                                "Student's interval, " + Level.words(4), 0, 2 * predicted.scalar(name)));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static double largestEnd(List<Quantities> measured) {
        return measured.stream().mapToDouble(q -> q.scalar("ends")).max().orElseThrow();
    }

    private static Claim sameStart() {
        return ClaimBuilder.of("001.4.3.line.near", Source001.at(LOW))
                .statement("Between solutions of nearby starts the straight line is nearly free",
                        "What the linearisation does prove: half-way between two networks trained from starts at a fixed distance the loss falls with the "
                                + "width.",
                        "\\|\\theta_0-\\theta_1\\|=O(1)\\;\\Rightarrow\\;\\mathcal L\\bigl(\\tfrac{\\theta_0+\\theta_1}2\\bigr)\\to0")
                .quoted("en el régimen ancho el modelo se comporta de forma aproximadamente lineal en el espacio funcional generado por el NTK",
                        "section 4.3, proof")
                .measured(
                        "Starts 6 apart, 20 points: the exponent of the loss at the middle in the width, with Student's interval over pairs, below -1/2 "
                                + "for ReLU and tanh.")
                .seconds(10)
                .standard(size -> starts(size, "near each other"))
                .control(setting -> setting.with(Keys001.STARTS, "independent").noted("independent starts"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("most", -0.5))
                .measureAs("001.4.3.line", GlobalMinimaClaims::middles)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    lines.add(Comparison.atMost("largest loss at an end", leastMiddle(measured),
                            Estimate.exact(largestEnd(measured)),
                            "the least mean over the pairs of a loss at the middle: training leaves less than that")
                            .asSanity());
                    for (String name : List.of("relu", "tanh")) {
                        lines.add(Comparison.atMost("exponent of the loss at the middle, " + name,
                                predicted.scalar("most"),
                                Exponents.of(setting.get(Keys001.WIDTHS), measured, name, 2),
                                "Student's interval, " + Level.words(2)));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static double leastMiddle(List<Quantities> measured) {
        double least = Double.POSITIVE_INFINITY;
        for (String name : List.of("relu", "tanh")) {
            for (int k = 0; k < measured.getFirst().list(name).length; k++) {
                int at = k;
                least = Math.min(least, measured.stream().mapToDouble(q -> q.list(name)[at]).average().orElseThrow());
            }
        }
        return least;
    }

    private static final double[] NODES = {50, 200};

    private static final String ORDERS = "the places of the largest are a step apart: 1 / n of the length, to the power that is predicted";

    private static Claim projected() {
        return ClaimBuilder.of("001.4.3.projected", Source001.at(LOW))
                .statement("A line projected to zero loss is a curve for smooth activations",
                        "Projecting the nodes of the straight line to zero loss by Gauss-Newton steps gives a chain that becomes a curve as nodes are added "
                                + "for tanh. For ReLU it jumps at kinks, though the loss at the nodes is 0 as well.",
                        "\\theta\\leftarrow\\theta-J^\\top(JJ^\\top)^{-1}(f-y)")
                .quoted("existe una curva continua $\\gamma$", "section 4.3, theorem")
                .measured(
                        "Width 64, 20 points: all nodes converge; with 50 and with 200 of them the largest step falls like their number, told from a jump, which "
                                + "stays, and the largest loss between them faster than the square, which a kink leaves (for a curve like the fourth power).")
                .mistake(
                        "The theorem asks for smooth activations, the text elsewhere for Lipschitz ones; zero loss at nodes proves nothing for ReLU.")
                .standard(size -> Setting.of(Keys001.ACTIVATION.is(Activation.TANH)))
                .control(setting -> setting.with(Keys001.ACTIVATION, Activation.RELU).noted("ReLU"))
                .predict(setting -> Quantities.of("step", -1).and("middle", -2))
                .measure((setting, replicate, seed) -> {
                    WideNet net = WideNet.of(setting.get(Keys001.ACTIVATION), 10, 64);
                    Matrix x = WideNet.points();
                    double[] a = interpolant(net, x, WideNet.labels(), seed.named("first"));
                    double[] b = interpolant(net, x, WideNet.labels(), seed.named("second"));
                    double[] steps = new double[NODES.length];
                    double[] middles = new double[NODES.length];
                    boolean converged = true;
                    for (int k = 0; k < NODES.length; k++) {
                        ProjectedLine line = ProjectedLine
                                .of(net.network(), a, b, net.inputs(x), WideNet.labels(), (int) NODES[k]);
                        converged &= line.converged();
                        steps[k] = line.step();
                        middles[k] = line.middle();
                    }
                    return Quantities.of("converged", converged ? 1 : 0).and("step", steps).and("middle", middles);
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison
                                .equal("all nodes converge", 1, measured.getFirst().scalar("converged"),
                                        Tolerance.none("yes or no"))
                                .asSanity(),
                        Comparison.told("power of the number of nodes in the largest step", predicted.scalar("step"),
                                power(measured.getFirst().list("step"), 1), ORDERS, 0),
                        Comparison.atMost("power of the number of nodes in the largest loss between them",
                                predicted.scalar("middle"), power(measured.getFirst().list("middle"), 4), ORDERS)))
                .build();
    }

    /** The power of the number of nodes in a largest value, which lies up to a step beside where it is taken. */
    private static Estimate power(double[] values, int order) {
        double log = Math.log(NODES[1] / NODES[0]);
        return Estimate.within(Math.log(values[1] / values[0]) / log, order * (1 / NODES[0] + 1 / NODES[1]) / log);
    }
}
