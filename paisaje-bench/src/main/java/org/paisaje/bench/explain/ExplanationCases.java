package org.paisaje.bench.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.paisaje.data.Dataset;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.study.explain.attempt.Pace;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.training.Schedule;
import org.paisaje.training.optimizer.Optimizers;

/** Runs with a known fault, and healthy ones, all made from a seed; the faults are those that people report most. */
public final class ExplanationCases {
    /**
     * A run with what is wrong with it.
     *
     * @param name its name
     * @param causes the rules that name the fault; empty for a healthy run
     * @param curable whether something that can be tried cures it
     * @param subject the run
     */
    public record Case(String name, Set<String> causes, boolean curable, Subject subject) {
        /** Whether nothing is wrong. */
        public boolean healthy() {
            return causes.isEmpty();
        }
    }

    private final List<Case> cases = new ArrayList<>();
    private final Seed seed;
    private final CaseData samples;

    private ExplanationCases(Seed seed) {
        this.seed = seed;
        this.samples = new CaseData(seed);
    }

    /** All cases of a seed. */
    public static List<Case> of(Seed seed) {
        var all = new ExplanationCases(seed);
        all.scales();
        all.labels();
        all.outputs();
        all.wiring();
        all.starts();
        all.steps();
        all.ends();
        all.more();
        all.pairs();
        all.written();
        all.paced();
        all.columnsThatMean();
        all.labelsThatErr();
        all.shapes();
        TargetCases.of(seed).forEach(all.cases::add);
        PairingCases.of(seed).forEach(all.cases::add);
        OrderCases.of(seed).forEach(all.cases::add);
        all.healthy();
        return List.copyOf(all.cases);
    }

    private void scales() {
        add("inputs to 600, linear", "data.input-scale", samples.curve("a", 200, 1.5, 600, u -> 60 + 25 * Math.log(u)),
                "linear:1-1:bias=true", "sgd:0.01", 4, 1500);
        add("one input a million times wider", "data.input-scale", samples.columns("b", 600, 10, 1e6, 0),
                "mlp:10-32-1:tanh",
                "adam:1e-3", 32, 600);
        add("the deciding input a thousandth", "data.input-scale", samples.columns("c", 600, 6, 1, 1e-4),
                "mlp:6-32-1:relu",
                "gd:0.1", 0, 400);
        add("pixels to 255", "data.input-scale", CaseData.scaled(samples.digits("d"), 4080), "mlp:64-64-10:relu",
                "sgd:0.05", 32, 400);
        add("years from 1900 on", "data.input-scale", samples.curve("e", 300, 1900, 2020, u -> Math.sin(u / 12)),
                "mlp:1-32-1:tanh", "adam:3e-3", 0, 1500);
        add("targets in millions", "data.target-scale",
                samples.curve("f", 300, -1, 1, u -> 4e6 + 1e6 * Math.sin(3 * u)),
                "mlp:1-32-32-1:tanh", "adam:1e-3", 32, 1500);
        add("targets of a ten thousandth", "data.target-scale",
                samples.curve("g", 300, -1, 1, u -> 1e-4 * Math.sin(3 * u)),
                "mlp:1-32-1:tanh", "adam:1e-3", 0, 300);
        add("inputs and targets in thousands", "data.target-scale data.input-scale",
                samples.curve("h", 300, 0, 5000, u -> 2e5 * Math.sin(u / 900)), "mlp:1-64-1:relu", "adam:1e-3", 0,
                1500);
        add("targets far off zero", "data.target-scale", samples.curve("i", 300, -1, 1, u -> 1000 + Math.sin(3 * u)),
                "mlp:1-32-1:tanh", "gd:0.01", 0, 500);
    }

