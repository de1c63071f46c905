package org.paisaje.study.connect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.risk.Objective;
import org.paisaje.study.Session;
import org.paisaje.study.folder.KeptParts;
import org.paisaje.study.train.KeptRun;
import org.paisaje.theory.landscape.align.NetworkAlignment;
import org.paisaje.theory.landscape.align.UnitMap;
import org.paisaje.theory.landscape.path.Barrier;
import org.paisaje.theory.landscape.path.CurveRunner;
import org.paisaje.theory.landscape.path.ElasticBand;
import org.paisaje.theory.landscape.path.LossField;
import org.paisaje.training.Checkpoint;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;

/**
 * Lines and curves between networks with the loss on them, and alignments, kept as they are found: a second start does not look for
 * them again. The training of a curve that is under way is in a checkpoint of its own.
 */
final class KeptCurves implements StraightLines.Known, AutoCloseable {
    /** The file. */
    static final String NAME = "curves.part";

    private final KeptParts parts;
    private final Session session;
    private final LossField field;

    /** @param ends the networks between which the curves are */
    KeptCurves(ConnectSetting setting, List<double[]> ends, LossField field, Session session) {
        Map<String, Object> described = new LinkedHashMap<>(setting.describe());
        described.put("ends", ends.stream().mapToLong(KeptCurves::sum).boxed().toList());
        this.parts = KeptParts.open(NAME, described, session);
        this.session = session;
        this.field = field;
    }

    /** What tells the weights of one network from those of another. */
    private static long sum(double[] theta) {
        long mixed = theta.length;
        for (double entry : theta) {
            mixed = 31 * mixed + Double.doubleToLongBits(entry);
        }
        return mixed;
    }

    /** The names of its files. */
    static List<String> files() {
        List<String> files = new ArrayList<>(List.of(NAME));
        for (ConnectSetting.CurveKind kind : ConnectSetting.CurveKind.values()) {
            files.add(file(kind));
        }
        return files;
    }

    private static String file(ConnectSetting.CurveKind kind) {
        return kind.word() + ".part";
    }

    /** A line that is known, else the one that the work gives, which is kept. */
    @Override
    public LossLine line(String id, Supplier<LossLine> work) {
        Optional<KeptParts.Part> known = parts.known(id);
        if (known.isPresent()) {
            List<double[]> numbers = known.get().numbers();
            List<String> words = known.get().words();
            field.count(numbers.get(0));
            double[] places = numbers.get(1);
            return new LossLine(words.get(0), words.get(1), new Barrier(places, numbers.get(2)),
                    numbers.get(3).length == 0
                            ? Optional.empty()
                            : Optional.of(new Barrier(places, numbers.get(3))),
                    points(numbers.get(4)), words.get(2));
        }
        LossLine line = work.get();
        parts.add(id, new KeptParts.Part(
                List.of(field.counts(), line.train().places(), line.train().losses(),
                        line.test().map(Barrier::losses).orElse(new double[0]),
                        line.points().map(Matrix::data).orElse(new double[0])),
                List.of(line.id(), line.words(), line.note())));
        return line;
    }

    /** An alignment that is known, else the one that the work gives, which is kept. */
    @Override
    public NetworkAlignment alignment(String id, Supplier<NetworkAlignment> work) {
        Optional<KeptParts.Part> known = parts.known(id);
        if (known.isPresent()) {
            List<double[]> numbers = known.get().numbers();
            double[] scalars = numbers.getFirst();
            List<UnitMap.Units> groups = new ArrayList<>();
            for (int i = 2; i < numbers.size(); i += 3) {
                int[] from = Arrays.stream(numbers.get(i)).mapToInt(unit -> (int) unit).toArray();
                groups.add(new UnitMap.Units(from, numbers.get(i + 1), numbers.get(i + 2)));
            }
            return new NetworkAlignment(new UnitMap(groups), numbers.get(1), scalars[0], scalars[1], scalars[2],
                    scalars[3], scalars[4]);
        }
        NetworkAlignment found = work.get();
        List<double[]> numbers = new ArrayList<>();
        numbers.add(new double[] {found.before(), found.after(), found.balanced(), found.bound(), found.change()});
        numbers.add(found.theta());
        for (UnitMap.Units group : found.map().groups()) {
            numbers.add(Arrays.stream(group.from()).asDoubleStream().toArray());
            numbers.add(group.in());
            numbers.add(group.out());
        }
        parts.add(id, new KeptParts.Part(numbers, List.of()));
        return found;
    }

