package org.paisaje.claims.catalogue.document000.landscape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Generator;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;

/** Sections 3.1.2 and 3.2: what level sets and paths that do not rise say about minima, strict and not. */
final class LevelSetClaims {
    static final String PATHS = "section 3.2, paths and level sets";
    private static final String PROPOSITION = "section 3.2, proposition 1";

    /** Levels on both sides of that of a dead neuron, in ascending order. */
    private static final double[] LEVELS = {0.0625, 0.25, 0.5, 0.9, 1, 2, 9};

    private static final double FAR = 1e6;

    private LevelSetClaims() {}

    static List<Claim> all() {
        return List.of(strict(), levels(), proposition(true), proposition(false), remark());
    }

    private static Claim strict() {
        return ClaimBuilder.of("000.3.1.2.strict", LandscapeClaims.paper("section 3.1.2, reference [13]"))
                .statement("A ReLU network has no strict local minima, of whatever size",
                        "Multiplying the weights into a ReLU neuron by c and dividing those out of it by c leaves the function as it is, so no "
                                + "point is strictly below all its neighbours: global minima are not, either, and no width is needed. Where both "
                                + "are 0 and c changes nothing, the weights out of the neuron are free.",
                        "F(cw,a/c)=F(w,a)\\quad\\forall c>0")
                .quoted("los mínimos locales que son estrictamente menores a los otros puntos en una vecindad lo suficientemente pequeña, no "
                        + "existen", "section 3.1.2")
                .measured(
                        "Random networks of 1 to 16 neurons on random data: the largest relative change of the loss for c from 2^-20 to 2^20, "
                                + "powers of two, and for as many weights out of a first neuron whose weights in are 0, which is 0 to the last "
                                + "bit.")
                .mistake(
                        "\"Lo suficientemente grandes\" plays no part: for ReLU with free outer weights the sentence is empty. The theorem of [13] "
                                + "is (from memory) that a local minimum with a unit at zero is global, for positively homogeneous networks and penalties.")
                .standard(size -> Setting.of(Keys.ACTIVATION.is("relu")))
                .control(setting -> setting.with(Keys.ACTIVATION, "tanh").noted("tanh, which is not homogeneous"))
                .predict(setting -> Quantities.of("change", 0))
                .measure((setting, replicate, seed) -> {
                    double most = 0;
                    for (int m = 1; m <= 16; m *= 2) {
                        Matrix x = Matrix.wrap(20, 3, seed.named("x").at(m).gaussians(60));
                        Matrix y = Matrix.wrap(20, 1, seed.named("y").at(m).gaussians(20));
                        Activation activation = Activation.parse(setting.get(Keys.ACTIVATION));
                        Mlp net = Mlp.of(activation, 3, m, 1).withBias(false);
                        Risk risk = Risk.of(net, x, y, Loss.meanSquared());
                        double[] theta = seed.named("theta").at(m).gaussians(risk.dimension());
                        double[] idle = theta.clone();
                        Arrays.fill(idle, 0, 3, 0);
                        idle[3 * m] = 0;
                        double value = risk.value(theta);
                        double without = risk.value(idle);
                        for (int power = -20; power <= 20; power++) {
                            double[] scaled = theta.clone();
                            idle[3 * m] = Math.scalb(1.0, power);
                            most = Math.max(most, Math.abs(risk.value(idle) - without) / without);
                            for (int i = 0; i < scaled.length; i++) {
                                scaled[i] = Math.scalb(scaled[i], i < 3 * m ? power : -power);
                            }
                            most = Math.max(most, Math.abs(risk.value(scaled) - value) / value);
                        }
                    }
                    return Quantities.of("change", most);
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal("largest relative change",
                        predicted.scalar("change"), measured.getFirst().scalar("change"),
                        Tolerance.none("powers of two round nothing"))))
                .build();
    }

    /** F(w) = (r(w) - 1)^2 on a grid of [-3, 3], r a ReLU with that slope below 0. */
    static double[] deadNeuron(double slope) {
        double[] values = new double[601];
        for (int i = 0; i < values.length; i++) {
            double w = (i - 300) / 100.0;
            double r = w > 0 ? w : slope * w;
            values[i] = (r - 1) * (r - 1);
        }
        return values;
    }

    /** The highest local minimum of a sequence less its least value; a plateau is one if it is no slope. */
    static double worstMinimum(double[] f, boolean onlyStrict) {
        double least = Arrays.stream(f).min().orElseThrow();
        double worst = 0;
        for (int from = 0; from < f.length;) {
            int to = from;
            while (to + 1 < f.length && f[to + 1] == f[from]) {
                to++;
            }
            boolean strict = from == to;
            boolean left = from == 0 || f[from - 1] > f[from];
            boolean right = to == f.length - 1 || f[to + 1] > f[from];
            // inside a plateau every point has neighbours that are no lower, whatever follows at its ends
            boolean minimum = left && right || to - from > 1;
            if (minimum && (strict || !onlyStrict)) {
                worst = Math.max(worst, f[from] - least);
            }
            from = to + 1;
        }
        return worst;
    }

