package org.paisaje.study.initialize;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.network.Architecture;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.problem.Problem;
import org.paisaje.training.optimizer.Optimizer;

/**
 * Which network is made wider, and how it is trained at each width.
 *
 * @param problem data and network; its hidden widths give way to those below
 * @param optimizer the rule; its rate is where the search for the best one begins
 * @param widths the widths of the hidden layers, ascending, at least 3
 * @param steps the steps of a run, on all samples looked at
 * @param draws the networks of each width
 */
public record CoordinateSetting(Problem problem, Optimizer optimizer, List<Integer> widths, int steps, int draws) {
    /** The samples that are trained on, at most. */
    public static final int SAMPLES = 64;
    private static final int WIDEST = 1 << 16;

    /** Copies the widths and checks everything. */
    public CoordinateSetting {
        widths = List.copyOf(widths);
        if (widths.size() < 3) {
            throw wrong(
                    widths.size() + " widths; a slope with an interval needs at least 3, as in --widths 32,64,128,256");
        }
        for (int i = 0; i < widths.size(); i++) {
            int width = widths.get(i);
            if (width < 2 || width > WIDEST || i > 0 && width <= widths.get(i - 1)) {
                throw wrong("the widths are " + widths + "; they ascend from at least 2 to at most " + WIDEST);
            }
        }
        if (steps < 1 || steps > 10_000) {
            throw wrong(steps + " steps; 1 to 10000 are needed");
        }
        if (draws < 2 || draws > 1_000) {
            throw wrong(draws + " draws; 2 to 1000 are needed, so that intervals are known");
        }
        if (!optimizer.usesRate() || optimizer.stability(optimizer.rate()).isEmpty()) {
            throw wrong(
                    optimizer.text() + " chooses its own steps; a first-order rule with a rate is needed, as gd:0.1 or "
                            + "adam:1e-2");
        }
        Architecture network = problem.architecture();
        if (network.widened(widths.getFirst()).isEmpty()) {
            throw wrong(network.text()
                    + " has no hidden width that could change; a network with hidden layers is needed, a "
                    + "residual one with input and output dimension, as resnet:2-16x4-1:relu");
        }
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("coordinate check: " + what);
    }

    /** Whether the rule divides the gradient by its size. */
    boolean normalized() {
        return optimizer.stability(optimizer.rate()).orElseThrow().preconditioned();
    }

    /** The network at a width. */
    Architecture at(int width) {
        return problem.architecture().widened(width).orElseThrow();
    }

    Initializer initializer() {
        return Initializer.standardFor(problem.architecture());
    }

    /** The widths as numbers. */
    double[] wide() {
        return widths.stream().mapToDouble(Integer::doubleValue).toArray();
    }

    /** The name of the parametrization that keeps the rate, if it is another one. */
    Optional<String> better() {
        String right = normalized() ? "mup-adam" : "mup";
        return problem.architecture().parametrization().name().equals(right) ? Optional.empty() : Optional.of(right);
    }

    /** The setting by the names of the options, in full. */
    Map<String, Object> describe() {
        var result = new LinkedHashMap<>(problem.setting());
        result.remove("split");
        result.remove("init");
        result.put("coordinate-check", true);
        result.put("widths", widths);
        result.put("optimizer", optimizer.text());
        result.put("steps", steps);
        result.put("draws", draws);
        return result;
    }
}
