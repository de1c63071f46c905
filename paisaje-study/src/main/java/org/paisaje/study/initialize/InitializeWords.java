package org.paisaje.study.initialize;

import java.util.Optional;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.study.Words;
import org.paisaje.theory.dynamics.signal.SignalMap;
import org.paisaje.theory.dynamics.signal.SignalMap.Fate;
import org.paisaje.theory.dynamics.signal.WideSignals;

/** Sentences about an initialisation. */
final class InitializeWords {
    private static final int NARROW = 16;

    private InitializeWords() {}

    /** What is worst about it, beginning with a verb: "makes the values shrink by ...". */
    static String worst(StartSample sample, Strain strain) {
        int inner = sample.inner();
        double most = strain.worst();
        if (most == strain.blocked() || sample.blocked() >= 0.5) {
            return "kills the network" + (sample.draws() == 1
                    ? ""
                    : " in " + Words.percent(sample.blocked()) + " of the draws")
                    + ": a whole layer is silent for every input, and no gradient passes";
        }
        if (most == strain.backward()) {
            boolean less = StartSample.median(sample.gradient()[0]) < StartSample.median(
                    sample.gradient()[inner - 1]);
            return "makes gradients " + (less ? "vanish" : "explode") + " on their way to the first layer, by "
                    + InitializeStudy.factor(strain.backward());
        }
        if (most == strain.forward()) {
            boolean less = StartSample.median(sample.activation()[inner - 1]) < StartSample.median(
                    sample.activation()[0]);
            return "makes the values " + (less ? "shrink" : "grow") + " from layer to layer, by "
                    + InitializeStudy.factor(strain.forward()) + " in all";
        }
        return strain.alike()
                ? "makes all inputs alike: behind the last hidden layer they point in one direction"
                : "makes different inputs look alike: their difference shrinks by "
                        + InitializeStudy.factor(strain.merging());
    }

    /** What happens to values, gradients and differences between the first hidden layer and the last. */
    static String changes(StartSample sample, Strain strain) {
        int last = sample.inner() - 1;
        double forward = StartSample.median(sample.activation()[last]) / StartSample.median(sample.activation()[0]);
        double backward = StartSample.median(sample.gradient()[0]) / StartSample.median(sample.gradient()[last]);
        String end = sample.blocked() > 0
                ? sample.draws() == 1
                        ? " A whole layer is silent and nothing passes."
                        : " In " + Words.percent(sample.blocked())
                                + " of the draws a whole layer is silent and nothing passes."
                : "";
        String between = last == 0
                ? ""
                : "From the first hidden layer to the last " + change("values", forward)
                        + ", and on the way back " + change("gradients", backward) + ". ";
        return between + (strain.merging() == 0
                ? "Different inputs stay as different as they were."
                : strain.alike()
                        ? "All inputs point in one direction there."
                        : "The difference of two inputs shrinks by " + InitializeStudy.factor(strain.merging()) + ".")
                + end;
    }

    private static String change(String what, double ratio) {
        if (!(ratio > 0) || Double.isInfinite(ratio)) {
            return what + (ratio == 0 ? " come to nothing" : " leave the range of numbers");
        }
        double decades = Math.log10(ratio);
        return Math.abs(decades) <= Math.log10(1.25)
                ? what + " keep their size"
                : what + (decades < 0 ? " shrink" : " grow") + " by " + InitializeStudy.factor(Math.abs(decades));
    }

    /** What theory says of the layers, if it does. */
    static Optional<String> why(Architecture network, StartSample sample) {
        Optional<LayerShape> layer = typical(sample);
        if (layer.isEmpty() || sample.weights().isPresent() || !network.inRow()) {
            return Optional.empty();
        }
        SignalMap map = WideSignals.map(network, sample.initializer(), layer.get());
        int inner = sample.inner();
        if (sample.layers().stream().anyMatch(LayerShape::hasSkip)) {
            double last = sample.expected().map(all -> all.activation()[inner - 1]).orElse(Double.NaN);
            double first = sample.expected().map(all -> all.activation()[0]).orElse(Double.NaN);
            return Optional
                    .of("Each block adds to what it skips over, so values grow with the depth and nothing is lost: "
                            + "in wide layers by the factor " + Words.number(last / first)
                            + " from the first layer to the last "
                            + "but one.");
        }
        double q = sample.expected().map(all -> all.activation()[0] * all.activation()[0]).orElse(1.0);
        Fate fate = map.fate(Math.max(q, 1e-6));
        return Optional.of(phase(fate) + " This network has " + Words.count(inner, "hidden layer") + ".");
    }

    /** What chi means, in a sentence or two. */
    static String phase(Fate fate) {
        String chi = "In wide layers chi = " + Words.number(fate.chi());
        String length = fate.length() == 0
                ? " Values die out."
                : Double.isInfinite(fate.length()) ? " Values grow without end." : "";
        String scale = Words.number(fate.depthScale()) + " layers, in the mean square; about "
                + Words.number(Math.floor(fate.trainableDepth())) + " layers can be trained.";
        return switch (fate.phase()) {
            case EDGE -> chi + ": the edge of chaos, where differences and gradients keep their size.";
            case ORDER ->
                chi + " is below 1, which is order: differences between inputs, and gradients, lose the factor e in "
                        + scale + length;
            case CHAOS ->
                chi + " is above 1, which is chaos: near inputs drift apart and gradients grow by the factor e in "
                        + scale + length;
        };
    }

    /** A layer like most: one between the first and the last, or the first. */
    static Optional<LayerShape> typical(StartSample sample) {
        return sample.inner() == 0
                ? Optional.empty()
                : Optional.of(sample.layers().get(Math.min(1, sample.inner() - 1)));
    }

    /** Whether the layers are so narrow that exact means tell little of one draw. */
    static boolean narrow(StartSample sample) {
        return sample.inner() >= 4 && sample.layers()
                .subList(0, sample.inner())
                .stream()
                .anyMatch(layer -> layer.outputs() <= NARROW);
    }
}