    /** The most pieces that a level set of a sequence has. */
    private static int mostPieces(double[] f) {
        int most = 0;
        for (double level : f) {
            int pieces = 0;
            boolean inside = false;
            for (double value : f) {
                pieces += value <= level && !inside ? 1 : 0;
                inside = value <= level;
            }
            most = Math.max(most, pieces);
        }
        return most;
    }

    /** The place on one side of w = 1 where the loss of the neuron comes to be above a level; absent if there is none. */
    private static OptionalDouble end(Risk neuron, double level, double side) {
        double inside = 1;
        double outside = side * FAR;
        if (neuron.value(new double[] {outside, 1}) <= level) {
            return OptionalDouble.empty();
        }
        while (true) {
            double middle = inside + (outside - inside) / 2;
            if (middle == inside || middle == outside) {
                return OptionalDouble.of(middle);
            }
            if (neuron.value(new double[] {middle, 1}) <= level) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
    }

    private static Claim levels() {
        return ClaimBuilder.of("000.3.2.levels", LandscapeClaims.paper(PATHS))
                .statement(
                        "Level sets of one ReLU neuron are intervals, unbounded from level 1 on",
                        "F(w) = (r(w) - 1)^2 falls to w = 1 from both sides, and is 1 for every w < 0.",
                        "\\Omega_F(\\lambda)=[1-\\sqrt\\lambda,1+\\sqrt\\lambda]\\ (\\lambda<1),\\quad "
                                + "(-\\infty,1+\\sqrt\\lambda]\\ (\\lambda\\ge1)")
                .quoted("$$\\Omega_F(\\lambda) = \\{ \\theta \\in \\mathbb{R}^S \\colon F(\\theta) \\le \\lambda \\}.$$",
                        "section 3.2")
                .measured(
                        "A network of one ReLU neuron on the point (1, 1): the ends of its level sets at levels from 1/16 to 9, by bisection "
                                + "between w = 1 and a million on either side, and how many have no end there on the left; the pieces on a "
                                + "grid of [-3, 3].")
                .standard(size -> Setting.of(Keys.SLOPE.is(0.0)))
                .control(setting -> setting.with(Keys.SLOPE, 0.1)
                        .noted("a leaky ReLU, whose level sets end on the left at every level"))
                .predict(setting -> Quantities
                        .of("left",
                                Arrays.stream(LEVELS)
                                        .filter(level -> level < 1)
                                        .map(level -> 1 - Math.sqrt(level))
                                        .toArray())
                        .and("right", Arrays.stream(LEVELS).map(level -> 1 + Math.sqrt(level)).toArray())
                        .and("open", Arrays.stream(LEVELS).filter(level -> level >= 1).count())
                        .and("pieces", 1))
                .measure((setting, replicate, seed) -> {
                    double slope = setting.get(Keys.SLOPE);
                    Activation activation = slope == 0 ? Activation.RELU : Activation.leakyRelu(slope);
                    Matrix one = Matrix.wrap(1, 1, new double[] {1});
                    Risk neuron = Risk.of(Mlp.of(activation, 1, 1, 1).withBias(false), one, one, Loss.meanSquared());
                    return Quantities
                            .of("left", Arrays.stream(LEVELS)
                                    .mapToObj(level -> end(neuron, level, -1))
                                    .flatMapToDouble(OptionalDouble::stream)
                                    .toArray())
                            .and("right",
                                    Arrays.stream(LEVELS).map(level -> end(neuron, level, 1).orElseThrow()).toArray())
                            .and("open",
                                    Arrays.stream(LEVELS).filter(level -> end(neuron, level, -1).isEmpty()).count())
                            .and("pieces", mostPieces(deadNeuron(slope)));
                })
                .judge((setting, predicted, measured) -> {
                    Quantities found = measured.getFirst();
                    List<Comparison> lines = new ArrayList<>();
                    for (String side : List.of("left", "right")) {
                        double[] ends = predicted.list(side);
                        for (int k = 0; k < ends.length; k++) {
                            // F is off by four roundings, and changes by twice the root of the level for each unit of w.
                            lines.add(Comparison.equal("end on the " + side + ", level " + LEVELS[k], ends[k],
                                    found.list(side)[k],
                                    Rounding.of(8)
                                            .on(Math.max(1, LEVELS[k]))
                                            .times(1 / Math.min(1, 2 * Math.sqrt(LEVELS[k])))));
                        }
                    }
                    for (String whole : List.of("open", "pieces")) {
                        lines.add(Comparison.equal(
                                whole.equals("open")
                                        ? "level sets without an end on the left"
                                        : "pieces of a level set, at most",
                                predicted.scalar(whole), found.scalar(whole), Tolerance.none("a whole number")));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim proposition(boolean printed) {
        ClaimBuilder claim = ClaimBuilder
                .of("000.3.2.proposition1." + (printed ? "printed" : "corrected"), LandscapeClaims.paper(PROPOSITION))
                .statement(printed
                        ? "Connected level sets make every local minimum global"
                        : "Connected level sets make every strict local minimum global",
                        "If the set where F is at most lambda is connected for every lambda, every "
                                + (printed ? "" : "strict ")
                                + "local minimum of F is global.",
                        "\\Omega_F(\\lambda)\\ \\text{connected}\\ \\forall\\lambda\\;\\Rightarrow\\;\\text{every "
                                + (printed ? "" : "strict ") + "local minimum is global}")
                .measured(
                        "Functions of one variable by their values on a grid: F(w) = (r(w) - 1)^2 of one ReLU neuron, and 20,000 random "
                                + "functions with plateaus. Of those with connected level sets the highest "
                                + (printed ? "" : "strict ") + "local minimum over the least value.")
                .standard(size -> Setting.of(Keys.STRICT.is(!printed)))
                .control(setting -> setting.with(Keys.STRICT, printed)
                        .noted(printed ? "strict local minima alone" : "local minima that are not strict, too"))
                .predict(setting -> Quantities.of("excess", 0))
                .measure((setting, replicate, seed) -> {
                    boolean strict = setting.get(Keys.STRICT);
                    double[] neuron = deadNeuron(0);
                    double worst = mostPieces(neuron) == 1 ? worstMinimum(neuron, strict) : 0;
                    Generator draw = seed.generator();
                    int connected = 0;
                    double[] f = new double[9];
                    for (int r = 0; r < 20_000; r++) {
                        for (int i = 1; i < f.length; i++) {
                            f[i] = f[i - 1] + draw.nextInt(-1, 2);
                        }
                        if (mostPieces(f) == 1) {
                            connected++;
                            worst = Math.max(worst, worstMinimum(f, strict));
                        }
                    }
                    return Quantities.of("connected", connected).and("excess", worst);
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.atLeast("random functions with connected level sets", 1000,
                                Estimate.exact(measured.getFirst().scalar("connected")), "enough to find an exception")
                                .asSanity(),
                        Comparison.equal("highest local minimum over the global one", predicted.scalar("excess"),
                                measured.getFirst().scalar("excess"), Tolerance.none("whole numbers"))));
        return printed
                ? claim.quoted(
                        "si $\\Omega_F(\\lambda)$ es conexo para todo $\\lambda$ entonces todo mínimo local de F es un mínimo global",
                        "section 3.2, proposition 1")
                        .mistake(
                                "False for minima that are not strict, and one dead ReLU neuron is such a one: its level sets are intervals, and "
                                        + "every w < 0 is a local minimum with F = 1. Freeman and Bruna's Proposition 2.1 has the same wording.")
                        .refuted()
                        .build()
                : claim.build();
    }

    private static Claim remark() {
        return ClaimBuilder
                .of("000.3.2.proposition1.remark", LandscapeClaims.paper("section 3.2, remark after proposition 1"))
                .statement("Connectedness is not necessary: separate minima may be equally low",
                        "(x^2 - 1)^2 has two minima, both global, and its level sets fall into two parts for every level from 0 to below 1.",
                        "\\Omega_F(\\lambda)=\\{1-\\sqrt\\lambda\\le x^2\\le1+\\sqrt\\lambda\\}")
                .quoted("no es una condición necesaria ya que se podrían tener mínimos locales aislados en el mismo nivel de energía, como lo es "
                        + "el caso de las redes multicapa", "section 3.2")
                .measured(
                        "The pieces of level sets on a grid of [-2, 2], 2 at most, and the highest local minimum over the least value, 0.")
                .mistake(
                        "The level must be that of the global minimum. ReLU networks have no isolated minima, so that copies under permutations are "
                                + "meant.")
                .standard(size -> Setting.of(Keys.TILT.is(0.0)))
                .control(setting -> setting.with(Keys.TILT, 0.15)
                        .noted("a tilt, by which one of the two minima is not global"))
                .predict(setting -> Quantities.of("pieces", 2).and("excess", 0))
                .measure((setting, replicate, seed) -> {
                    double[] f = new double[401];
                    for (int i = 0; i < f.length; i++) {
                        double x = (i - 200) / 100.0;
                        f[i] = (x * x - 1) * (x * x - 1) + setting.get(Keys.TILT) * x;
                    }
                    return Quantities.of("pieces", mostPieces(f)).and("excess", worstMinimum(f, false));
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.equal("pieces of a level set, at most", predicted.scalar("pieces"),
                                measured.getFirst().scalar("pieces"), Tolerance.none("a whole number")),
                        Comparison.equal("highest local minimum over the global one", predicted.scalar("excess"),
                                measured.getFirst().scalar("excess"), Rounding.of(8))))
                .build();
    }
}
