package org.paisaje.study.explain.wiring.change;

import java.util.Arrays;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.data.Standardization;
import org.paisaje.data.Task;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.architecture.Graph;
import org.paisaje.study.problem.Problem;

/**
 * What is told of a run.
 *
 * @param network the network
 * @param loss the loss
 * @param train the training data with inputs as they were read
 * @param test other data, likewise
 * @param told what is done to the inputs
 * @param batch samples for each step; 0 for all, -1 if it was not told
 * @param decay the weight decay of the rule; 0 if none was told
 */
public record Context(Architecture network, Loss loss, Dataset train, Optional<Dataset> test, InputMap told, int batch,
        double decay) {
    /**
     * Of a problem.
     *
     * @param raw the same with inputs as they were read
     */
    public static Context of(Problem told, Problem raw, int batch, double decay) {
        Dataset train = raw.train();
        InputMap map = InputMap.RAW;
        boolean plain = true;
        if (!told.train().x().equals(train.x())) {
            Standardization standard = Standardization.of(train.x());
            map = new InputMap("standardised", standard::apply);
            plain = Arrays.equals(map.map().apply(train.x()).data(), told.train().x().data());
        }
        return plain
                ? new Context(told.architecture(), told.loss(), train, raw.test(), map, batch, decay)
                : new Context(told.architecture(), told.loss(), told.train(), told.test(), InputMap.RAW, batch, decay);
    }

    /** The samples of a part; empty if there are none. */
    public Optional<Dataset> data(Part part) {
        return switch (part) {
            case TRAIN -> Optional.of(train);
            case TEST -> test;
            case ALL -> test.map(other -> new Dataset(train.name(), train.task(),
                    Matrix.stackRows(train.x(), other.x()), Matrix.stackRows(train.y(), other.y())));
        };
    }

    /** Whether targets are classes. */
    public boolean classes() {
        return !(train.task() instanceof Task.Regression);
    }

    /** Whether the loss takes logits of classes. */
    boolean logits() {
        return classes() && loss.compares() == Loss.Compares.CLASSES;
    }

    /** Whether these logits go through a softmax. */
    boolean softmax() {
        int k = network.outputs();
        return logits() && k > 1 && loss.rank(k) == k - 1;
    }

    /** Whether the network has batch normalisations. */
    boolean normalises() {
        return network instanceof Graph graph && !graph.statistics().isEmpty();
    }

    /** The loss as it is told, on a part. */
    public Reading asTold(Part part) {
        return new Reading(part, told, 0, f -> f, y -> y, Criterion.of(loss, network.outputs()), Reading.Pairing.OWN,
                Reduction.of(loss), theta -> 0);
    }
}
