package org.paisaje.theory.kernel;

import java.util.List;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.theory.kernel.InfiniteNetwork.Rule;
import org.paisaje.theory.kernel.dual.DualActivation;

/** What a pass over pairs needs of each single point: its kernels with itself and its tables at every rule. */
final class PointStates {
    /** K(x, x) behind all rules. */
    final double[] nngp;
    /** Theta(x, x) behind all rules. */
    final double[] ntk;
    /** Tables of the nonlinear rules by the number of the rule; without entries elsewhere. */
    final DualActivation.Points[] points;
    /** Means over neurons of what is skipped, by the number of the joining rule. */
    final double[][] skipMean;
    /** Means over neurons of the branch, by the number of the joining rule. */
    final double[][] branchMean;

    /** Goes through the rules for the rows of both matrices, those of y behind those of x; y may be x. */
    PointStates(List<Rule> rules, Matrix x, Matrix y) {
        int n = x.rows();
        int all = x == y ? n : n + y.rows();
        int d = x.columns();
        nngp = new double[all];
        ntk = new double[all];
        points = new DualActivation.Points[rules.size()];
        skipMean = new double[rules.size()][];
        branchMean = new double[rules.size()][];
        double[] mean = new double[all];
        for (int i = 0; i < all; i++) {
            double[] data = i < n ? x.data() : y.data();
            int start = (i < n ? i : i - n) * d;
            double square = 0;
            double sum = 0;
            for (int j = 0; j < d; j++) {
                square += data[start + j] * data[start + j];
                sum += data[start + j];
            }
            nngp[i] = square / d;
            mean[i] = sum / d;
        }
        double[] forkedNngp = DualActivation.NONE;
        double[] forkedNtk = DualActivation.NONE;
        double[] forkedMean = DualActivation.NONE;
        for (int r = 0; r < rules.size(); r++) {
            points[r] = new DualActivation.Points(DualActivation.NONE, DualActivation.NONE, DualActivation.NONE);
            skipMean[r] = DualActivation.NONE;
            branchMean[r] = DualActivation.NONE;
            switch (rules.get(r)) {
                case Rule.Affine(double variance, double offset, double input, double own) -> {
                    for (int i = 0; i < all; i++) {
                        ntk[i] = variance * ntk[i] + input * nngp[i] + own;
                        nngp[i] = variance * nngp[i] + offset;
                        mean[i] = 0;
                    }
                }
                case Rule.Nonlinear(DualActivation dual) -> {
                    points[r] = dual.points(nngp.clone());
                    nonlinear(dual, points[r].moments(), mean);
                }
                case Rule.Fork() -> {
                    forkedNngp = nngp.clone();
                    forkedNtk = ntk.clone();
                    forkedMean = mean.clone();
                }
                case Rule.Join(double step) -> {
                    skipMean[r] = forkedMean;
                    branchMean[r] = mean.clone();
                    for (int i = 0; i < all; i++) {
                        nngp[i] = forkedNngp[i] + 2 * step * forkedMean[i] * mean[i] + step * step * nngp[i];
                        ntk[i] = forkedNtk[i] + step * step * ntk[i];
                        mean[i] = forkedMean[i] + step * mean[i];
                    }
                }
            }
            requireFinite(r);
        }
    }

    private void nonlinear(DualActivation dual, double[][] moments, double[] mean) {
        for (int i = 0; i < nngp.length; i++) {
            double q = nngp[i];
            boolean closed = moments.length == 0;
            mean[i] = closed ? dual.mean(q) : moments[0][i];
            nngp[i] = closed ? dual.square(q) : moments[1][i];
            ntk[i] *= closed ? dual.slopeSquare(q) : moments[2][i];
        }
    }

    private void requireFinite(int rule) {
        for (int i = 0; i < nngp.length; i++) {
            if (!Double.isFinite(nngp[i]) || !Double.isFinite(ntk[i])) {
                throw new IllegalArgumentException("kernel: behind rule " + rule + " point " + i + " has K = " + nngp[i]
                        + " and Theta = " + ntk[i] + "; the activation grows too fast for inputs of this size: scale "
                        + "the inputs or lower sigma_w");
            }
        }
    }

    /** The largest error bound of the tables. */
    double error() {
        double error = 0;
        for (DualActivation.Points p : points) {
            error = Math.max(error, p.error());
        }
        return error;
    }
}
