package org.paisaje.bench.explain;

import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.loss.Loss;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.study.problem.ProblemBuilder;
import org.paisaje.training.optimizer.Optimizers;

/** Runs from a line each. */
final class CaseSubjects {
    private CaseSubjects() {}

    static Subject subject(Dataset data, String net, String rule, int batch, long steps, Seed seed) {
        Dataset.Split split = data.split(0.2, seed.named("split"));
        return subject(split.train(), Optional.of(split.test()), net, rule, batch, steps, seed);
    }

    static Subject subject(Dataset train, Optional<Dataset> test, String net, String rule, int batch,
            long steps,
            Seed seed) {
        Architecture network = Architecture.parse(net);
        Loss loss = ProblemBuilder.usualLoss(train.task(), network.outputs());
        return new Subject(train, test, network,
                network.initialize(Initializer.standardFor(network), seed.named("init")), loss, Optimizers.parse(rule),
                batch, steps, seed, 2);
    }
}
