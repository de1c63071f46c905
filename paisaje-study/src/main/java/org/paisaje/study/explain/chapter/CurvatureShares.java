package org.paisaje.study.explain.chapter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.paisaje.study.Assessment;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Words;
import org.paisaje.study.explain.evidence.Evidence;
import org.paisaje.study.spectrum.CostLedger;
import org.paisaje.theory.landscape.Sharpness;
import org.paisaje.theory.landscape.spectrum.Curvature;
import org.paisaje.theory.landscape.spectrum.ParameterBlock;
import org.paisaje.theory.landscape.spectrum.TraceParts;

/**
 * Where the curvature sits, from the exact diagonal of Gauss-Newton: its sum, in how many directions and in which layer it is,
 * and how many parameters do nothing.
 */
final class CurvatureShares {
    private CurvatureShares() {}

    /** Nothing where the diagonal takes too many backward passes. */
    static List<Finding> of(Evidence evidence, Sharpness largest, CostLedger ledger) {
        Optional<TraceParts> found = TraceParts.of(Curvature.GAUSS_NEWTON, evidence.risk(), evidence.end());
        if (found.isEmpty()) {
            return List.of();
        }
        TraceParts parts = found.get();
        ledger.passes("trace", parts.passes());
        int p = evidence.subject().parameters();
        double trace = parts.sum(0, p);
        double rounding = parts.rounding(0, p, evidence.risk().samples());
        Finding sum = Finding.of("trace", "trace of H1, by exact passes", Estimate.within(trace, rounding));
        if (!(trace > rounding) || !(largest instanceof Sharpness.Measured top) || !(top.value() > top.bound())) {
            return List.of(sum.judged(Assessment.NOTE, "flat", ""));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(sum.judged(Assessment.NOTE, "mean " + Words.number(trace / p),
                evidence.end().residualHasZeroDiagonal()
                        ? "That of H is the same, for H2 has a diagonal of zeros."
                        : ""));
        findings.add(directions(trace, rounding, top, p));
        layers(evidence, parts, trace).ifPresent(findings::add);
        if (evidence.risk().penalties().isEmpty()) {
            findings.add(idle(parts, p));
        }
        return findings;
    }

    private static Finding directions(double trace, double rounding, Sharpness.Measured top, int p) {
        double count = trace / top.value();
        var measured = new Estimate(count, (trace - rounding) / (top.value() + top.bound()),
                (trace + rounding) / (top.value() - top.bound()));
        return Finding.of("effective-directions", "directions that share it: trace / largest of H1", measured)
                .judged(Assessment.NOTE, count < 0.1 * p ? "few" : "spread", "If all of " + p
                        + " were as steep as the steepest this would be " + p
                        + ". With one rate for all, the error along a "
                        + "direction of mean curvature falls " + Words.number(p / count)
                        + " times more slowly than along the steepest.");
    }

    private static Optional<Finding> layers(Evidence evidence, TraceParts parts, double trace) {
        List<ParameterBlock> layers = ParameterBlock.layers(evidence.subject().network().layout());
        if (layers.size() < 2) {
            return Optional.empty();
        }
        ParameterBlock most = layers.stream()
                .max(Comparator.comparingDouble((ParameterBlock layer) -> parts.sum(layer.from(), layer.size())))
                .orElseThrow();
        double share = Math.min(1, parts.sum(most.from(), most.size()) / trace);
        double own = (double) most.size() / evidence.subject().parameters();
        return Optional.of(Finding.of("trace-layer", "largest share of the trace in a layer", share)
                .judged(Assessment.NOTE, most.name(), Words.percent(share) + " in " + Words.percent(own)
                        + " of the parameters."));
    }

    private static Finding idle(TraceParts parts, int p) {
        int count = 0;
        for (double entry : parts.diagonal()) {
            count += entry == 0 ? 1 : 0;
        }
        return Finding.of("idle-parameters", "parameters without any curvature, of " + p, (double) count)
                .judged(Assessment.NOTE, count == 0 ? "none" : Words.percent((double) count / p), count == 0
                        ? "Each moves an output on some sample."
                        : "No output moves with them on any sample: weights from inputs that are always 0, or into or out of "
                                + "units that are never active.");
    }
}
