package org.paisaje.study.landscape;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.train.FitSetting;

/**
 * Around which weights, and what is looked at.
 *
 * @param problem data, network, loss and theta_0
 * @param training the run before; empty to look at weights as they are
 * @param samples how many training samples the loss is taken over, at even distances; 0 for all
 * @param view what is looked at
 */
public record LandscapeSetting(Problem problem, Optional<FitSetting> training, int samples, View view) {
    /** What is looked at. */
    public sealed interface View permits SliceView, CriticalView {
        /** The part of the setting by the names of the options. */
        Map<String, Object> describe();
    }

    /**
     * A line or a plane.
     *
     * @param files weights that the line or plane goes through, two or three; empty to go by directions
     * @param run the folder of a run that is over, whose principal components are the directions
     * @param directions one or two, unless there are files
     * @param points places along each direction
     * @param range the places reach from -range to range; empty to find it by {@code rise}
     * @param rise the range ends where the loss has risen by this factor
     * @param scales how many times it is looked at, each a quarter as wide as the one before
     * @param curvature places along each direction at which the ends of the spectrum are measured; 0 for none
     */
    public record SliceView(List<Path> files, Optional<Path> run, List<SliceDirection> directions, int points,
            Optional<Double> range, double rise, int scales, int curvature) implements View {
        /** How much narrower each scale is. */
        static final int ZOOM = 4;
        private static final int MOST_POINTS = 2_001;

        /** Copies the lists and checks the numbers. */
        public SliceView {
            files = List.copyOf(files);
            directions = List.copyOf(directions);
            if (files.size() == 1 || files.size() > 3) {
                throw new IllegalArgumentException("landscape: "
                        + (files.size() == 1 ? "there is one file" : "there are " + files.size() + " files")
                        + " of weights; two are joined by a line, three by a plane, and --weights FILE looks around one");
            }
            if (points < 3 || points > MOST_POINTS) {
                throw new IllegalArgumentException(
                        "--points is " + points + "; 3 to " + MOST_POINTS + " along each direction are possible");
            }
            range.ifPresent(reach -> {
                if (!(reach > 0) || !Double.isFinite(reach)) {
                    throw new IllegalArgumentException("--range is " + reach + "; a length above 0 is needed");
                }
            });
            if (!(rise > 1) || !Double.isFinite(rise)) {
                throw new IllegalArgumentException("--rise is " + rise + "; a factor above 1 is needed");
            }
            if (scales < 1 || scales > 12) {
                throw new IllegalArgumentException("--scales is " + scales + "; 1 to 12 are possible");
            }
            if (curvature < 0 || curvature == 1 || curvature > 201) {
                throw new IllegalArgumentException(
                        "--curvature is " + curvature + "; 2 to 201 places along each direction, or 0 for none");
            }
            boolean line = files.size() == 2 || files.isEmpty() && directions.size() == 1;
            if (curvature > 0 && line) {
                throw new IllegalArgumentException("--curvature makes a map, which needs a plane: two directions");
            }
        }

        /** Whether its directions are principal components of a run. */
        boolean principal() {
            return directions.contains(SliceDirection.PCA);
        }

        @Override
        public Map<String, Object> describe() {
            var result = new LinkedHashMap<String, Object>();
            if (!files.isEmpty()) {
                result.put("networks", files.stream().map(Path::toString).toList());
            } else {
                result.put("directions", SliceDirection.text(directions));
            }
            run.ifPresent(folder -> result.put("run", folder.toString()));
            result.put("points", points);
            range.ifPresent(reach -> result.put("range", reach));
            if (range.isEmpty() && files.isEmpty() && !principal()) {
                result.put("rise", rise);
            }
            result.put("scales", scales);
            result.put("curvature", curvature);
            return result;
        }
    }

    /**
     * Critical points from many starts.
     *
     * @param starts how many
     * @param penalty kappa of {@code kappa |theta|^2}, which is added to the loss so that critical points are not at infinity
     */
    public record CriticalView(int starts, double penalty) implements View {
        /** The searches take all of the Hessian, which larger networks do not allow. */
        static final int MOST_PARAMETERS = 1_000;

        /** Checks the numbers. */
        public CriticalView {
            if (starts < 1 || starts > 10_000_000) {
                throw new IllegalArgumentException("--critical is " + starts + "; 1 to 10,000,000 starts are possible");
            }
            if (!(penalty >= 0) || !Double.isFinite(penalty)) {
                throw new IllegalArgumentException("--penalty is " + penalty + "; a number of at least 0 is needed");
            }
        }

        @Override
        public Map<String, Object> describe() {
            var result = new LinkedHashMap<String, Object>();
            result.put("critical", starts);
            result.put("penalty", penalty);
            return result;
        }
    }

    /** Checks that all belongs together. */
    public LandscapeSetting {
        int n = problem.train().size();
        if (samples < 0 || samples > n) {
            throw new IllegalArgumentException(
                    "--samples " + samples + ": there are " + n + " training samples; 0 stands for all of them");
        }
        int p = problem.network().layout().size();
        if (view instanceof CriticalView && p > CriticalView.MOST_PARAMETERS) {
            throw new IllegalArgumentException("--critical takes all of the Hessian again and again, for up to "
                    + CriticalView.MOST_PARAMETERS + " parameters; " + problem.network() + " has " + p
                    + ". A small --net is meant, such as mlp:2-4-1:tanh");
        }
        if (view instanceof SliceView slice && slice.principal() && training.isEmpty() && slice.run().isEmpty()) {
            throw new IllegalArgumentException("--directions pca are principal components of a run, and there is none; "
                    + "--epochs trains, --run DIR reads one that is over");
        }
    }

    /** The network that is looked at; where several are read, what their batch normalisations normalise by is in the parameters. */
    Architecture network() {
        boolean read = view instanceof SliceView slice && (!slice.files().isEmpty() || slice.run().isPresent());
        return read ? problem.architecture().absorbing() : problem.architecture();
    }

    /** The risk that is looked at. */
    Risk risk() {
        int n = problem.train().size();
        Risk whole = Risk.of(network(), problem.train().x(), problem.targets(problem.train()), problem.loss());
        return samples == 0 || samples == n
                ? whole
                : whole.on(IntStream.range(0, samples).map(i -> (int) ((long) i * n / samples)).toArray());
    }

    /** The setting by the names of the options, in full. */
    Map<String, Object> describe() {
        var result = new LinkedHashMap<>(problem.setting());
        boolean given = view instanceof CriticalView
                || view instanceof SliceView slice && (!slice.files().isEmpty() || slice.run().isPresent());
        training.ifPresentOrElse(fit -> result.putAll(fit.describe()), () -> {
            if (!given) {
                result.put("epochs", 0);
            }
        });
        result.put("samples", samples);
        result.putAll(view.describe());
        return result;
    }
}
