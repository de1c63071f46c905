package org.paisaje.readme;

import org.paisaje.math.krylov.Lanczos;
import org.paisaje.math.krylov.RitzPairs;
import org.paisaje.math.linalg.LinearOperator;

/** The example of README.md, which quotes what stands between the marks. */
final class ReadmeExample {
    private ReadmeExample() {}

    // example
    /** Second differences on n points: an operator is what it does to a vector. */
    record Chain(int rows) implements LinearOperator {
        @Override
        public int columns() {
            return rows;
        }

        @Override
        public void apply(double[] v, double[] out) {
            for (int i = 0; i < rows; i++) {
                out[i] = 2 * v[i] - (i > 0 ? v[i - 1] : 0) - (i + 1 < rows ? v[i + 1] : 0);
            }
        }
    }

    static RitzPairs stiffest() {
        return Lanczos.largest(new Chain(200), 3); // values with a bound on the residual of each
    }
    // end
}