    private void labels() {
        Dataset rings = Datasets.named("rings:n=500", seed.named("rings"));
        cases.add(new Case("labels shuffled", Set.of("data.no-information", "fit.noise", "data.noise"), false,
                subject(samples.shuffled(rings), "mlp:2-64-64-1:relu", "adam:1e-2", 32, 1500)));
        cases.add(new Case("equal inputs, different labels", Set.of("data.contradictions"), false,
                subject(samples.contradicting(), "mlp:3-32-1:relu", "adam:1e-2", 0, 600)));
        cases.add(new Case("test data elsewhere", Set.of("data.test-range"), false, elsewhere()));
        add("one class in twenty", "data.imbalance step.too-small", samples.uneven(0.05), "mlp:2-16-1:tanh", "sgd:0.02",
                32,
                600);
        add("one class in thirty, overlapping", "data.imbalance", samples.overlapping(), "mlp:2-16-1:tanh", "adam:3e-3",
                32,
                800);
    }

    private void outputs() {
        add("a sigmoid before negative targets", "wiring.output-range",
                samples.curve("o1", 300, -2, 2, u -> Math.sin(2 * u)),
                "mlp:1-32-1:tanh:output=sigmoid", "adam:1e-2", 0, 1000);
        add("a ReLU before targets of both signs", "wiring.output-range wiring.output-dead",
                samples.columns("o2", 400, 3, 1, 0), "mlp:3-32-1:relu:output=relu", "adam:1e-2", 32, 600);
        add("a tanh before targets to 60", "wiring.output-range", samples.curve("o3", 300, -1, 1, u -> 60 * u * u),
                "mlp:1-32-1:tanh:output=tanh", "adam:1e-2", 0, 1500);
        add("softmax twice", "wiring.softmax-twice", samples.digits("o4"), "mlp:64-32-10:relu:output=softmax",
                "sgd:0.2", 32,
                600);
        add("sigmoid twice", "wiring.sigmoid-twice", Datasets.named("moons:n=400", seed.named("o5")),
                "mlp:2-16-1:tanh:output=sigmoid", "adam:1e-2", 32, 600);
        add("softmax over one output", "wiring.softmax-one-output", Datasets.named("rings:n=400", seed.named("o6")),
                "mlp:2-16-1:tanh:output=softmax", "adam:1e-2", 32, 500);
        add("ReLUs before the softmax of the loss", "wiring.output-range wiring.output-dead",
                Datasets.named("rings:n=400", seed.named("o7")), "mlp:2-16-1:tanh:output=relu", "adam:1e-2", 32, 500);
        Dataset digits = samples.digits("o8");
        Dataset.Split split = digits.split(0.2, seed.named("split"));
        Architecture net = Architecture.parse("mlp:64-32-10:tanh");
        cases.add(new Case("the sum of the losses", Set.of("wiring.sum-loss", "step.too-large"), true,
                new Subject(split.train(), Optional.of(split.test()), net, net.initialize(seed.named("init")),
                        Loss.halfSumSquared(), Optimizers.parse("sgd:0.1"), 32, 400, seed, 2)));
    }

    private void wiring() {
        add("weight decay of 1", "wiring.weight-decay", samples.digits("w"), "mlp:64-32-10:relu", "sgd:0.1,decay=1", 32,
                600);
        add("adamw with decay of 100", "wiring.weight-decay", Datasets.named("moons:n=400", seed.named("w2")),
                "mlp:2-32-1:tanh", "adamw:1e-2,decay=100", 32, 600);
        add("a linear network on rings", "wiring.linear", Datasets.named("rings:n=400", seed.named("l")),
                "linear:2-1:bias=true", "gd:0.5", 0, 1000);
        add("no bias", "wiring.no-bias", samples.curve("nb", 200, -1, 1, u -> 3 * u + 5), "linear:1-1", "gd:0.3", 0,
                500);
        add("forty periods", "wiring.frequency", samples.curve("p", 1500, 0, 1, u -> Math.sin(80 * Math.PI * u)),
                "mlp:1-64-64-1:relu", "adam:1e-3", 64, 1500);
        add("one unit in the way", "wiring.bottleneck", Datasets.named("rings:n=400", seed.named("o")),
                "mlp:2-1-32-1:relu", "adam:3e-3", 32, 600);
    }

