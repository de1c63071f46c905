package org.paisaje.study.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.data.Task;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.training.Optimizer;
import org.paisaje.training.Schedule;

/**
 * What is trained on what, and how.
 *
 * @param train the training data
 * @param test the data to test on, with the classes of the training data; may be absent
 * @param network the network; its inputs and outputs must be those of the data
 * @param loss the loss that is lowered
 * @param optimizer the rule of the steps
 * @param schedule the factor of its rate over time
 * @param clip the norm above which gradients are scaled down; infinity is never
 * @param epochs passes over the data
 * @param batch samples for each step; 0 for all
 * @param seed the root of the order of the batches and of the initial weights
 * @param threads how many threads to use; does not change the result
 */
public record FitSetting(Dataset train, Optional<Dataset> test, Architecture network, Loss loss, Optimizer optimizer,
        Schedule schedule, double clip, long epochs, int batch, Seed seed, int threads) {
    /** Fits the data to the network and checks that both belong together. */
    public FitSetting {
        train = fitted(train, network);
        test = test.map(data -> fitted(data, network));
        if (epochs < 1) {
            throw new IllegalArgumentException("train: epochs is " + epochs + ", at least 1 is needed");
        }
        if (batch < 0 || batch > train.size()) {
            throw new IllegalArgumentException("train: a batch of " + batch + " samples; there are " + train.size()
                    + " to train on, and 0 stands for all of them");
        }
        String name = train.name();
        loss.objection(train.task(), network.outputs()).ifPresent(why -> {
            throw new IllegalArgumentException("train: " + name + ": " + why);
        });
    }

    private static Dataset fitted(Dataset data, Architecture network) {
        Dataset fitted = data.task() instanceof Task.Binary && network.outputs() == 2 ? data.oneHot() : data;
        if (network.inputs() != fitted.inputs() || network.outputs() != fitted.outputs()) {
            throw new IllegalArgumentException("train: " + network + " takes " + network.inputs() + " inputs and gives "
                    + network.outputs() + " outputs, " + data.name() + " has " + data.inputs() + " inputs and needs "
                    + fitted.outputs() + " outputs" + (data.classes().isEmpty()
                            ? ""
                            : " for " + data.classes().size() + " classes"));
        }
        return fitted;
    }

    /** The loss that is usual for the task: squared, binary cross-entropy for one output, else softmax. */
    public static Loss usualLoss(Task task, int outputs) {
        return task instanceof Task.Regression
                ? Loss.SQUARED
                : outputs == 1 ? Loss.BINARY_CROSS_ENTROPY : Loss.SOFTMAX_CROSS_ENTROPY;
    }

    /** The targets as the loss takes them. */
    Matrix targets(Dataset data) {
        return loss.targets(data);
    }

    /** The number of steps of an epoch. */
    public long stepsPerEpoch() {
        return batch == 0 ? 1 : Math.ceilDiv(train.size(), batch);
    }

    /** The setting by name, as it is written to {@code result.json}. */
    public Map<String, Object> describe() {
        var result = new LinkedHashMap<String, Object>();
        result.put("data", train.name());
        result.put("trainSamples", train.size());
        test.ifPresent(data -> result.put("test", data.name()));
        test.ifPresent(data -> result.put("testSamples", data.size()));
        result.put("inputs", train.inputs());
        result.put("outputs", train.outputs());
        result.put("classes", train.classes());
        result.put("network", network.text());
        result.put("parameters", network.layout().size());
        result.put("loss", loss.name());
        result.put("optimizer", optimizer.text());
        result.put("schedule", schedule.text());
        if (clip < Double.POSITIVE_INFINITY) {
            result.put("clip", clip);
        }
        result.put("epochs", epochs);
        result.put("batch", batch == 0 ? train.size() : batch);
        return result;
    }
}
