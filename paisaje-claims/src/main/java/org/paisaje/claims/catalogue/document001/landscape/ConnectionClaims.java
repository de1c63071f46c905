package org.paisaje.claims.catalogue.document001.landscape;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.theory.landscape.path.Barrier;
import org.paisaje.theory.landscape.path.Curve;
import org.paisaje.theory.landscape.path.ElasticBand;
import org.paisaje.theory.landscape.path.FiveSegments;
import org.paisaje.theory.landscape.path.LossField;
import org.paisaje.theory.landscape.path.OuterLayerPath;

/** Sections 4.3 and 4.4: interpolating networks are joined by curves of zero loss, if they are wide enough. */
public final class ConnectionClaims {
    /** What is zero in double precision: squares of rounding. */
    private static final double ZERO = Math.pow(Rounding.of(100).times(1e4).bound(), 2);
    private static final String ORIGIN = "the square of " + Rounding.of(100).times(1e4).words()
            + ", the condition of the features";

    /** Parts of the curve at whose ends the features are looked at: at first, and at most. */
    private static final int COARSE = 500;
    private static final int FINE = 128_000;

    private ConnectionClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(outer(), segments(), narrow());
    }

    /** Two interpolating networks: normal hidden weights, the nearest last layers that interpolate. */
    private record Ends(WideNet net, Matrix x, Matrix y, double[] first, double[] second) {
        static Ends of(Activation activation, int width, Matrix points, Matrix labels, Matrix others, Seed seed) {
            WideNet net = WideNet.of(activation, points.columns(), width);
            int p = net.network().layout().size();
            double[] a = seed.named("first").gaussians(p);
            double[] b = seed.named("second").gaussians(p);
            Matrix x = net.inputs(points);
            double[] first = OuterLayerPath.of(net.network(), a, b, x, labels).at(OuterLayerPath.LEAD);
            double[] second = OuterLayerPath.of(net.network(), a, b, x, others).at(1 - OuterLayerPath.LEAD);
            return new Ends(net, points, labels, first, second);
        }

        LossField field() {
            return LossField.of(net.risk(x, y));
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return "Ends[" + net + "]";
        }
    }

    /** A lower bound on the least singular value of the features on the whole curve, on finer grids until it is above 0. */
    private static double gap(OuterLayerPath path, WideNet net) {
        double gap = Double.NEGATIVE_INFINITY;
        for (int nodes = COARSE; nodes <= FINE && !(gap > 0); nodes *= 4) {
            gap = path.rank(net.network(), nodes).gap();
        }
        return gap;
    }

    private static Claim outer() {
        return ClaimBuilder.of("001.4.3.path", Source001.at("section 4.3, theorem"))
                .statement("Hidden weights go straight, the last layer follows at zero loss",
                        "Between two interpolating networks with two units more than samples, or more, hidden weights go straight and the last "
                                + "layer follows as the nearest one that interpolates: a continuous curve of zero loss, while on the straight "
                                + "line the loss rises.",
                        "W(s)=(1-s)W_0+sW_1,\\quad a(s)=a_{\\rm lin}(s)+\\Phi^\\top(\\Phi\\Phi^\\top)^{-1}(y-\\Phi a_{\\rm lin}(s))")
                .measured(
                        "22 units, 20 points in 10 dimensions, tanh: the largest loss at 200 places of the curve, 0 up to squares of roundings, and the rise "
                                + "of the straight line, which is not. That the curve exists between the places too is checked by a lower bound "
                                + "on the least singular value of the features, by the Lipschitz constant of tanh, above 0.")
                .mistake(
                        "The proof takes the image of theta -> f for convex; linearisation about one start does not reach the other, "
                                + "and the straight line keeps its barrier as the width grows, see 001.4.3.line.")
                .seconds(3)
                .standard(size -> Setting.of(Keys001.WIDTH.is(22), Keys001.FOLLOWS.is(true)))
                .control(setting -> setting.with(Keys001.FOLLOWS, false)
                        .noted("the last layer goes straight as well"))
                .predict(setting -> Quantities.of("highest", 0))
                .measure((setting, replicate, seed) -> {
                    Matrix labels = WideNet.labels();
                    Ends ends = Ends.of(Activation.TANH, setting.get(Keys001.WIDTH), WideNet.points(), labels, labels,
                            seed);
                    LossField field = ends.field();
                    OuterLayerPath path = OuterLayerPath.of(ends.net().network(), ends.first(), ends.second(),
                            ends.net().inputs(ends.x()), labels);
                    Curve line = Curve.line(ends.first(), ends.second());
                    return Quantities
                            .of("highest", Barrier.along(field, setting.get(Keys001.FOLLOWS) ? path : line, 200)
                                    .highest())
                            .and("gap", gap(path, ends.net()))
                            .and("line", Barrier.along(field, line, 20).aboveEnds());
                })
                .judge((setting, predicted, measured) -> {
                    Quantities found = measured.getFirst();
                    return Judgement.all(List.of(
                            Comparison.atMost("largest loss on the curve", predicted.scalar("highest") + ZERO,
                                    Estimate.exact(found.scalar("highest")), ORIGIN),
                            Comparison.atLeast("rise of the straight line", ZERO,
                                    Estimate.exact(found.scalar("line")), "more than what counts as 0 on the curve"),
                            Comparison.atLeast("least singular value of the features, bound", Double.MIN_NORMAL,
                                    Estimate.exact(found.scalar("gap")), "above zero").asSanity()));
                })
                .build();
    }

    private static Claim segments() {
        return ClaimBuilder.of("001.4.4.path", Source001.at("section 4.4, theorem"))
                .statement("Five straight segments of zero loss join interpolating networks",
                        "With one hidden layer of at least 2n units any two networks that interpolate n points, and whose features have "
                                + "full rank, are joined by five straight segments on which the loss is zero.",
                        "\\gamma(0)=\\theta_0,\\ \\gamma(1)=\\theta_1,\\quad \\mathcal L(\\gamma(t))=0\\ \\forall t\\in[0,1]")
                .measured(
                        "40 units, 20 points in 10 dimensions, ReLU and tanh: the largest loss at 400 places, 0 up to squares of roundings. The outputs are "
                                + "affine or constant on each segment, so that this bounds the loss between the places too.")
                .mistake(
                        "The proof is not one: it takes theta -> f for locally linear and onto an infinite-dimensional space. The "
                                + "statement is true for n + 1 units and points in general position (Nguyen 2021).")
                .seconds(2)
                .standard(size -> Setting.of(Keys001.WIDTH.is(40), Keys001.OTHER_LABELS.is(false)))
                .control(setting -> setting.with(Keys001.OTHER_LABELS, true)
                        .noted("a second network that interpolates other labels, and is no solution"))
                .predict(setting -> Quantities.of("highest", 0))
                .measure((setting, replicate, seed) -> {
                    Matrix labels = WideNet.labels();
                    Matrix others = labels.copy();
                    if (setting.get(Keys001.OTHER_LABELS)) {
                        others.scale(-1);
                    }
                    var found = new ArrayList<Double>();
                    for (Activation activation : List.of(Activation.RELU, Activation.TANH)) {
                        Ends ends = Ends.of(activation, setting.get(Keys001.WIDTH), WideNet.points(), labels, others,
                                seed);
                        FiveSegments path = FiveSegments.of(ends.net().network(), ends.first(), ends.second(),
                                ends.net().inputs(ends.x()), labels);
                        found.add(Barrier.along(ends.field(), path.chain().byLength(), 400).highest());
                    }
                    return Quantities.of("highest", found.stream().mapToDouble(Double::doubleValue).toArray());
                })
                .judge((setting, predicted, measured) -> Judgement.all(List.of(
                        Comparison.atMost("largest loss, ReLU", ZERO,
                                Estimate.exact(measured.getFirst().list("highest")[0]),
                                ORIGIN),
                        Comparison.atMost("largest loss, tanh", ZERO,
                                Estimate.exact(measured.getFirst().list("highest")[1]),
                                ORIGIN))))
                .build();
    }

    private static Claim narrow() {
        return ClaimBuilder.of("001.4.4.narrow.printed", Source001.at("section 4.4, introduction"))
                .statement("Many parameters alone join all solutions",
                        "Reading: the regime is that of p much larger than n, as section 4.2 names it, whatever the width. One tanh neuron with "
                                + "100 inputs on one point has 101 parameters, and its solutions a tanh(w x) = 1 fall in two parts, a > 0 "
                                + "and a < 0: whatever the curve between them, it passes a = 0, where the output is 0 and the loss 1/2.",
                        "p\\gg n\\ \\Rightarrow\\ \\mathcal M\\ \\text{connected}")
                .quoted("en el régimen de sobreparametrización, no solo existen trayectorias de pérdida baja, sino que toda pareja de "
                        + "soluciones globales está conectada por una curva continua de pérdida exactamente nula",
                        "section 4.4")
                .quoted("si $p \\gg n$, como ocurre en el régimen de sobreparametrización", "section 4.2")
                .measured(
                        "One solution of either part, at drawn weights: the largest loss on the best curve known, five segments from width 2 on, "
                                + "where it is zero, and an elastic band at width 1, whose pass is 1/2.")
                .mistake(
                        "Many parameters are not enough: what is needed is width, n + 1 in one hidden layer. In the reading of the theorem, "
                                + "\"suficientemente ancha\", the statement holds, see 001.4.4.path.")
                .refuted()
                .standard(size -> Setting.of(Keys001.D.is(100), Keys001.WIDTH.is(1)))
                .control(setting -> setting.with(Keys001.WIDTH, 2)
                        .noted("two neurons, as many as the five segments need"))
                .predict(setting -> Quantities.of("highest", 0))
                .measure((setting, replicate, seed) -> {
                    int width = setting.get(Keys001.WIDTH);
                    int d = setting.get(Keys001.D);
                    WideNet net = WideNet.of(Activation.TANH, d, width);
                    Matrix x = WideNet.sphere(1, 1, d);
                    double[] first = seed.named("first").gaussians((d + 1) * width);
                    double[] second = seed.named("second").gaussians((d + 1) * width);
                    for (int j = 0; j < width; j++) {
                        double w = 1 + 0.5 * j;
                        along(first, d * j, x, w);
                        along(second, d * j, x, -w);
                        first[d * width + j] = 1 / (Math.tanh(w) * Math.sqrt(width));
                        second[d * width + j] = -first[d * width + j];
                    }
                    Matrix y = Matrix.of(new double[][] {{1}});
                    LossField field = LossField.of(net.risk(x, y));
                    Curve curve = width < 2
                            ? new ElasticBand(3, 200, 0.05, 9).between(field, first, second, share -> {})
                            : FiveSegments.of(net.network(), first, second, net.inputs(x), y).chain().byLength();
                    return Quantities.of("highest", Barrier.along(field, curve, 400).highest());
                })
                .judge((setting, predicted, measured) -> Judgement.all(List.of(Comparison.atMost(
                        "largest loss on the best curve", ZERO, Estimate.exact(measured.getFirst().scalar("highest")),
                        ORIGIN))))
                .build();
    }

    /** Moves the weights of a neuron along a point x of length 1 so that their product with it is w. */
    private static void along(double[] theta, int from, Matrix x, double w) {
        double product = 0;
        for (int i = 0; i < x.columns(); i++) {
            product += theta[from + i] * x.get(0, i);
        }
        for (int i = 0; i < x.columns(); i++) {
            theta[from + i] += (w - product) * x.get(0, i);
        }
    }
}
