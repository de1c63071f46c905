package org.paisaje.study.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.paisaje.training.ProbeSeries;
import org.paisaje.training.Trajectory;

/**
 * What a run came to.
 *
 * @param setting what was run
 * @param trajectory the run with its records; after divergence its theta is the last kept one
 * @param train the training data at that theta
 * @param test the test data at that theta
 * @param gradientNorm the Euclidean norm of the gradient over all training data there; not finite after some divergences
 */
public record FitResult(FitSetting setting, Trajectory trajectory, Evaluation train, Optional<Evaluation> test,
        double gradientNorm) {
    /** Whether the run did what it was asked. */
    public boolean completed() {
        return trajectory.completed() && Double.isFinite(train.loss());
    }

    /** The epoch the run reached, whole or in part. */
    public double epochs() {
        return (double) trajectory.steps() / setting.stepsPerEpoch();
    }

    /**
     * The history column by column: step, epoch, and what was recorded at each step at which all of it was finite.
     */
    public Map<String, double[]> history() {
        List<ProbeSeries> recorded = Stream.of("train loss", "train accuracy", "test loss", "test accuracy", "rate",
                "gradient norm")
                .filter(trajectory.series()::containsKey)
                .map(trajectory::series)
                .toList();
        long[] steps = Arrays.stream(trajectory.series("train loss").steps())
                .filter(step -> recorded.stream().allMatch(series -> Arrays.binarySearch(series.steps(), step) >= 0))
                .toArray();
        var columns = new LinkedHashMap<String, double[]>();
        columns.put("step", Arrays.stream(steps).asDoubleStream().toArray());
        columns.put("epoch", Arrays.stream(steps).mapToDouble(s -> (double) s / setting.stepsPerEpoch()).toArray());
        for (ProbeSeries series : recorded) {
            columns.put(series.name().replace(' ', '_'), Arrays.stream(steps).mapToDouble(series::at).toArray());
        }
        return columns;
    }

    /** The numbers by name; what is not finite is left out. */
    Map<String, Object> measurements() {
        var measurements = new LinkedHashMap<String, Object>();
        var trained = describe(train);
        if (Double.isFinite(gradientNorm)) {
            trained.put("gradientNorm", gradientNorm);
        }
        measurements.put("train", trained);
        test.ifPresent(evaluation -> measurements.put("test", describe(evaluation)));
        measurements.put("steps", trajectory.steps());
        measurements.put("epochs", epochs());
        measurements.put("seconds", trajectory.timing().total());
        measurements.put("secondsPerStep", trajectory.timing().perStep());
        return measurements;
    }

    private static Map<String, Object> describe(Evaluation evaluation) {
        var result = new LinkedHashMap<String, Object>();
        result.put("samples", evaluation.samples());
        if (Double.isFinite(evaluation.loss())) {
            result.put("loss", evaluation.loss());
        }
        evaluation.accuracy().ifPresent(accuracy -> result.put("accuracy", accuracy));
        return result;
    }
}
