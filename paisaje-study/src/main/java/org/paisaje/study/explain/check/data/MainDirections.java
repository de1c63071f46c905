package org.paisaje.study.explain.check.data;

import java.util.Optional;
import org.paisaje.data.Standardization;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.network.LayerShape;
import org.paisaje.study.explain.attempt.Reference;
import org.paisaje.study.explain.attempt.Score;
import org.paisaje.study.explain.attempt.Setup;

/**
 * What the best linear network with a bottleneck of k units leaves of targets that are its inputs: all but their k main
 * directions, the eigenvectors of the covariance with the largest eigenvalues (Baldi and Hornik 1989).
 */
public final class MainDirections {
    private static final double SAME = 1e-6;
    private static final int LARGEST = 1024;

    private MainDirections() {}

    /** That of a setup; absent if the targets are not the inputs, each in its own unit. */
    public static Optional<Reference> of(Setup setup) {
        Matrix x = setup.train().x();
        Matrix y = setup.train().y();
        int d = x.columns();
        if (setup.classes() || d < 2 || d > LARGEST || y.columns() != d || x.rows() < 3 || !same(x, y)) {
            return Optional.empty();
        }
        int narrowest = setup.network()
                .layerShapes()
                .stream()
                .filter(shape -> shape.place() != LayerShape.Place.READOUT && shape.place() != LayerShape.Place.ONLY)
                .mapToInt(LayerShape::outputs)
                .min()
                .orElse(d);
        double[] means = Score.means(y);
        Matrix centred = centred(y, means);
        SymmetricEigen eigen = SymmetricEigen.of(centred.columnGram());
        Matrix judged = setup.test().map(data -> data.y()).orElse(y);
        Matrix parts = centred(judged, means).timesTransposed(eigen.vectors());
        double all = 0;
        double left = 0;
        for (int i = 0; i < parts.rows(); i++) {
            for (int j = 0; j < d; j++) {
                double square = parts.get(i, j) * parts.get(i, j);
                all += square;
                left += j < d - narrowest ? square : 0; // eigenvalues ascend
            }
        }
        double share = all > 0 ? left / all : 0;
        return Optional
                .of(new Reference("the " + Math.min(narrowest, d) + " main directions", share, 0, false, false, share));
    }

    private static boolean same(Matrix x, Matrix y) {
        double[] a = Standardization.of(x).apply(x).data();
        double[] b = Standardization.of(y).apply(y).data();
        for (int i = 0; i < a.length; i++) {
            if (Math.abs(a[i] - b[i]) > SAME) {
                return false;
            }
        }
        return true;
    }

    private static Matrix centred(Matrix y, double[] means) {
        Matrix result = y.copy();
        double[] data = result.data();
        for (int i = 0; i < data.length; i++) {
            data[i] -= means[i % means.length];
        }
        return result;
    }
}
