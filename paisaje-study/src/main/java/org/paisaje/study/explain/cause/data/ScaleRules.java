package org.paisaje.study.explain.cause.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.Trait;
import org.paisaje.study.explain.signal.DataSignals;
import org.paisaje.study.explain.signal.Signals;

/** Inputs and targets that are far from mean 0 and spread 1. */
final class ScaleRules {
    /** A column may spread this many times less than the widest before it is called small. */
    private static final double SMALL = 30;
    /** Columns whose spreads differ less count as alike. */
    private static final double ALIKE = 3;
    /** The spreads of targets that suit a new network, as in {@link DataSignals#targetDeviation}. */
    private static final double FAINT = 0.03;
    private static final double LARGE = 8;

    private ScaleRules() {}

    static Optional<Cause> inputs(Signals s) {
        DataSignals d = s.data();
        double deviation = d.inputDeviation();
        if (s.setup().standardized() || s.setup().mixedColumns() || s.setup().balancedClasses() || deviation <= 1) {
            return Optional.empty();
        }
        double low = d.spreads()[d.narrowest()];
        double high = d.spreads()[d.widest()];
        String head;
        if (d.spreadRatio() / SMALL >= Math.max(1, 0.3 * deviation) && d.inputs() > 1) {
            head = "The inputs are on scales from " + Words.number(low) + " to " + Words.number(high)
                    + ": the large ones drown the others.";
        } else if (d.offset() > 6 && d.offset() / 6 >= 0.9 * deviation) {
            int far = d.farthest();
            head = (d.inputs() == 1 ? "The input" : s.setup().train().inputFirst(far))
                    + " lies far from zero compared with how much it varies: "
                    + "its mean is " + Words.number(d.means()[far]) + ", its spread " + Words.number(d.spreads()[far])
                    + ".";
        } else {
            head = "The inputs have a size of about " + Words.number(d.rms())
                    + "; networks start out for inputs of about 1.";
        }
        boolean alike = d.spreadRatio() < ALIKE;
        String why = (d.inputs() == 1
                ? "The input spreads over " + Words.number(high)
                : alike
                        ? "All columns spread over about " + Words.number(high)
                        : s.setup().train().inputFirst(d.widest()) + " spreads over " + Words.number(high) + ", "
                                + s.setup().train().input(d.narrowest()) + " over " + Words.number(low))
                + ". The speed at which a weight learns grows with the square of its input, so "
                + (alike
                        ? "no rate suits both the weights of the first layer and the biases and later layers."
                        : "no rate suits all.");
        if (d.decidingCorrelation() > 0.3 && d.spreads()[d.deciding()] < d.spreads()[d.widest()] / SMALL) {
            why += " " + s.setup().train().inputFirst(d.deciding()) + ", which goes with the target most (correlation "
                    + Words.number(d.decidingCorrelation()) + "), spreads over "
                    + Words.number(d.spreads()[d.deciding()])
                    + " only.";
        }
        if (s.attempt().firstLoss() > 3 * Math.max(s.train().constantLoss(), 1e-300)) {
            why += " The loss at the start is " + Words.number(s.attempt().firstLoss()) + "; a constant would have "
                    + Words.number(s.train().constantLoss()) + ".";
        }
        List<Remedy> remedies = new ArrayList<>();
        remedies.add(new Remedy("Standardize the inputs, nothing else.", s.setup().withStandardizedInputs()));
        if (unscaledTargets(s)) {
            remedies.add(new Remedy("Standardize inputs and targets.",
                    s.setup().withStandardizedInputs().withStandardizedTargets()));
        }
        return Optional.of(Cause.curable("data.input-scale", Stage.DATA, deviation, head, why, remedies)
                .with(Trait.SCALE));
    }

    private static boolean unscaledTargets(Signals s) {
        return !s.setup().classes() && !s.setup().targetsStandardized() && s.data().targetDeviation() > 1;
    }

    static Optional<Cause> targets(Signals s) {
        DataSignals d = s.data();
        // Without biases a mean that is not 0 is missed whatever its size; that is told as such.
        boolean unbiased = s.setup().network() instanceof Mlp mlp && !mlp.hasBias() && !mlp.bias();
        if (!unscaledTargets(s) || unbiased && d.targetSpread() < LARGE && d.targetSpread() > FAINT) {
            return Optional.empty();
        }
        String head = d.targetSpread() < FAINT && Math.abs(d.targetMean()) < LARGE
                ? "The targets vary by " + Words.number(d.targetSpread())
                        + " only, far less than the outputs of a new network."
                : "The targets are of the size " + Words.number(Math.hypot(d.targetMean(), d.targetSpread()))
                        + ", too far from the outputs of a new network, which are about 1.";
        String why = "Targets have the mean " + Words.number(d.targetMean()) + " and spread over "
                + Words.number(d.targetSpread()) + "; the outputs start at about "
                + Words.number(s.run().outputStart()) + ".";
        OptionalDouble reach = s.setup()
                .rule()
                .reach(s.setup().rule().rate() * s.setup().meanFactor(), s.setup().steps());
        if (reach.isPresent() && reach.getAsDouble() * 100 < d.targetSpread()) {
            why += " In " + Words.count(s.setup().steps(), "step") + " " + s.setup().rule().name() + " at a rate of "
                    + Words.rate(s.setup().rule().rate()) + " can move a weight by at most "
                    + Words.number(reach.getAsDouble())
                    + ", whatever the gradients are.";
        }
        List<Remedy> remedies = new ArrayList<>();
        remedies.add(new Remedy("Standardize the targets, nothing else.", s.setup().withStandardizedTargets()));
        if (!s.setup().standardized()) {
            remedies.add(new Remedy("Standardize targets and inputs.",
                    s.setup().withStandardizedTargets().withStandardizedInputs()));
        }
        return Optional.of(Cause.curable("data.target-scale", Stage.TARGETS, d.targetDeviation(), head, why, remedies)
                .with(Trait.SCALE));
    }
}
