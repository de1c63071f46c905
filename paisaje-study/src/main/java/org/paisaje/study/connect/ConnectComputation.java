package org.paisaje.study.connect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;
import org.paisaje.study.Session;
import org.paisaje.study.Words;
import org.paisaje.study.folder.KeptParts;
import org.paisaje.study.problem.Problem;
import org.paisaje.theory.landscape.align.CommonAlignment;
import org.paisaje.theory.landscape.align.NetworkAlignment;
import org.paisaje.theory.landscape.align.NetworkAlignment.By;
import org.paisaje.theory.landscape.path.Barrier;
import org.paisaje.theory.landscape.path.Bezier;
import org.paisaje.theory.landscape.path.Curve;
import org.paisaje.theory.landscape.path.CurveTraining;
import org.paisaje.theory.landscape.path.ElasticBand;
import org.paisaje.theory.landscape.path.LossField;
import org.paisaje.theory.landscape.path.Polyline;
import org.paisaje.theory.landscape.path.StringSampling;

/** Looks at the loss between networks. */
final class ConnectComputation {
    /** Samples by which units are told and the function is seen to stay. */
    private static final int SAMPLES = 1000;
    private static final int CYCLES = 4;
    private static final int PIVOTS = 12;
    private static final double LEVEL = 1.2;

    private final ConnectSetting setting;
    private final Problem problem;
    private final Session session;
    private final LossField train;
    private final Optional<LossField> test;
    private final Architecture network;
    private final Seed seed;
    private final KeptCurves kept;

    ConnectComputation(ConnectSetting setting, List<double[]> ends, Session session) {
        this.setting = setting;
        this.problem = setting.problem();
        this.session = session;
        this.network = setting.network();
        this.train = LossField.of(Risk.of(network, problem.train().x(), problem.targets(problem.train()),
                problem.loss()));
        this.test = problem.test()
                .map(data -> LossField.of(Risk.of(network, data.x(), problem.targets(data), problem.loss())));
        this.seed = problem.seed().named("connect");
        this.kept = new KeptCurves(setting, ends, train, session);
    }

    /** Everything, from the networks as they are. */
    Joined between(List<ConnectSetting.End> came, List<String> names) {
        try (kept) {
            return found(came, names);
        }
    }

    private Joined found(List<ConnectSetting.End> came, List<String> names) {
        List<double[]> thetas = came.stream().map(ConnectSetting.End::absorbed).toList();
        double[] a = thetas.getFirst();
        double[] b = thetas.get(1);
        StraightLines straight = StraightLines.between(network, a, b, train, test,
                Arrays.equals(a, b) ? List.of() : ways(), setting.points(),
                seed.named("align"), what -> say(0.1, what), kept);
        List<LossLine> lines = new ArrayList<>(straight.lines());
        double[] end = straight.end(b);
        if (!copies(a, end)) {
            curves(a, end, lines);
        }
        List<Joined.Zero> zero = Session.cancelled()
                ? List.of()
                : new ZeroLoss(problem, train, setting, kept).between(a, end,
                        done -> say(0.9 + 0.015 * done, "zero loss"));
        Optional<Joined.Matrices> matrix = thetas.size() > 2 && !Session.cancelled()
                ? Optional.of(matrices(thetas, straight.best().isPresent()))
                : Optional.empty();
        return new Joined(came, ends(thetas, names), lines, straight.best(), straight.by(), straight.whyNot(), matrix,
                alike(a, b), zero,
                train.cost());
    }

    private void say(double share, String what) {
        session.listener().progress(share, what);
    }

    private List<By> ways() {
        return switch (setting.align()) {
            case NONE -> List.of();
            case WEIGHTS -> List.of(By.WEIGHTS);
            case ACTIVATIONS -> List.of(By.ACTIVATIONS);
            case BEST -> List.of(By.values());
        };
    }

    private Matrix samples() {
        Matrix x = problem.train().x();
        return x.rows() <= SAMPLES ? x : x.rowRange(0, SAMPLES);
    }

    private LossLine looked(String id, String words, Curve curve, String note) {
        Optional<Matrix> points = switch (curve) {
            case Bezier(List<double[]> controls) -> Optional.of(rows(controls));
            case Polyline chain when chain.points().size() > 2 -> Optional.of(rows(chain.points()));
            default -> Optional.empty();
        };
        return LossLine.along(id, words, curve, train, test, setting.points()).through(points).noted(note);
    }

    static Matrix rows(List<double[]> points) {
        return Matrix.of(points.toArray(double[][]::new));
    }

