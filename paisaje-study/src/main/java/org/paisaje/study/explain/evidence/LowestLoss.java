package org.paisaje.study.explain.evidence;

import org.paisaje.math.krylov.SolveSettings;
import org.paisaje.math.krylov.system.ConjugateGradient;
import org.paisaje.math.krylov.system.LinearSolution;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Risk;

/**
 * L*, what the loss cannot fall below. Where the risk is a quadratic, for one affine layer with a squared loss, its minimum
 * is computed, by conjugate gradients; otherwise it is the lowest value that the loss has for any outputs.
 *
 * @param value L*
 * @param exact whether it is the minimum rather than a bound
 */
public record LowestLoss(double value, boolean exact) {
    private static final double TOLERANCE = 1e-12;

    public static LowestLoss of(Subject subject) {
        if (!linear(subject) || subject.loss().squareFactor(1) == 0) {
            return new LowestLoss(subject.loss().lowest(subject.targets(subject.train())), false);
        }
        Risk risk = subject.risk();
        double[] theta = subject.start().clone();
        double lowest = risk.value(theta);
        // The second round removes what the tolerance of the first has left.
        for (int round = 0; round < 2; round++) {
            double[] step = solution(ConjugateGradient.solve(risk.hessian(theta), risk.gradient(theta),
                    new SolveSettings(TOLERANCE, 4 * theta.length + 50)));
            for (int i = 0; i < step.length; i++) {
                theta[i] -= step[i];
            }
            double value = risk.value(theta);
            lowest = value < lowest ? value : lowest;
        }
        return new LowestLoss(lowest, true);
    }

    /** Whether the outputs are linear in theta: one affine layer. */
    public static boolean linear(Subject subject) {
        return subject.network() instanceof Mlp mlp && mlp.depth() == 1;
    }

    private static double[] solution(LinearSolution solution) {
        return switch (solution) {
            case LinearSolution.Converged s -> s.x();
            case LinearSolution.NotConverged s -> s.x();
            case LinearSolution.LeastSquares s -> s.x();
            case LinearSolution.NegativeCurvature s -> s.x();
            case LinearSolution.Failed s -> s.x();
        };
    }
}