    private void starts() {
        Dataset moons = Datasets.named("moons:n=400", seed.named("moons"));
        weighted("zero weights", "start.zero-weights", moons, "mlp:2-32-32-1:tanh", "sgd:0.5", w -> 0);
        weighted("equal units", "start.equal-units start.too-small", moons, "mlp:2-16-16-1:relu", "sgd:0.2", w -> 0.1);
        weighted("weights a hundred times too large", "start.too-large", moons, "mlp:2-32-32-1:tanh", "sgd:0.1",
                w -> 100 * w);
        weighted("weights a thousandth", "start.too-small", moons, "mlp:2-32-32-32-1:tanh", "sgd:0.1", w -> 1e-3 * w);
        Dataset digits = samples.digits("s");
        weighted("only positive weights", "start.one-sign", digits, "mlp:64-32-10:sigmoid", "sgd:0.5",
                w -> 4 * Math.abs(w));
        // Differences between inputs die out on the way forward as gradients do on the way back.
        add("six layers of sigmoids", "start.vanishing start.too-deep", digits, "mlp:64-30-30-30-30-30-10:sigmoid",
                "sgd:0.3", 32,
                800);
    }

    private void steps() {
        Dataset digits = samples.digits("t");
        add("gradient descent at 8", "step.too-large", digits, "mlp:64-32-32-10:relu", "gd:8", 0, 300);
        add("adam at 1", "step.too-large", digits, "mlp:64-64-10:relu", "adam:1", 32, 400);
        add("momentum 0.95 at 2", "step.too-large", Datasets.named("gaussian:n=400", seed.named("m")),
                "mlp:10-64-1:tanh", "momentum:2,momentum=0.95", 0, 200);
        add("a rate of 1e-5", "step.too-small", digits, "mlp:64-32-10:relu", "gd:1e-5", 0, 500);
        add("adam at 1e-6", "step.too-small", Datasets.named("rings:n=400", seed.named("r6")), "mlp:2-32-1:tanh",
                "adam:1e-6", 32, 800);
        add("five steps", "budget.too-short step.too-small", digits, "mlp:64-64-10:relu", "sgd:0.1", 64, 5);
    }

    private void ends() {
        add("two units for rings",
                "wiring.topology wiring.bottleneck wiring.capacity landscape.local-minimum landscape.flat "
                        + "landscape.saddle start.dead",
                Datasets.named("rings:n=300", seed.named("rr")), "mlp:2-2-1:relu", "gd:0.3", 0, 1500);
        add("a wide network on 60 samples", "fit.overfitting fit.noise", samples.few(), "mlp:40-256-1:relu",
                "adam:1e-2", 0,
                800);
    }

    private void more() {
        add("inputs that go together", "step.conditioning step.too-small", samples.nearlyEqualInputs(),
                "linear:8-1:bias=true",
                "gd:0.1",
                0,
                400);
        add("units that die of inputs that go together", "step.too-large step.noise", samples.alike(),
                "mlp:8-16-16-2:relu", "sgd:3",
                16, 300);
        add("a rate that moves nothing", "step.too-small", samples.digits("m1"), "mlp:64-32-10:relu", "gd:1e-13", 0,
                300);
        add("XOR with two units", "wiring.bottleneck wiring.capacity landscape.local-minimum landscape.flat "
                + "landscape.saddle start.dead", Datasets.named("xor:n=200", seed.named("xor")), "mlp:2-2-1:relu",
                "gd:0.3",
                0, 1500);
        shifted("biases of -100", "start.dead", Datasets.named("moons:n=400", seed.named("m3")), "mlp:2-32-32-1:relu",
                -100);
        shifted("biases of 40 before a tanh", "start.saturated start.dead",
                Datasets.named("moons:n=400", seed.named("m4")),
                "mlp:2-32-32-1:tanh", 40);
        add("batches of one at 0.7", "step.noise step.too-large", samples.digits("m5"), "mlp:64-32-10:tanh", "sgd:0.7",
                1,
                1500);
        cases.add(new Case("a third of the labels wrong", Set.of("data.noise", "fit.noise", "data.no-information"),
                false,
                subject(samples.flipped(Datasets.named("moons:n=400", seed.named("m6")), 0.35), "mlp:2-128-128-1:relu",
                        "adam:1e-2", 32, 2500)));
    }