    /** What is known of a curve of zero loss, else what the work gives, which is kept with what it cost. */
    Joined.Zero zero(String id, Supplier<Joined.Zero> work) {
        Optional<KeptParts.Part> known = parts.known(id);
        if (known.isPresent()) {
            List<double[]> numbers = known.get().numbers();
            List<String> words = known.get().words();
            field.count(numbers.get(0));
            double[] scalars = numbers.get(1);
            return new Joined.Zero(id, words.get(0),
                    numbers.get(2).length == 0
                            ? Optional.empty()
                            : Optional.of(new Barrier(numbers.get(2), numbers.get(3))),
                    scalars[0], points(numbers.get(4)), words.get(1), scalars[1] > 0);
        }
        Joined.Zero found = work.get();
        parts.add(id, new KeptParts.Part(
                List.of(field.counts(), new double[] {found.inside(), found.proven() ? 1 : 0},
                        found.along().map(Barrier::places).orElse(new double[0]),
                        found.along().map(Barrier::losses).orElse(new double[0]),
                        found.points().map(Matrix::data).orElse(new double[0])),
                List.of(found.words(), found.note())));
        return found;
    }

    private Optional<Matrix> points(double[] rows) {
        int dimension = field.dimension();
        return rows.length == 0 ? Optional.empty() : Optional.of(Matrix.wrap(rows.length / dimension, dimension, rows));
    }

    /** A part that is known, else the one that the work gives, which is kept. */
    KeptParts.Part part(String id, Supplier<KeptParts.Part> work) {
        return parts.known(id).orElseGet(() -> {
            KeptParts.Part found = work.get();
            parts.add(id, found);
            return found;
        });
    }

    /** A number that is known, else the one that the work gives, which is kept with what it cost. */
    double number(String id, DoubleSupplier work) {
        Optional<KeptParts.Part> known = parts.known(id);
        if (known.isPresent()) {
            field.count(known.get().numbers().getFirst());
            return known.get().numbers().getLast()[0];
        }
        double found = work.getAsDouble();
        parts.add(id, KeptParts.Part.of(field.counts(), new double[] {found}));
        return found;
    }

    /** How the training of a curve is run: with a checkpoint. */
    CurveRunner runner(ConnectSetting.CurveKind kind, long steps) {
        KeptRun kept = KeptRun.in(session, file(kind));
        return new CurveRunner() {
            @Override
            public long made() {
                return kept.goesOn() ? Checkpoint.read(kept.file().orElseThrow()).step() : 0;
            }

            @Override
            public Trajectory run(Training training, Objective objective, double[] start) {
                return kept.run(training, objective, start, steps);
            }
        };
    }

    /** The bands between the cycles of an elastic band. */
    ElasticBand.Log log(String id) {
        return new ElasticBand.Log() {
            @Override
            public Optional<List<double[]>> after(int cycle) {
                return parts.known(id + " " + cycle).map(part -> {
                    field.count(part.numbers().getFirst());
                    return part.numbers().subList(1, part.numbers().size());
                });
            }

            @Override
            public void done(int cycle, List<double[]> band) {
                List<double[]> numbers = new ArrayList<>(band);
                numbers.addFirst(field.counts());
                parts.add(id + " " + cycle, new KeptParts.Part(numbers, List.of()));
            }
        };
    }

    @Override
    public void close() {
        parts.close();
    }
}
