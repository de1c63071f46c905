package org.paisaje.study.explain.run;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.paisaje.network.Architecture;
import org.paisaje.study.problem.ProblemBuilder;
import org.paisaje.training.optimizer.Optimizers;

/**
 * What a person says of a run that is over. What is not said is taken from what the run says about itself, if it is one of ours.
 *
 * @param folder its folder
 * @param log its log, if it is not the one in the folder
 * @param network the network
 * @param loss the loss
 * @param optimizer the rule of the steps
 * @param batch samples for each step; 0 for all
 */
public record RunFacts(Path folder, Optional<Path> log, Optional<String> network, Optional<String> loss,
        Optional<String> optimizer, Optional<Integer> batch) {
    /**
     * Reads the run.
     *
     * @param data the problem by what was said, with inputs as they were read or not; used unless the run tells its own
     * @param said whether data were named, which then hold whatever the run tells
     */
    public RunSubject subject(Function<Boolean, ProblemBuilder> data, boolean said, int threads) {
        ToldRun told = ToldRun.of(folder);
        Function<Boolean, ProblemBuilder> problem = !said && told.known() ? told::builder : data;
        ProblemBuilder one = problem.apply(false);
        ProblemBuilder raw = problem.apply(true);
        loss.or(() -> told.text("loss")).ifPresent(name -> {
            one.loss(name);
            raw.loss(name);
        });
        FinishedRun finished = FinishedRun.read(folder,
                network.or(() -> told.text("net")).filter(text -> !text.isEmpty()).map(Architecture::parse), log,
                one::inferred);
        Optional<String> rule = optimizer.or(() -> told.text("optimizer")).or(finished::rule);
        int samples = batch.or(() -> told.text("batch").map(Integer::parseInt)).orElse(-1);
        double[] first = finished.snapshots().getFirst().theta();
        return new RunSubject(finished, one.network(finished.network()).start(first).build(),
                raw.network(finished.network()).start(first).build(), rule.map(Optimizers::parse), samples, threads);
    }
}
