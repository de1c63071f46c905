package org.paisaje.math.krylov.eigen;

import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import org.paisaje.math.Brief;
import org.paisaje.math.krylov.ProductFailure;
import org.paisaje.math.krylov.core.NonFiniteProduct;
import org.paisaje.math.krylov.core.Orthonormal;
import org.paisaje.math.krylov.core.Vectors;
import org.paisaje.math.linalg.AdjointOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.math.random.Seed;

/**
 * The leading singular triplets of a rectangular operator by a randomised range finder with power iterations (Halko,
 * Martinsson and Tropp 2011, Algorithms 4.4 and 5.1).
 */
public final class RandomizedSvd {
    private static final int CHECKS = 10;

    private RandomizedSvd() {}

    /**
     * How to run.
     *
     * @param oversampling directions beyond the rank wanted
     * @param powerIterations products with {@code A A^T} that sharpen the range; 2 suffices for decaying spectra
     * @param seed where the test vectors come from
     */
    public record Settings(int oversampling, int powerIterations, Seed seed) {
        /** Refuses negative counts. */
        public Settings {
            if (oversampling < 0 || powerIterations < 0) {
                throw new IllegalArgumentException("RandomizedSvd: oversampling = " + oversampling
                        + " and powerIterations = " + powerIterations + "; both must be at least 0");
            }
        }

        /** Ten more directions and two power iterations. */
        public static Settings standard() {
            return new Settings(10, 2, Seed.of(0).named("svd"));
        }
    }

    /** The triplets, or the product that was not finite. */
    public sealed interface Outcome {
        /**
         * {@code A ~ sum_i values_i left_i right_i^T}.
         *
         * @param left k x rows, one left vector per row
         * @param values descending
         * @param right k x columns, one right vector per row
         * @param rangeError a bound on {@code ||A - Q Q^T A||}, Q the basis with all its oversampling, that holds with
         *     probability 1 - 1e-10 (Halko, Martinsson and Tropp 2011, (4.3)); every value is within it of the exact one
         */
        record Found(Matrix left, double[] values, Matrix right, double rangeError, long products) implements Outcome {
            @Override
            public String toString() {
                return Brief.of(this);
            }
        }

        /** A product was not finite. */
        record Failed(long products, ProductFailure failure) implements Outcome {}

        /** The triplets; an {@link ArithmeticException} if a product was not finite. */
        default Found orThrow() {
            return switch (this) {
                case Found found -> found;
                case Failed failed -> throw new ArithmeticException("RandomizedSvd: " + failed.failure);
            };
        }
    }

    /** The k leading triplets with the standard settings. */
    public static Outcome leading(AdjointOperator a, int k) {
        return leading(a, k, Settings.standard());
    }

    /** The k leading triplets; fewer if the operator has a smaller rank. */
    public static Outcome leading(AdjointOperator a, int k, Settings settings) {
        int m = a.rows();
        int n = a.columns();
        int least = Math.min(m, n);
        if (k < 1 || k > least) {
            throw new IllegalArgumentException("RandomizedSvd: " + k + " triplets were asked of a " + m + " x " + n
                    + " operator; 1 to " + least + " can be had");
        }
        int l = Math.min(least, k + settings.oversampling);
        MemoryEstimate.requireVectors("RandomizedSvd", 4L * l * (m + n), "fewer triplets");
        var run = new Run(a);
        try {
            Matrix omega = Matrix.zeros(l, n);
            for (int i = 0; i < l; i++) {
                omega.setRow(i, settings.seed.named("range").at(i).gaussians(n));
            }
            Orthonormal q = orthonormal(run.forward(omega));
            for (int i = 0; i < settings.powerIterations && q.rank() > 0; i++) {
                q = orthonormal(run.forward(rows(orthonormal(run.adjoint(rows(q))))));
            }
            return decompose(run, q, k, settings.seed);
        } catch (NonFiniteProduct e) {
            return new Outcome.Failed(run.products, e.failure());
        }
    }

    private static Outcome decompose(Run run, Orthonormal q, int k, Seed seed) {
        int m = run.a.rows();
        int n = run.a.columns();
        Orthonormal p = orthonormal(run.adjoint(rows(q)));
        int l = q.rank();
        int r = p.rank();
        Matrix left = Matrix.zeros(Math.min(k, r), m);
        Matrix right = Matrix.zeros(left.rows(), n);
        double[] values = new double[left.rows()];
        if (r > 0) {
            // The decomposition of Hipparchus has a threshold near 1e-291 that knows no scale.
            int exponent = Math.getExponent(Arrays.stream(p.r()).map(Math::abs).max().orElse(0));
            double[][] core = new double[l][r];
            for (int j = 0; j < l; j++) {
                for (int i = 0; i < r; i++) {
                    core[j][i] = Math.scalb(p.r()[i * l + j], -exponent);
                }
            }
            var svd = new SingularValueDecomposition(new Array2DRowRealMatrix(core, false));
            double[] u = new double[left.rows() * l];
            double[] v = new double[left.rows() * r];
            for (int i = 0; i < left.rows(); i++) {
                values[i] = Math.scalb(svd.getSingularValues()[i], exponent);
                for (int j = 0; j < l; j++) {
                    u[i * l + j] = svd.getU().getEntry(j, i);
                }
                for (int j = 0; j < r; j++) {
                    v[i * r + j] = svd.getV().getEntry(j, i);
                }
            }
            q.q().combineInto(u, left.rows(), l, left.data());
            p.q().combineInto(v, left.rows(), r, right.data());
        }
        double largest = 0;
        Matrix probes = Matrix.zeros(CHECKS, n);
        for (int i = 0; i < CHECKS; i++) {
            probes.setRow(i, seed.named("check").at(i).gaussians(n));
        }
        Matrix images = run.forward(probes);
        q.q().orthogonalise(l, images.data(), 0, CHECKS);
        for (int i = 0; i < CHECKS; i++) {
            largest = Math.max(largest, Vectors.norm(images.data(), i * m, m));
        }
        return new Outcome.Found(left, values, right, 10 * Math.sqrt(2 / Math.PI) * largest, run.products);
    }

    private static Orthonormal orthonormal(Matrix y) {
        return Orthonormal.of(y.data(), y.rows(), y.columns());
    }

    private static Matrix rows(Orthonormal q) {
        Matrix result = Matrix.zeros(q.rank(), q.q().n);
        System.arraycopy(q.q().data, 0, result.data(), 0, result.data().length);
        return result;
    }

    private static final class Run {
        private final AdjointOperator a;
        private long products;

        Run(AdjointOperator a) {
            this.a = a;
        }

        Matrix forward(Matrix vectors) {
            Matrix out = Matrix.zeros(vectors.rows(), a.rows());
            a.applyAll(vectors, out);
            return check(out);
        }

        Matrix adjoint(Matrix vectors) {
            Matrix out = Matrix.zeros(vectors.rows(), a.columns());
            a.applyAdjointAll(vectors, out);
            return check(out);
        }

        private Matrix check(Matrix out) {
            int columns = out.columns();
            for (int i = 0; i < out.data().length; i++) {
                if (i % columns == 0) {
                    products++;
                }
                if (!Double.isFinite(out.data()[i])) {
                    throw new NonFiniteProduct(new ProductFailure(products, i % columns, out.data()[i]));
                }
            }
            return out;
        }
    }
}
