package org.paisaje.theory.landscape.spectrum;

import java.util.Optional;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.risk.Risk;
import org.paisaje.risk.RiskPoint;

/**
 * The trace of a curvature matrix as a sum of what backward passes give exactly and what only random probes can estimate.
 * The diagonal of the Gauss-Newton matrix takes one pass for each output (Dangel, Kunstner and Hennig 2020, BackPACK);
 * that of {@code H2} is 0 where activations are made of lines, so that the trace of the Hessian of a ReLU network is exact.
 *
 * @param diagonal numbers whose sum is the exact part, one per parameter, so that the sum over a layer is that of its block
 * @param passes backward passes that it took
 * @param rest the part that is left to estimate; empty where there is none
 */
public record TraceParts(double[] diagonal, int passes, Optional<LinearOperator> rest) {
    /** With more outputs than this, backward passes cost more than an estimate to a few per cent. */
    private static final int MANY_OUTPUTS = 100;

    /** The parts; empty where the exact one would take too many passes, or there is none. */
    public static Optional<TraceParts> of(Curvature of, Risk risk, RiskPoint at) {
        int k = risk.y().columns();
        int rank = risk.loss().rank(k);
        boolean zeros = at.residualHasZeroDiagonal();
        return switch (of) {
            case EMPIRICAL_FISHER -> Optional.of(new TraceParts(at.empiricalFisherDiagonal(), 1, Optional.empty()));
            case H2 -> zeros
                    ? Optional.of(new TraceParts(new double[risk.dimension()], 0, Optional.empty()))
                    : Optional.empty();
            case GAUSS_NEWTON, FISHER -> k > MANY_OUTPUTS
                    ? Optional.empty()
                    : Optional.of(new TraceParts(at.gaussNewtonDiagonal(), rank, Optional.empty()));
            case HESSIAN -> k > MANY_OUTPUTS
                    ? Optional.empty()
                    : Optional.of(new TraceParts(at.gaussNewtonDiagonal(), rank,
                            zeros ? Optional.empty() : Optional.of(at.residual())));
            case NTK -> k > MANY_OUTPUTS
                    ? Optional.empty()
                    : Optional.of(new TraceParts(Curvature.squared(risk).at(at.theta()).gaussNewtonDiagonal(), k,
                            Optional.empty()));
        };
    }

    /** The sum over {@code count} parameters from {@code from} on. */
    public double sum(int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += diagonal[i];
        }
        return sum;
    }

    /** What rounding may make of that sum: an epsilon for each term that is added, the samples' included. */
    public double rounding(int from, int count, int samples) {
        double size = 0;
        for (int i = from; i < from + count; i++) {
            size += Math.abs(diagonal[i]);
        }
        return ((double) count + samples) * Math.ulp(1.0) * size;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
