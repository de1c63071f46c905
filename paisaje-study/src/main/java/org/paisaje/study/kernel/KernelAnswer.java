package org.paisaje.study.kernel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.figure.Figure;

/**
 * What came out.
 *
 * @param status how it ended
 * @param headline one sentence
 * @param setting what was asked, by name
 * @param rows of the kernel
 * @param columns of the kernel
 * @param matrix the kernel, unless it is stored in a file
 * @param spectrum its eigenvalues, if they were computed
 * @param alignment how well it fits the targets
 * @param predictions one for each time
 * @param storage what is in files and how it was solved with
 * @param figures the pictures
 * @param kernelSeconds the time of the kernel
 * @param seconds the time of everything
 */
public record KernelAnswer(Status status, String headline, Map<String, Object> setting, long rows, long columns,
        Optional<Matrix> matrix, Optional<Spectrum> spectrum, Optional<Alignment> alignment,
        List<Prediction> predictions, Optional<Stored> storage, List<Figure> figures, double kernelSeconds,
        double seconds) {
    /** How it ended. */
    public enum Status {
        /** As asked. */
        DONE,
        /** The residual is not as small as asked; everything else is there. */
        NOT_CONVERGED,
        /** Stopped; what was done is in files and can be gone on from. */
        INTERRUPTED
    }

    /**
     * Eigenvalues.
     *
     * @param values descending
     * @param bounds whether they are lower bounds of the leading ones only
     * @param trace the sum of all, known or not
     * @param nullity how many count as 0
     * @param condition the largest over the smallest that is not 0; infinite if unknown
     * @param largestStableRate of gradient descent
     * @param unreachable the norm of what of the targets lies in null modes; 0 if unknown
     * @param samples what rates divide by
     */
    public record Spectrum(double[] values, boolean bounds, double trace, int nullity, double condition,
            double largestStableRate,
            double unreachable, int samples) {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /**
     * The kernel-target alignment {@code <K, Y Y^T> / (|K| |Y Y^T|)}, in [0, 1] (Cristianini et al. 2001).
     *
     * @param plain as above
     * @param centred with the means over points taken out of both (Cortes et al. 2012)
     */
    public record Alignment(double plain, double centred) {}

    /**
     * Outputs at one time.
     *
     * @param time gradient flow, infinity for its limit
     * @param outputs test points x outputs
     * @param trainLoss (1/2n) sum |f - y|^2
     * @param testLoss likewise
     * @param trainAccuracy the share right, for classes
     * @param testAccuracy likewise
     */
    public record Prediction(double time, Matrix outputs, double trainLoss, double testLoss,
            Optional<Double> trainAccuracy, Optional<Double> testAccuracy) {}

    /**
     * A kernel in a file and the solution with it.
     *
     * @param bytes of the file
     * @param tiles how many it has
     * @param computed how many of them this run computed
     * @param residuals {@code ||y - (Theta + rho I) alpha|| / ||y||} per output, in double precision; empty if none
     * @param tolerance what was asked of them
     * @param iterations products with the stored kernel
     * @param refinements residuals computed in double precision
     * @param reason why the tolerance was not reached; empty if it was
     * @param seconds of the parts of this run by name
     * @param memory peaks of this process in bytes by name, where the system tells
     */
    public record Stored(long bytes, int tiles, int computed, double[] residuals, double tolerance, int iterations,
            int refinements, String reason, Map<String, Double> seconds, Map<String, Long> memory) {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }
}