    /** Two faults at once; either may come first, and the advice has to cure both. */
    private void pairs() {
        add("pixels to 255 and a rate of 1e-9", "data.input-scale step.too-small",
                CaseData.scaled(samples.digits("p1"), 4080),
                "mlp:64-64-10:relu", "sgd:1e-9", 32, 400);
        add("targets in thousands behind a ReLU", "wiring.output-range wiring.output-dead data.target-scale",
                samples.curve("p2", 300, -1, 1, u -> 3000 * Math.sin(3 * u)), "mlp:1-32-1:tanh:output=relu",
                "adam:1e-2", 0,
                800);
        add("softmax twice and a rate of 1e-5", "wiring.softmax-twice step.too-small", samples.digits("p3"),
                "mlp:64-32-10:relu:output=softmax", "sgd:1e-5", 32, 600);
        add("inputs to 600 and a sigmoid before the targets", "data.input-scale wiring.output-range",
                samples.curve("p4", 300, 1.5, 600, u -> Math.sin(u / 80)), "mlp:1-32-1:tanh:output=sigmoid",
                "adam:1e-2", 0,
                1500);
    }

    /** Faults of files and of other networks than chains of dense layers. */
    private void written() {
        var data = new ExplanationData(seed);
        add("-999 for a missing value", "data.outliers", data.missing(), "mlp:4-32-32-1:relu", "adam:3e-3", 32, 500);
        add("three targets without decimal point", "data.outliers", data.slips(), "mlp:4-32-32-1:tanh", "adam:3e-3", 32,
                500);
        cases.add(new Case("a class written in two ways", Set.of("data.class-names"), false,
                subject(data.names(), "mlp:4-16-3:relu", "adam:3e-3", 32, 400)));
        Dataset train = data.halves("train", 400);
        Dataset test = data.halves("test", 100);
        cases.add(new Case("test labels exchanged", Set.of("data.test-labels"), false,
                CaseSubjects.subject(train, Optional.of(ExplanationData.exchanged(test)), "mlp:4-16-1:tanh",
                        "adam:3e-3", 32, 400,
                        seed)));
        cases.add(new Case("test inputs in other units", Set.of("data.test-range"), false,
                CaseSubjects.subject(train, Optional.of(ExplanationData.inOtherUnits(test)), "mlp:4-16-1:tanh",
                        "adam:3e-3", 32, 400,
                        seed)));
        add("a board of six by six", "wiring.frequency", data.board(), "mlp:2-16-1:tanh", "adam:3e-3", 64, 1200);
        add("thirty residual blocks with whole steps", "start.exploding",
                Datasets.named("spirals:n=300", seed.named("w1")), "resnet:2-16x30-1:relu", "sgd:0.1", 32, 160);
        add("a convolution at 1e-4", "step.too-small", data.quarters(), "conv:8x8x1-4-4:relu", "sgd:1e-4", 16, 150);
        cases.add(new Case("a healthy convolution", Set.of(), false,
                subject(data.quarters(), "conv:8x8x1-6-4:relu", "adam:1e-2", 32, 150)));
    }

    /** Steps that are shorter than the rate says. */
    private void paced() {
        Dataset sine = samples.curve("pace", 300, -2, 2, u -> Math.sin(2 * u));
        paced("a schedule that ends early", "step.schedule", sine, "sgd:0.1", Schedule.parse("linear:20"), 1e9);
        paced("a warm-up longer than the run", "step.schedule", sine, "adam:1e-2",
                Schedule.parse("constant:warmup=50000"), 1e9);
        paced("gradients cut at 1e-3", "step.clip", sine, "sgd:0.1", Schedule.constant(), 1e-3);
        add("an eps of 1", "step.epsilon", sine, "mlp:1-32-1:tanh", "adam:1e-3,eps=1", 32, 600);
        add("adagrad at 1e-3", "step.too-small", sine, "mlp:1-32-1:tanh", "adagrad:1e-3", 32, 600);
        cases.add(new Case("half a cosine with a warm-up", Set.of(), false,
                subject(sine, "mlp:1-32-1:tanh", "adam:1e-2", 32, 600)
                        .at(new Pace(Schedule.parse("cosine:600,warmup=60"), 1))));
    }

