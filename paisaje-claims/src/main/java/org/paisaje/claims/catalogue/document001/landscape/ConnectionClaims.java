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

    private static Matrix points(boolean repeated) {
        Matrix x = WideNet.points();
        if (repeated) {
            x.setRow(1, x.row(0));
        }
        return x;
    }

    private static Matrix labels(boolean repeated) {
        Matrix y = WideNet.labels();
        if (repeated) {
            y.setRow(1, y.row(0));
        }
        return y;
    }

    private static Claim outer() {
        return ClaimBuilder.of("001.4.3.path", Source001.at("section 4.3, theorem"))
                .statement("Hidden weights go straight, the last layer follows at zero loss",
                        "Between two interpolating networks with more units than samples hidden weights go straight and the last layer "
                                + "follows as the nearest one that interpolates: a continuous curve of zero loss, while on the straight "
                                + "line the loss rises.",
                        "W(s)=(1-s)W_0+sW_1,\\quad a(s)=a_{\\rm lin}(s)+\\Phi^\\top(\\Phi\\Phi^\\top)^{-1}(y-\\Phi a_{\\rm lin}(s))")
                .measured(
                        "Width 128, 20 points in 10 dimensions, tanh: the largest loss at 200 places of the curve, 0 up to squares of roundings; a lower "
                                + "bound on the least singular value of the features between the places, by the Lipschitz constant of tanh, "
                                + "above 0, so that the whole curve exists; and the rise of the straight line, above 0.01.")
                .mistake(
                        "The proof takes the image of theta -> f for convex; linearisation about one start does not reach the other, "
                                + "and the straight line keeps its barrier at every width.")
                .seconds(3)
                .standard(size -> Setting.of(Keys001.WIDTH.is(128), Keys001.REPEATED.is(false)))
                .control(setting -> setting.with(Keys001.REPEATED, true)
                        .noted("two equal points, so that the features lose rank and nothing proves the curve"))
                .predict(setting -> Quantities.of("highest", 0).and("gap", 0).and("line", 0.01))
                .measure((setting, replicate, seed) -> {
                    boolean repeated = setting.get(Keys001.REPEATED);
                    Matrix labels = labels(repeated);
                    Ends ends = Ends.of(Activation.TANH, setting.get(Keys001.WIDTH), points(repeated), labels, labels,
                            seed);
                    LossField field = ends.field();
                    OuterLayerPath path = OuterLayerPath.of(ends.net().network(), ends.first(), ends.second(),
                            ends.net().inputs(ends.x()), labels);
                    return Quantities.of("highest", Barrier.along(field, path, 200).highest())
                            .and("gap", path.rank(ends.net().network(), 400).gap())
                            .and("line", Barrier.along(field, Curve.line(ends.first(), ends.second()), 20).aboveEnds());
                })
                .judge((setting, predicted, measured) -> {
                    Quantities found = measured.getFirst();
                    return Judgement.all(List.of(
                            Comparison.atMost("largest loss on the curve", ZERO,
                                    Estimate.exact(found.scalar("highest")), ORIGIN),
                            Comparison.atLeast("least singular value of the features, bound", Double.MIN_NORMAL,
                                    Estimate.exact(found.scalar("gap")), "above zero"),
                            Comparison.atLeast("rise of the straight line", predicted.scalar("line"),
                                    Estimate.exact(found.scalar("line")), "a tenth of what other programs find")));
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
                        "Width 64, 20 points in 10 dimensions, ReLU and tanh: the largest loss at 400 places, 0 up to squares of roundings. The outputs are "
                                + "affine or constant on each segment, so that this bounds the loss between the places too.")
                .mistake(
                        "The proof is not one: it takes theta -> f for locally linear and onto an infinite-dimensional space. The "
                                + "statement is true for n + 1 units and points in general position (Nguyen 2021).")
                .seconds(2)
                .standard(size -> Setting.of(Keys001.WIDTH.is(64), Keys001.OTHER_LABELS.is(false)))
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
                .statement("Over-parameterisation alone joins all solutions: as printed",
                        "One tanh neuron on one point has two parameters, more than points, and its solutions a tanh(w) = 1 fall in two "
                                + "parts: whatever the curve, it passes w = 0, where the output is 0 and the loss 1/2.",
                        "p>n\\ \\Rightarrow\\ \\mathcal M\\ \\text{connected}")
                .quoted("en el régimen de sobreparametrización, no solo existen trayectorias de pérdida baja, sino que toda pareja de "
                        + "soluciones globales está conectada por una curva continua de pérdida exactamente nula",
                        "section 4.4")
                .measured(
                        "The largest loss on the best curve known: five segments from width 2 on, where they are zero, and an elastic "
                                + "band at width 1, whose pass is 1/2.")
                .mistake("p > n is not enough: what is needed is width, n + 1 in one hidden layer.")
                .refuted()
                .standard(size -> Setting.of(Keys001.WIDTH.is(1)))
                .control(setting -> setting.with(Keys001.WIDTH, 2)
                        .noted("two neurons, as many as the five segments need"))
                .predict(setting -> Quantities.of("highest", 0))
                .measure((setting, replicate, seed) -> {
                    int width = setting.get(Keys001.WIDTH);
                    WideNet net = WideNet.of(Activation.TANH, 1, width);
                    Matrix x = Matrix.of(new double[][] {{1}});
                    double[] first = new double[2 * width];
                    double[] second = new double[2 * width];
                    for (int j = 0; j < width; j++) {
                        double w = 1 + 0.5 * j;
                        first[j] = w;
                        second[j] = -w;
                        first[width + j] = 1 / (Math.tanh(w) * Math.sqrt(width));
                        second[width + j] = -first[width + j];
                    }
                    LossField field = LossField.of(net.risk(x, x));
                    Curve curve = width < 2
                            ? new ElasticBand(3, 200, 0.05, 9).between(field, first, second, share -> {})
                            : FiveSegments.of(net.network(), first, second, net.inputs(x), x).chain().byLength();
                    return Quantities.of("highest", Barrier.along(field, curve, 400).highest());
                })
                .judge((setting, predicted, measured) -> Judgement.all(List.of(Comparison.atMost(
                        "largest loss on the best curve", ZERO, Estimate.exact(measured.getFirst().scalar("highest")),
                        ORIGIN))))
                .build();
    }
}
