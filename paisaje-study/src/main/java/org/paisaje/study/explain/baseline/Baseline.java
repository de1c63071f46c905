package org.paisaje.study.explain.baseline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.run.FinishedRun;
import org.paisaje.training.ProbeSeries;

/** What a run is held against. */
public sealed interface Baseline {
    /** How it is called beside the run. */
    String name();

    /** The other run, for a setup. */
    Attempt attempt(Setup setup);

    /** The other run, and more of its kind where chance is in it. */
    default List<Attempt> attempts(Setup setup) {
        return List.of(attempt(setup));
    }

    /** Whether it has to be trained first. */
    default boolean trains() {
        return false;
    }

    /** The same network from the same start, trained alike on the same inputs with their targets shuffled (Zhang et al. 2017). */
    record Shuffled() implements Baseline {
        private static final int MANY = 5;
        private static final int FEW = 3;
        private static final double LONG = 30;

        @Override
        public String name() {
            return "shuffled";
        }

        @Override
        public boolean trains() {
            return true;
        }

        @Override
        public Attempt attempt(Setup setup) {
            return Attempt.of(with(setup, shuffled(setup.train(), setup.seed().named("baseline"))));
        }

        /** Five shuffles, or three where a run takes long: by a fixed figure, so that the answer does not depend on the machine. */
        @Override
        public List<Attempt> attempts(Setup setup) {
            int count = MANY * Attempt.cost(setup) < LONG ? MANY : FEW;
            return IntStream.range(0, count)
                    .mapToObj(i -> i == 0
                            ? attempt(setup)
                            : Attempt.of(with(setup, shuffled(setup.train(), setup.seed().named("baseline").at(i)))))
                    .toList();
        }

        private static Setup with(Setup s, Dataset train) {
            return new Setup(train, s.test(), s.network(), s.start(), s.given(), s.initializer(), s.loss(),
                    s.optimizer(), s.pace(), s.batch(), s.steps(), s.seed(), s.threads(), s.prepared());
        }

        /** The same inputs with the targets in an order drawn evenly (Fisher and Yates). */
        static Dataset shuffled(Dataset data, Seed seed) {
            int n = data.size();
            double[] uniform = seed.uniforms(n);
            int[] order = new int[n];
            for (int i = 0; i < n; i++) {
                int j = (int) (uniform[i] * (i + 1));
                order[i] = order[j];
                order[j] = i;
            }
            Matrix y = data.y().rows(order);
            return data.withTargets(y).named(data.name() + ", targets shuffled");
        }
    }

    /**
     * The last checkpoint of a run of the same network that is over, on the same data.
     *
     * @param folder where it lies
     */
    record Finished(Path folder) implements Baseline {
        @Override
        public String name() {
            return folder.toString();
        }

        @Override
        public Attempt attempt(Setup setup) {
            FinishedRun run = FinishedRun.read(folder, Optional.of(setup.network()), Optional.empty());
            int n = run.snapshots().size();
            long[] steps = new long[n];
            double[] losses = new double[n];
            for (int i = 0; i < n; i++) {
                long at = run.snapshots().get(i).when().step().orElse(i);
                steps[i] = i == 0 ? at : Math.max(at, steps[i - 1] + 1);
                losses[i] = setup.risk().value(run.snapshots().get(i).theta());
            }
            return new Attempt(setup, new ProbeSeries("loss", steps, losses), run.snapshots().getLast().theta(),
                    run.broken().isPresent(), steps[n - 1], 0);
        }
    }

    /** Reads {@code shuffled} or the name of a folder, which must be there. */
    static Baseline parse(String text) {
        if (text.equals("shuffled")) {
            return new Shuffled();
        }
        if (!Files.isDirectory(Path.of(text))) {
            throw new IllegalArgumentException("--baseline " + text
                    + ": there is no such folder; needed is one with the checkpoints of a run, or the word shuffled");
        }
        return new Finished(Path.of(text));
    }
}