    /** Whether two parameter vectors are the same to rounding: then there is nothing between them to look for. */
    static boolean copies(double[] a, double[] b) {
        double square = 0;
        double distance = 0;
        for (int i = 0; i < a.length; i++) {
            square += a[i] * a[i];
            distance += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return distance <= NetworkAlignment.SAME * NetworkAlignment.SAME * square;
    }

    private void curves(double[] a, double[] b, List<LossLine> lines) {
        int count = setting.curves().size();
        for (int i = 0; i < count && !Session.cancelled(); i++) {
            ConnectSetting.CurveKind kind = setting.curves().get(i);
            double from = 0.2 + 0.7 * i / count;
            say(from, "the " + kind.words());
            lines.add(kept.line(kind.word(), () -> curve(kind, a, b, from, 0.7 / count)));
        }
    }

    private LossLine curve(ConnectSetting.CurveKind kind, double[] a, double[] b, double from, double share) {
        ConnectSetting.Effort effort = setting.effort();
        var training = CurveTraining.of(effort.bends(), effort.steps(), effort.rate());
        switch (kind) {
            case CHAIN -> {
                var trained = training.chain(train, a, b, seed.named("chain"), s -> say(from + share * s, "chain"),
                        kept.runner(kind, effort.steps()));
                return looked("chain", withBends("chain"), trained.curve(), trained.outcome().describe());
            }
            case BEZIER -> {
                var trained = training.bezier(train, a, b, seed.named("bezier"), s -> say(from + share * s, "Bezier"),
                        kept.runner(kind, effort.steps()));
                return looked("bezier", withBends("Bezier curve"), trained.curve(), trained.outcome().describe());
            }
            case NEB -> {
                var band = new ElasticBand(CYCLES, Math.max(1, effort.steps() / CYCLES), effort.rate(), PIVOTS);
                Polyline chain = band.between(train, a, b, s -> say(from + share * s, "elastic band"),
                        kept.log(kind.word()));
                return looked("neb", "elastic band of " + chain.points().size() + " pivots", chain, "");
            }
            case STRING -> {
                double high = LEVEL * Math.max(train.value(a), train.value(b));
                double slight = Rise.of(problem.loss(), problem.targets(problem.train())).slight();
                // Ends of nearly no loss: what counts as low is asked for, not a level that nothing between them can reach.
                double level = Math.max(Math.max(high, slight), Double.MIN_NORMAL);
                String below = "below " + Words.number(level) + (high >= slight
                        ? ", 1.2 times the higher loss of the ends"
                        : ", " + Words.percent(Rise.LOW) + " of the loss of the best constant output");
                var strung = new StringSampling(level, 1 / LEVEL, PIVOTS,
                        setting.points(), effort.steps(), effort.rate()).between(train, a, b);
                return looked("string", "string of " + strung.chain().points().size() + " beads", strung.chain(),
                        strung.connected()
                                ? "every segment stays " + below
                                : "no chain " + below + " was found, which proves nothing");
            }
            default -> throw new IllegalStateException("no such curve: " + kind);
        }
    }

    private String withBends(String what) {
        int bends = setting.effort().bends();
        return what + " with " + bends + (bends == 1 ? " bend" : " bends");
    }

    private List<Joined.End> ends(List<double[]> thetas, List<String> names) {
        double[] losses = train.values(thetas.size(), thetas::get);
        Optional<double[]> tested = test.map(field -> field.values(thetas.size(), thetas::get));
        List<Joined.End> result = new ArrayList<>();
        for (int i = 0; i < thetas.size(); i++) {
            int own = i;
            double square = Arrays.stream(thetas.get(i)).map(v -> v * v).sum();
            result.add(new Joined.End(names.get(i), losses[i], tested.map(all -> all[own]), Math.sqrt(square)));
        }
        return result;
    }

    private Likeness alike(double[] a, double[] b) {
        return Likeness.of(network, problem.loss(), a, b, problem.test().orElse(problem.train()),
                problem.test().isPresent() ? "test samples" : "training samples");
    }

    private Joined.Matrices matrices(List<double[]> thetas, boolean symmetric) {
        double[][] before = barriers(thetas, "pairs");
        if (!symmetric) {
            return new Joined.Matrices(before, before, 0, 0);
        }
        By how = setting.align() == ConnectSetting.Align.ACTIVATIONS ? By.ACTIVATIONS : By.WEIGHTS;
        KeptParts.Part common = kept.part("common alignment", () -> {
            var found = CommonAlignment.of(network, thetas, how, samples(), seed.named("common"));
            List<double[]> numbers = new ArrayList<>(found.thetas());
            numbers.addFirst(new double[] {found.before(), found.after()});
            return new KeptParts.Part(numbers, List.of());
        });
        double[] spread = common.numbers().getFirst();
        List<double[]> aligned = common.numbers().subList(1, common.numbers().size());
        return new Joined.Matrices(before, barriers(aligned, "aligned pairs"), spread[0], spread[1]);
    }

    private double[][] barriers(List<double[]> thetas, String what) {
        int n = thetas.size();
        double[][] result = new double[n][n];
        for (int i = 0; i < n && !Session.cancelled(); i++) {
            for (int j = 0; j < i; j++) {
                say(0.95, what);
                Curve line = Curve.line(thetas.get(i), thetas.get(j));
                result[i][j] = kept.number(what + " " + i + " " + j,
                        () -> Barrier.along(train, line, setting.points()).aboveChord());
                result[j][i] = result[i][j];
            }
        }
        return result;
    }
}
