package org.paisaje.training;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.risk.CurvedObjective;

/** Functions with known derivatives. */
public final class Functions {
    private Functions() {}

    /** {@code 1/2 sum lambda_i theta_i^2}. */
    public record Diagonal(double... lambda) implements CurvedObjective {
        @Override
        public LinearOperator hessian(double[] theta) {
            return LinearOperator.of(lambda.length, (v, out) -> {
                for (int i = 0; i < v.length; i++) {
                    out[i] = lambda[i] * v[i];
                }
            });
        }

        @Override
        public LinearOperator gaussNewton(double[] theta) {
            return hessian(theta);
        }

        @Override
        public int dimension() {
            return lambda.length;
        }

        @Override
        public double value(double[] theta) {
            double sum = 0;
            for (int i = 0; i < lambda.length; i++) {
                sum += 0.5 * lambda[i] * theta[i] * theta[i];
            }
            return sum;
        }

        @Override
        public double valueAndGradient(double[] theta, double[] gradient) {
            for (int i = 0; i < lambda.length; i++) {
                gradient[i] = lambda[i] * theta[i];
            }
            return value(theta);
        }
    }

    /** {@code (1 - a)^2 + 100 (b - a^2)^2}. */
    public record Rosenbrock() implements CurvedObjective {
        @Override
        public LinearOperator hessian(double[] theta) {
            double a = theta[0];
            double aa = 2 - 400 * (theta[1] - 3 * a * a);
            return LinearOperator.of(2, (v, out) -> {
                out[0] = aa * v[0] - 400 * a * v[1];
                out[1] = -400 * a * v[0] + 200 * v[1];
            });
        }

        /** Of the residuals 1 - a and 10 (b - a^2): 2 J^T J. */
        @Override
        public LinearOperator gaussNewton(double[] theta) {
            double a = theta[0];
            return LinearOperator.of(2, (v, out) -> {
                double r = -20 * a * v[0] + 10 * v[1];
                out[0] = 2 * v[0] - 40 * a * r;
                out[1] = 20 * r;
            });
        }

        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public double value(double[] theta) {
            double a = theta[0];
            double r = theta[1] - a * a;
            return (1 - a) * (1 - a) + 100 * r * r;
        }

        @Override
        public double valueAndGradient(double[] theta, double[] gradient) {
            double a = theta[0];
            double r = theta[1] - a * a;
            gradient[0] = -2 * (1 - a) - 400 * a * r;
            gradient[1] = 200 * r;
            return value(theta);
        }
    }

    /** Mean logistic loss of {@code x theta} against signs y, plus {@code ridge/2 |theta|^2}. */
    public static final class Logistic implements SampledObjective, CurvedObjective {
        private final Matrix x;
        private final double[] y;
        private final double ridge;
        private int[] rows = new int[0];

        public Logistic(int n, int d, double ridge, Seed seed) {
            x = Matrix.wrap(n, d, seed.named("x").gaussians(n * d));
            y = new double[n];
            double[] truth = seed.named("truth").gaussians(d);
            double[] noise = seed.named("noise").gaussians(n);
            for (int i = 0; i < n; i++) {
                double z = noise[i];
                for (int j = 0; j < d; j++) {
                    z += x.get(i, j) * truth[j];
                }
                y[i] = z > 0 ? 1 : -1;
            }
            this.ridge = ridge;
            selectAll();
        }

        @Override
        public int samples() {
            return y.length;
        }

        @Override
        public int dimension() {
            return x.columns();
        }

        @Override
        public void select(int[] chosen, int from, int to) {
            rows = Arrays.copyOfRange(chosen, from, to);
        }

        @Override
        public void selectAll() {
            rows = IntStream.range(0, y.length).toArray();
        }

        @Override
        public double value(double[] theta) {
            return valueAndGradient(theta, new double[theta.length]);
        }

        @Override
        public double valueAndGradient(double[] theta, double[] gradient) {
            double sum = 0;
            for (int j = 0; j < theta.length; j++) {
                gradient[j] = ridge * theta[j];
                sum += 0.5 * ridge * theta[j] * theta[j];
            }
            double mean = 0;
            for (int i : rows) {
                double z = 0;
                for (int j = 0; j < theta.length; j++) {
                    z += x.get(i, j) * theta[j];
                }
                double margin = y[i] * z;
                mean += Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
                double slope = -y[i] / (1 + Math.exp(margin)) / rows.length;
                for (int j = 0; j < theta.length; j++) {
                    gradient[j] += slope * x.get(i, j);
                }
            }
            return sum + mean / rows.length;
        }

        @Override
        public LinearOperator hessian(double[] theta) {
            int[] chosen = rows;
            return LinearOperator.of(theta.length, (v, out) -> {
                for (int j = 0; j < v.length; j++) {
                    out[j] = ridge * v[j];
                }
                for (int i : chosen) {
                    double z = 0;
                    double dz = 0;
                    for (int j = 0; j < v.length; j++) {
                        z += x.get(i, j) * theta[j];
                        dz += x.get(i, j) * v[j];
                    }
                    double weight = dz / (2 + Math.exp(z) + Math.exp(-z)) / chosen.length;
                    for (int j = 0; j < v.length; j++) {
                        out[j] += weight * x.get(i, j);
                    }
                }
            });
        }

        @Override
        public LinearOperator gaussNewton(double[] theta) {
            return hessian(theta);
        }

        @Override
        public Map<String, String> identity() {
            return Map.of("data", y.length + " rows, checksum " + Arrays.hashCode(x.data()));
        }
    }
}
