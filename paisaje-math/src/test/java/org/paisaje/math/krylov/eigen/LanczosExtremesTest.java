package org.paisaje.math.krylov.eigen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.math.krylov.Operators;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.SymmetricOperator;
import org.paisaje.math.linalg.factor.Qr;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;

/** Spectra on which Krylov methods break: invariant spaces after a step or two, many copies, ends of the range of numbers. */
final class LanczosExtremesTest {
    /** Q diag(values) Q^T times the factor, with Q from a seed. */
    private static Matrix matrix(double[] values, double factor) {
        int n = values.length;
        Matrix q = Qr.of(Matrix.wrap(n, n, Seed.of(n).named("q").gaussians(n * n))).q();
        Matrix scaled = q.copy();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                scaled.set(i, j, q.get(i, j) * values[j]);
            }
        }
        return symmetric(scaled.timesTransposed(q), factor);
    }

    private static Matrix symmetric(Matrix a, double factor) {
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j <= i; j++) {
                double mean = factor * (0.5 * (a.get(i, j) + a.get(j, i)));
                a.set(i, j, mean);
                a.set(j, i, mean);
            }
        }
        return a;
    }

    private static double[] values(int n, IntToDoubleFunction value) {
        double[] values = new double[n];
        Arrays.setAll(values, value);
        Arrays.sort(values);
        return values;
    }

    /** As an operator that multiplies pairs of vectors and as one that knows only single products. */
    private static void check(Matrix a, double[] ascending, int k, double relative) {
        LinearOperator single = LinearOperator.of(a.rows(), a::times);
        int n = ascending.length;
        double size = Math.max(Math.abs(ascending[0]), Math.abs(ascending[n - 1]));
        var settings = Lanczos.Settings.standard().withVectors();
        for (LinearOperator operator : new LinearOperator[] {single, new SymmetricOperator(a)}) {
            RitzPairs high = Lanczos.largest(operator, k, settings);
            RitzPairs low = Lanczos.smallest(operator, k, settings);
            assertThat(high).isInstanceOf(RitzPairs.Converged.class);
            assertThat(low).isInstanceOf(RitzPairs.Converged.class);
            for (int i = 0; i < k; i++) {
                assertThat(high.values()[i]).isCloseTo(ascending[n - 1 - i], Offset.offset(relative * size));
                assertThat(low.values()[i]).isCloseTo(ascending[i], Offset.offset(relative * size));
                // What it says of its own error holds.
                assertThat(Math.abs(high.values()[i] - ascending[n - 1 - i]))
                        .isLessThanOrEqualTo(high.residuals()[i] + n * Math.ulp(1.0) * size);
            }
            int ends = Math.min(k, n / 2);
            RitzPairs both = Lanczos.bothEnds(operator, ends, Math.min(k, n - ends), settings);
            assertThat(both).isInstanceOf(RitzPairs.Converged.class);
            for (int i = 0; i < both.values().length; i++) {
                double exact = i < ends ? ascending[i] : ascending[n - both.values().length + i];
                assertThat(both.values()[i]).isCloseTo(exact, Offset.offset(relative * size));
            }
            Matrix gram = high.vectors().timesTransposed(high.vectors());
            assertThat(gram.minus(Matrix.identity(k)).frobeniusNorm()).isLessThan(k * Math.sqrt(n) * 4 * Math.ulp(1.0));
        }
    }

    /** The rounding of a spectrum of order n: n machine epsilons of the norm. */
    private static double rounding(int n) {
        return n * Math.ulp(1.0);
    }

    @ParameterizedTest
    @CsvSource({"1,199", "5,195", "20,180", "100,100", "195,5", "199,1"})
    void twoValues(int many, int others) {
        int n = many + others;
        double[] values = values(n, i -> i < many ? 3 : 1);
        check(matrix(values, 1), values, 20, rounding(n));
    }

    @Test
    void zeroAndRankOne() {
        check(Matrix.zeros(200, 200), new double[200], 20, 0);
        for (double only : new double[] {7, -7}) {
            double[] values = values(200, i -> i == 0 ? only : 0);
            check(matrix(values, 1), values, 20, rounding(200));
        }
        check(symmetric(Matrix.identity(200), 2.5), values(200, i -> 2.5), 20, rounding(200));
    }

    @Test
    void repeatedValues() {
        double[] tens = values(200, i -> i / 10);
        check(matrix(tens, 1), tens, 20, 1e-9);
        double[] mixed = values(150, i -> i < 30 ? 5 : i < 33 ? 4 : Math.sin(i));
        check(matrix(mixed, 1), mixed, 33, 1e-9);
    }

    /** Its top eigenvalue, near 100, stands alone and far from the rest. */
    @Test
    void matrixWithALargeMeanHasItsTopValueOnce() {
        Matrix r = Matrix.zeros(100, 100);
        var random = Seed.of(1).named("uniform").generator();
        for (int i = 0; i < 100; i++) {
            for (int j = 0; j < 100; j++) {
                r.set(i, j, random.nextDouble());
            }
        }
        Matrix a = r.plus(r.transpose());
        double[] values = SymmetricEigen.of(a).values();
        assertThat(values[98]).isLessThan(0.1 * values[99]);
        check(a, values, 9, 1e-9);
    }

    @Test
    void orderOne() {
        for (double only : new double[] {4, -4, 0, 1e300, 1e-300}) {
            check(symmetric(Matrix.identity(1), only), new double[] {only}, 1, rounding(1));
        }
    }

    @ParameterizedTest
    @CsvSource({"1e-300", "1e-160", "1e160", "1e300"})
    void endsOfTheRangeOfNumbers(double factor) {
        double[] values = values(200, i -> (i + 1) / 200.0);
        Matrix a = matrix(values, factor);
        double[] scaled = Arrays.stream(values).map(v -> v * factor).toArray();
        check(a, scaled, 5, 1e-9);
        double[] few = {0, 0, factor};
        check(symmetric(Matrix.of(new double[][] {{0, 0, 0}, {0, 0, 0}, {0, 0, 1}}), factor), few, 3, rounding(3));
    }

    /** The randomised decomposition gives the sizes of these values, and fewer of them where the rank is smaller. */
    @ParameterizedTest
    @CsvSource({"1e-300", "1", "1e300"})
    void singularValues(double factor) {
        for (double[] values : List.of(values(200, i -> i < 20 ? -3 : 0), values(200, i -> i == 0 ? 7 : 0),
                new double[200])) {
            Matrix a = matrix(values, factor);
            var found = RandomizedSvd.leading(Operators.dense(a), 20).orThrow();
            double[] sizes = Arrays.stream(values).map(Math::abs).filter(v -> v > 0).toArray();
            for (int i = 0; i < found.values().length; i++) {
                double exact = i < sizes.length ? factor * sizes[i] : 0;
                assertThat(found.values()[i]).isCloseTo(exact, Offset.offset(rounding(200) * 7 * factor));
            }
            assertThat(found.values().length).isGreaterThanOrEqualTo(sizes.length);
        }
    }

    /** Wherever the budget ends, at a full basis too, there is what was found, with bounds that hold. */
    @ParameterizedTest
    @CsvSource({"1", "2"})
    void everyBudgetEndsWithBoundsThatHold(int block) {
        double[] values = values(200, i -> Math.sqrt(i + 1.0));
        SymmetricOperator a = new SymmetricOperator(matrix(values, 1));
        for (int budget = 1; budget <= 80; budget++) {
            RitzPairs top = Lanczos.largest(a, 3, Lanczos.Settings.standard()
                    .withTolerance(0)
                    .withBasisSize(20)
                    .withBlockSize(block)
                    .withoutSymmetryProbe()
                    .withVectors()
                    .withMaxProducts(budget));
            assertThat(top.products()).isLessThanOrEqualTo(budget);
            for (int i = 0; i < top.values().length; i++) {
                double theta = top.values()[i];
                double nearest = Arrays.stream(values).map(value -> Math.abs(value - theta)).min().orElseThrow();
                assertThat(nearest).as("budget %d", budget).isLessThanOrEqualTo(top.residuals()[i]);
                double[] x = top.vectors().row(i);
                double[] image = a.apply(x);
                double squares = 0;
                for (int j = 0; j < x.length; j++) {
                    squares += (image[j] - theta * x[j]) * (image[j] - theta * x[j]);
                }
                assertThat(Math.sqrt(squares)).as("budget %d", budget)
                        .isLessThanOrEqualTo(top.residuals()[i] + rounding(200) * values[199]);
            }
        }
    }

    /** Numbers below 1e-307 have fewer digits: the residuals say how many are left. */
    @Test
    void digitsLostToUnderflowAreInTheResidual() {
        double[] values = values(200, i -> (i + 1) / 200.0);
        for (double factor : new double[] {1e-310, 1e-316, 1e-320}) {
            Matrix a = matrix(values, factor);
            RitzPairs top = Lanczos.largest(new SymmetricOperator(a), 5,
                    Lanczos.Settings.standard().withMaxProducts(500));
            assertThat(top.values()).hasSize(5);
            for (int i = 0; i < 5; i++) {
                assertThat(Math.abs(top.values()[i] - factor * values[199 - i]))
                        .isLessThanOrEqualTo(top.residuals()[i] + 200 * Double.MIN_VALUE);
            }
        }
    }
}
