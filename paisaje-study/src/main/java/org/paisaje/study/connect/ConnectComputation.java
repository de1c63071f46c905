package org.paisaje.study.connect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.data.Task;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;
import org.paisaje.study.Problem;
import org.paisaje.study.Session;
import org.paisaje.theory.landscape.align.CommonAlignment;
import org.paisaje.theory.landscape.align.NetworkAlignment;
import org.paisaje.theory.landscape.align.NetworkAlignment.By;
import org.paisaje.theory.landscape.align.Symmetries;
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

    ConnectComputation(ConnectSetting setting, Session session) {
        this.setting = setting;
        this.problem = setting.problem();
        this.session = session;
        this.network = setting.network();
        this.train = LossField.of(problem.risk());
        this.test = problem.test()
                .map(data -> LossField.of(Risk.of(network, data.x(), problem.targets(data), problem.loss())));
        this.seed = problem.seed().named("connect");
    }

    /** Everything, from the networks as they are. */
    Joined between(List<double[]> thetas, List<String> names) {
        double[] a = thetas.getFirst();
        double[] b = thetas.get(1);
        say(0.05, "the straight line");
        List<Joined.Line> lines = new ArrayList<>();
        lines.add(looked("line", "straight line", Curve.line(a, b), ""));
        Optional<Symmetries> symmetries = Optional.empty();
        String whyNot = "";
        if (setting.align() == ConnectSetting.Align.NONE) {
            whyNot = "it was not asked for";
        } else {
            try {
                symmetries = Optional.of(Symmetries.of(network));
            } catch (IllegalArgumentException e) {
                whyNot = String.valueOf(e.getMessage()).replaceFirst("^alignment: ", "");
            }
        }
        Optional<NetworkAlignment> best = Optional.empty();
        String by = "";
        if (symmetries.isPresent()) {
            for (By how : ways()) {
                say(0.1, "alignment by " + word(how));
                var aligned = NetworkAlignment.of(network, a, b, how, samples(), seed.named("align"));
                var line = looked("aligned-" + word(how), "line, by " + word(how),
                        Curve.line(a, aligned.theta()), "");
                boolean lower = best.isEmpty() || line.train().aboveChord() < lines.getLast().train().aboveChord();
                if (lower) {
                    best = Optional.of(aligned);
                    by = word(how);
                    lines.add(line);
                } else {
                    lines.add(lines.size() - 1, line);
                }
            }
        }
        double[] end = best.map(NetworkAlignment::theta).orElse(b);
        if (!Arrays.equals(a, end)) {
            curves(a, end, lines);
        }
        say(0.9, "zero loss");
        List<Joined.Zero> zero = Session.cancelled()
                ? List.of()
                : new ZeroLoss(problem, train, setting).between(a, end);
        Optional<Joined.Matrices> matrix = thetas.size() > 2 && !Session.cancelled()
                ? Optional.of(matrices(thetas, symmetries.isPresent()))
                : Optional.empty();
        return new Joined(thetas, ends(thetas, names), lines, best, by, whyNot, matrix, alike(a, b), zero,
                train.cost());
    }

    private void say(double share, String what) {
        session.listener().progress(share, what);
    }

    private By[] ways() {
        return switch (setting.align()) {
            case WEIGHTS -> new By[] {By.WEIGHTS};
            case ACTIVATIONS -> new By[] {By.ACTIVATIONS};
            default -> By.values();
        };
    }

    static String word(By by) {
        return by == By.WEIGHTS ? "weights" : "activations";
    }

    private Matrix samples() {
        Matrix x = problem.train().x();
        return x.rows() <= SAMPLES ? x : x.rowRange(0, SAMPLES);
    }

    private Joined.Line looked(String id, String words, Curve curve, String note) {
        Optional<Matrix> points = switch (curve) {
            case Bezier(List<double[]> controls) -> Optional.of(rows(controls));
            case Polyline chain when chain.points().size() > 2 -> Optional.of(rows(chain.points()));
            default -> Optional.empty();
        };
        Barrier seen = Barrier.along(train, curve, setting.points());
        Optional<Barrier> tested = test.map(field -> new Barrier(seen.places(),
                field.values(seen.places().length, i -> curve.at(seen.places()[i]))));
        return new Joined.Line(id, words, seen, tested, points, note);
    }

    static Matrix rows(List<double[]> points) {
        return Matrix.of(points.toArray(double[][]::new));
    }

    private void curves(double[] a, double[] b, List<Joined.Line> lines) {
        int count = setting.curves().size();
        for (int i = 0; i < count && !Session.cancelled(); i++) {
            ConnectSetting.CurveKind kind = setting.curves().get(i);
            double from = 0.2 + 0.7 * i / count;
            say(from, "the " + kind.words());
            lines.add(curve(kind, a, b, from, 0.7 / count));
        }
    }

    private Joined.Line curve(ConnectSetting.CurveKind kind, double[] a, double[] b, double from, double share) {
        ConnectSetting.Effort effort = setting.effort();
        var training = CurveTraining.of(effort.bends(), effort.steps(), effort.rate());
        switch (kind) {
            case CHAIN -> {
                var trained = training.chain(train, a, b, seed.named("chain"), s -> say(from + share * s, "chain"));
                return looked("chain", bent("chain"), trained.curve(), trained.outcome().describe());
            }
            case BEZIER -> {
                var trained = training.bezier(train, a, b, seed.named("bezier"), s -> say(from + share * s, "Bezier"));
                return looked("bezier", bent("Bezier curve"), trained.curve(), trained.outcome().describe());
            }
            case NEB -> {
                var band = new ElasticBand(CYCLES, Math.max(1, effort.steps() / CYCLES), effort.rate(), PIVOTS);
                Polyline chain = band.between(train, a, b, s -> say(from + share * s, "elastic band"));
                return looked("neb", "elastic band of " + chain.points().size() + " pivots", chain, "");
            }
            case STRING -> {
                double level = LEVEL * Math.max(train.value(a), train.value(b));
                var strung = new StringSampling(level > 0 ? level : Double.MIN_NORMAL, 1 / LEVEL, PIVOTS,
                        setting.points(), effort.steps(), effort.rate()).between(train, a, b);
                return looked("string", "string of " + strung.chain().points().size() + " beads", strung.chain(),
                        strung.connected()
                                ? "every segment stays below 1.2 times the higher loss of the ends"
                                : "no chain below 1.2 times the higher loss of the ends was found, which proves nothing");
            }
            default -> throw new IllegalStateException("no such curve: " + kind);
        }
    }

    private String bent(String what) {
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

    private Joined.Alike alike(double[] a, double[] b) {
        Dataset data = problem.test().orElse(problem.train());
        Matrix first = network.forward(a, data.x());
        Matrix second = network.forward(b, data.x());
        int n = data.size();
        boolean classes = !(data.task() instanceof Task.Regression);
        int same = 0;
        for (int i = 0; classes && i < n; i++) {
            same += problem.loss().decision().classOf(first, i) == problem.loss().decision().classOf(second, i) ? 1 : 0;
        }
        double spread = 0;
        for (int c = 0; c < first.columns(); c++) {
            double mean = Arrays.stream(first.column(c)).average().orElse(0);
            spread += Arrays.stream(first.column(c)).map(v -> (v - mean) * (v - mean)).sum();
        }
        double difference = first.minus(second).frobeniusNorm();
        return new Joined.Alike(problem.test().isPresent() ? "test samples" : "training samples", n,
                classes ? Optional.of((double) same / n) : Optional.empty(),
                difference == 0 ? 0 : difference / Math.sqrt(spread));
    }

    private Joined.Matrices matrices(List<double[]> thetas, boolean symmetric) {
        double[][] before = barriers(thetas, "pairs");
        if (!symmetric) {
            return new Joined.Matrices(before, before, 0, 0);
        }
        By how = setting.align() == ConnectSetting.Align.ACTIVATIONS ? By.ACTIVATIONS : By.WEIGHTS;
        var common = CommonAlignment.of(network, thetas, how, samples(), seed.named("common"));
        return new Joined.Matrices(before, barriers(common.thetas(), "aligned pairs"), common.before(), common.after());
    }

    private double[][] barriers(List<double[]> thetas, String what) {
        int n = thetas.size();
        double[][] result = new double[n][n];
        for (int i = 0; i < n && !Session.cancelled(); i++) {
            for (int j = 0; j < i; j++) {
                say(0.95, what);
                result[i][j] = Barrier.along(train, Curve.line(thetas.get(i), thetas.get(j)), setting.points())
                        .aboveChord();
                result[j][i] = result[i][j];
            }
        }
        return result;
    }
}
