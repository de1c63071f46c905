package org.paisaje.math.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Supplier;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.krylov.eigen.Lanczos;
import org.paisaje.math.krylov.system.ConjugateGradient;
import org.paisaje.math.linalg.factor.Cholesky;
import org.paisaje.math.linalg.factor.LeastSquares;
import org.paisaje.math.linalg.factor.Qr;
import org.paisaje.math.linalg.factor.Svd;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;

/** The same bits on one thread, on all, and beside other problems, at sizes below and above those that are shared. */
final class ThreadsTest {
    private static final Seed SEED = Seed.of(2).named("threads");

    private static Matrix gaussian(String name, int rows, int columns) {
        return Matrix.wrap(rows, columns, SEED.named(name).gaussians(rows * columns));
    }

    /** Tasks of one team find it busy and run alone. */
    private static void same(String what, Supplier<double[]> result) {
        double[] alone = Blas.withThreads(1, result);
        assertThat(result.get()).as(what + " on all threads").isEqualTo(alone);
        double[][] beside = new double[2][];
        Parallel.run(2, i -> beside[i] = result.get());
        assertThat(beside).as(what + " beside another").isDeepEqualTo(new double[][] {alone, alone});
    }

    private static double[] together(double[]... parts) {
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {150, 420, 780})
    void linearAlgebra(int n) {
        Matrix g = gaussian("g", n, n);
        Matrix tall = gaussian("tall", n + 37, n - 20);
        Matrix b = gaussian("b", n, 3);
        Matrix right = gaussian("right", n + 37, 3);
        double[] v = SEED.named("v").gaussians(n);
        Matrix a = g.gram();
        same("gemm", () -> g.times(g).data());
        same("gemm of few columns", () -> g.times(b).data());
        same("gemm transposed", () -> g.transposedTimes(b).data());
        same("gemv", () -> g.times(v));
        same("gemv transposed", () -> g.transposedTimes(v));
        same("syrk", () -> tall.gram().data());
        same("syrk transposed", () -> tall.columnGram().data());
        same("cholesky", () -> ((Cholesky) Cholesky.of(a)).factor().data());
        Cholesky factor = (Cholesky) Cholesky.of(a);
        same("solve", () -> factor.solve(v));
        same("solve of many", () -> factor.solve(g).data());
        same("half solve", () -> factor.halfSolve(b).data());
        same("eigenvalues", () -> SymmetricEigen.values(a));
        same("eigenvectors", () -> {
            SymmetricEigen eigen = SymmetricEigen.of(a);
            return together(eigen.values(), eigen.vectors().data());
        });
        same("some eigenvectors", () -> {
            SymmetricEigen eigen = SymmetricEigen.largest(a, 4);
            return together(eigen.values(), eigen.vectors().data());
        });
        same("singular values and vectors", () -> {
            Svd svd = Svd.of(tall);
            return together(svd.values(), svd.u().data(), svd.vt().data());
        });
        same("qr", () -> {
            Qr qr = Qr.of(tall);
            return together(qr.q().data(), qr.r().data());
        });
        same("least squares", () -> LeastSquares.solve(tall, right).solution().data());
        same("two from one triangle", () -> {
            Matrix out = Matrix.zeros(2, n);
            new SymmetricOperator(a).applyAll(b.transpose().rowRange(0, 2), out);
            return out.data();
        });
        same("lanczos", () -> Lanczos.largest(new SymmetricOperator(a), 3).values());
    }

    /** Long vectors are cut into blocks, and few long sums as well: conjugate gradients with U^T U + diag(d) use both. */
    @ParameterizedTest
    @ValueSource(ints = {60_000, 65_536, 131_085})
    void longVectors(int n) {
        Matrix u = gaussian("u", 5, n);
        double[] b = SEED.named("b").gaussians(n);
        double[] d = SEED.named("d").gaussians(n);
        LinearOperator a = LinearOperator.of(n, (v, out) -> {
            u.transposedTimes(u.times(v), out);
            for (int i = 0; i < n; i++) {
                out[i] = out[i] / n + (1 + d[i] * d[i]) * v[i];
            }
        });
        double[] products = u.times(b);
        for (int i = 0; i < 5; i++) {
            double exact = 0;
            double size = 0;
            for (int j = 0; j < n; j++) {
                exact += u.get(i, j) * b[j];
                size += Math.abs(u.get(i, j) * b[j]);
            }
            assertThat(products[i]).isCloseTo(exact, Offset.offset(n * Math.ulp(1.0) * size));
        }
        same("few long sums", () -> u.times(b));
        same("few long sums, transposed", () -> u.transpose().transposedTimes(b));
        same("conjugate gradients", () -> ConjugateGradient.solve(a, b).orThrow());
    }
}