    /** Columns and rows that are not what they look like. */
    private void columnsThatMean() {
        var data = new ExplanationData(seed);
        cases.add(new Case("the parity of ten bits", Set.of("data.alternation"), false,
                subject(data.parity(), "mlp:10-32-1:relu", "adam:3e-3", 32, 1000)));
        add("the number of a shop", "data.codes", data.shops(), "mlp:2-32-1:relu", "adam:3e-3", 32, 1200);
        cases.add(new Case("test rows that are training rows", Set.of("data.copies"), false,
                subject(data.copies(), "mlp:6-64-64-1:relu", "adam:5e-3", 32, 700)));
        cases.add(new Case("variants of rows in training and test data", Set.of("data.near-copies"), false,
                subject(data.variants(false), "mlp:8-64-1:relu", "adam:5e-3", 32, 700)));
        cases.add(new Case("variants of rows whose labels can be learnt", Set.of(), false,
                subject(data.variants(true), "mlp:8-64-1:relu", "adam:5e-3", 32, 700)));
        cases.add(new Case("the target in other units", Set.of("data.leak"), false,
                subject(data.leak(), "mlp:4-32-1:relu", "adam:5e-3", 32, 700)));
        add("a wave along one of three inputs", "wiring.frequency", data.wave(), "mlp:3-32-1:tanh", "adam:3e-3", 64,
                700);
        add("a fast wave on a slow one", "wiring.frequency",
                samples.curve("q", 900, -1, 1, u -> Math.sin(3 * u) + 0.6 * Math.sin(90 * u)), "mlp:1-64-64-1:tanh",
                "adam:1e-3", 32, 1300);
        add("a code where nothing was measured", "data.outliers", data.unmeasured(), "mlp:2-32-1:relu", "adam:3e-3", 32,
                1000);
    }

    /** Labels that are wrong in a class, and test inputs that are written otherwise. */
    private void labelsThatErr() {
        var data = new ExplanationData(seed);
        cases.add(new Case("two in five of one class labelled as the other", Set.of("data.noise", "fit.noise"), false,
                subject(CaseData.mislabelled(data.halves("one way", 1200), 1, 0.4, seed.named("one way, which")),
                        "mlp:4-16-1:relu", "adam:3e-3", 32, 600)));
        cases.add(new Case("a third of six labels wrong", Set.of("data.noise", "fit.noise"), false,
                subject(CaseData.mislabelled(Datasets.named("blobs:n=1000,d=4,classes=6", seed.named("six")), -1, 0.35,
                        seed.named("six, which")), "mlp:4-64-6:tanh", "adam:3e-3", 32, 800)));
        Dataset test = data.halves("written", 150);
        Matrix x = test.x().copy();
        x.scale(255);
        cases.add(new Case("test inputs times 255, ranked as well", Set.of("data.test-range"), false,
                CaseSubjects.subject(data.halves("divided", 500), Optional.of(test.withInputs(x)), "mlp:4-16-1:relu",
                        "adam:1e-2",
                        32, 400, seed)));
    }

    /** Widths, depths and biases that do not suit the data. */
    private void shapes() {
        add("twenty layers of eight ReLUs", "start.too-deep start.dead start.vanishing",
                Datasets.named("gaussian:n=800", seed.named("deep")), "mlp:10" + "-8".repeat(20) + "-1:relu",
                "adam:1e-3", 32, 400);
        add("spirals with four units", "wiring.bottleneck wiring.capacity landscape.local-minimum",
                Datasets.named("spirals:n=500", seed.named("arms")), "mlp:2-4-1:tanh", "adam:1e-2", 32, 1500);
        add("no bias before targets of about 12", "wiring.no-bias",
                samples.curve("nb2", 300, 1, 3, u -> 12 + Math.sin(2 * u)), "mlp:1-32-1:tanh:bias=false", "sgd:0.02",
                32,
                300);
        weighted("five layers of weights of size 2", "start.too-large start.exploding",
                new ExplanationData(seed).halves("large", 800), "mlp:4-64-64-64-64-1:relu", "sgd:1e-3", w -> 11 * w);
    }

    private void paced(String name, String causes, Dataset data, String rule, Schedule schedule, double clip) {
        cases.add(new Case(name, Set.of(causes.split(" ")), true,
                subject(data, "mlp:1-32-1:tanh", rule, 32, 600).at(new Pace(schedule, clip))));
    }

    private void healthy() {
        for (int i = 1; i <= 3; i++) {
            Seed own = seed.at(i);
            healthy("digits with Adam", i, Datasets.named("digits", own), "mlp:64-64-10:relu", "adam:1e-3", 32, 900);
            healthy("rings with tanh", i, Datasets.named("rings:n=500", own.named("rings")), "mlp:2-16-16-1:tanh",
                    "adam:1e-2", 32, 500);
            healthy("a small sine", i, samples.curve("sine" + i, 200, -2, 2, u -> Math.sin(2 * u)), "mlp:1-32-1:tanh",
                    "adam:1e-2", 0, 1000);
            healthy("moons with momentum", i, Datasets.named("moons:n=400", own.named("moons")), "mlp:2-32-1:tanh",
                    "momentum:0.1,momentum=0.9", 32, 600);
            healthy("rings with a residual network", i, Datasets.named("rings:n=400", own.named("res")),
                    "resnet:2-16x3-1:tanh", "adam:5e-3", 32, 500);
            healthy("iris", i, Datasets.named("iris", own), "mlp:4-16-3:tanh", "adam:1e-2", 16, 400);
        }
    }

    private void healthy(String name, int number, Dataset data, String net, String rule, int batch, long steps) {
        cases.add(new Case(name + ", seed " + number, Set.of(), false,
                CaseSubjects.subject(data, net, rule, batch, steps, seed.at(number))));
    }

    private void add(String name, String causes, Dataset data, String net, String rule, int batch, long steps) {
        cases.add(new Case(name, Set.of(causes.split(" ")), true, subject(data, net, rule, batch, steps)));
    }

    /** A case whose weights are a function of the usual ones; biases stay 0. */
    private void weighted(String name, String causes, Dataset data, String net, String rule,
            DoubleUnaryOperator weight) {
        Subject usual = subject(data, net, rule, 32, 600);
        double[] start = usual.start().clone();
        for (LayerShape shape : usual.network().layerShapes()) {
            for (int i = shape.weight(); i < shape.weight() + shape.inputs() * shape.outputs(); i++) {
                start[i] = weight.applyAsDouble(start[i]);
            }
        }
        cases.add(new Case(name, Set.of(causes.split(" ")), true,
                new Subject(usual.train(), usual.test(), usual.network(), start, usual.loss(), usual.optimizer(), 32,
                        600, usual.seed(), 2)));
    }

    /** A case whose hidden biases all start at one number. */
    private void shifted(String name, String causes, Dataset data, String net, double bias) {
        Subject usual = subject(data, net, "adam:1e-3", 32, 600);
        double[] start = usual.start().clone();
        List<LayerShape> shapes = usual.network().layerShapes();
        for (LayerShape shape : shapes.subList(0, shapes.size() - 1)) {
            Arrays.fill(start, shape.bias(), shape.bias() + shape.outputs(), bias);
        }
        cases.add(new Case(name, Set.of(causes.split(" ")), true, new Subject(usual.train(), usual.test(),
                usual.network(), start, usual.loss(), usual.optimizer(), 32, 600, usual.seed(), 2)));
    }

    private Subject subject(Dataset data, String net, String rule, int batch, long steps) {
        return CaseSubjects.subject(data, net, rule, batch, steps, seed);
    }

    private Subject elsewhere() {
        Dataset train = samples.curve("inside", 300, -1, 1, u -> Math.sin(3 * u));
        Dataset test = samples.curve("outside", 80, 1.5, 4, u -> Math.sin(3 * u));
        return CaseSubjects.subject(train, Optional.of(test), "mlp:1-32-1:tanh", "adam:1e-2", 0, 1500, seed);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d cases", cases.size());
    }
}
