package org.paisaje.theory.landscape.population;

import org.paisaje.math.linalg.Matrix;

/**
 * The loss of a student sum_i r(w_i . x) against a teacher sum_j r(v_j . x) under normal inputs, r = ReLU:
 *
 * <pre>
 *   F(W) = 1/2 E[(sum_i r(w_i . x) - sum_j r(v_j . x))^2],  x ~ N(0, I)
 *        = 1/2 sum k(w_i, w_j) - sum k(w_i, v_j) + 1/2 sum k(v_i, v_j)
 *   k(w, v) = |w| |v| (sin t + (pi - t) cos t) / (2 pi),  t the angle between w and v
 * </pre>
 *
 * <p>Gradient and Hessian are exact; the angle of a vector with itself is 0, not what rounding makes of it. The loss has a
 * kink where a student's neuron is 0. Weights are row-major, one row for each neuron. Source: Safran, Shamir, Spurious local
 * minima are common in two-layer ReLU neural networks (arXiv:1712.08968), section 4; Cho, Saul 2009 for the kernel.
 */
public final class PopulationLoss {
    private static final double TWO_PI = 2 * Math.PI;

    private final int neurons;
    private final int dimension;
    private final Matrix teacher;
    private final double[] teacherNorms;
    private final double constant;

    private PopulationLoss(int neurons, Matrix teacher) {
        this.neurons = neurons;
        this.dimension = teacher.columns();
        this.teacher = teacher;
        teacherNorms = norms(teacher.data(), teacher.rows());
        double sum = 0;
        for (int i = 0; i < teacher.rows(); i++) {
            for (int j = 0; j < teacher.rows(); j++) {
                double cosine = i == j ? 1 : cosine(teacher.data(), i, teacherNorms, teacher.data(), j, teacherNorms);
                sum += kernel(teacherNorms[i], teacherNorms[j], cosine);
            }
        }
        constant = sum / 2;
    }

    /**
     * The loss of students with so many neurons.
     *
     * @param teacher the vectors v_j as rows, none of them 0
     */
    public static PopulationLoss of(int neurons, Matrix teacher) {
        if (neurons < 1 || teacher.rows() < 1) {
            throw new IllegalArgumentException("PopulationLoss: " + neurons + " neurons and " + teacher.rows()
                    + " of the teacher; each needs one at least");
        }
        for (double norm : norms(teacher.data(), teacher.rows())) {
            if (!(norm > 0) || Double.isInfinite(norm)) {
                throw new IllegalArgumentException("PopulationLoss: a neuron of the teacher has norm " + norm
                        + "; it must be positive and finite");
            }
        }
        return new PopulationLoss(neurons, teacher.copy());
    }

    /** The loss of n neurons taught by k orthonormal ones in k dimensions. */
    public static PopulationLoss orthonormal(int n, int k) {
        return of(n, Matrix.identity(k));
    }

    /** How many weights a student has. */
    public int size() {
        return neurons * dimension;
    }

    private static double[] norms(double[] rows, int count) {
        int d = rows.length / Math.max(1, count);
        double[] result = new double[count];
        for (int i = 0; i < count; i++) {
            double sum = 0;
            for (int c = 0; c < d; c++) {
                sum += rows[i * d + c] * rows[i * d + c];
            }
            result[i] = Math.sqrt(sum);
        }
        return result;
    }

    private double cosine(double[] a, int i, double[] normsA, double[] b, int j, double[] normsB) {
        double dot = 0;
        for (int c = 0; c < dimension; c++) {
            dot += a[i * dimension + c] * b[j * dimension + c];
        }
        double norm = normsA[i] * normsB[j];
        return norm == 0 ? 0 : Math.clamp(dot / norm, -1, 1);
    }

    private static double kernel(double a, double b, double cosine) {
        double angle = Math.acos(cosine);
        return a * b * (Math.sqrt((1 - cosine) * (1 + cosine)) + (Math.PI - angle) * cosine) / TWO_PI;
    }

    private double[] checkedNorms(String operation, double[] w, boolean smooth) {
        if (w.length != size()) {
            throw new IllegalArgumentException(operation + ": there are " + w.length + " weights, needed are " + size()
                    + " (" + neurons + " neurons in " + dimension + " dimensions)");
        }
        double[] norms = norms(w, neurons);
        for (int i = 0; smooth && i < neurons; i++) {
            if (norms[i] == 0) {
                throw new IllegalArgumentException(operation + ": neuron " + i
                        + " is 0, where the loss has a kink and no derivative");
            }
        }
        return norms;
    }

    /** F(W). */
    public double value(double[] w) {
        double[] norms = checkedNorms("value", w, false);
        double sum = constant;
        for (int i = 0; i < neurons; i++) {
            sum += norms[i] * norms[i] / 4;
            for (int j = 0; j < i; j++) {
                sum += kernel(norms[i], norms[j], cosine(w, i, norms, w, j, norms));
            }
            for (int j = 0; j < teacher.rows(); j++) {
                sum -= kernel(norms[i], teacherNorms[j], cosine(w, i, norms, teacher.data(), j, teacherNorms));
            }
        }
        return sum;
    }

    /**
     * The gradient, with 2 pi dk(w, v)/dw = |v| sin t w / |w| + (pi - t) v.
     *
     * @throws IllegalArgumentException if a neuron is 0
     */
    public double[] gradient(double[] w) {
        double[] norms = checkedNorms("gradient", w, true);
        double[] result = new double[w.length];
        for (int i = 0; i < neurons; i++) {
            double along = 0;
            for (int j = 0; j < neurons; j++) {
                along += add(result, i, w, norms, w, j, norms, i == j ? 1 : cosine(w, i, norms, w, j, norms), 1);
            }
            for (int j = 0; j < teacher.rows(); j++) {
                along -= add(result, i, w, norms, teacher.data(), j, teacherNorms,
                        cosine(w, i, norms, teacher.data(), j, teacherNorms), -1);
            }
            for (int c = 0; c < dimension; c++) {
                int at = i * dimension + c;
                result[at] = (result[at] + along * w[at] / norms[i]) / TWO_PI;
            }
        }
        return result;
    }

    /** Adds sign (pi - t) v_j to row i and gives |v_j| sin t. */
    private double add(double[] result, int i, double[] w, double[] norms, double[] v, int j, double[] normsV,
            double cosine, int sign) {
        double rest = sign * (Math.PI - Math.acos(cosine));
        for (int c = 0; c < dimension; c++) {
            result[i * dimension + c] += rest * v[j * dimension + c];
        }
        return normsV[j] * Math.sqrt((1 - cosine) * (1 + cosine));
    }

    /**
     * The Hessian, n d x n d. With a, b the unit vectors of w and v, n = (b - cos t a) / sin t and m = (a - cos t b) / sin t:
     *
     * <pre>
     *   2 pi d2k/dw dw = |v| / |w| sin t (I - a a' + n n'),  2 pi d2k/dw dv = (pi - t) I + a n' + b m'
     * </pre>
     *
     * @throws IllegalArgumentException if a neuron is 0
     */
    public Matrix hessian(double[] w) {
        double[] norms = checkedNorms("hessian", w, true);
        Matrix result = Matrix.zeros(size(), size());
        double[] unit = units(w, norms);
        double[] unitTeacher = units(teacher.data(), teacherNorms);
        for (int i = 0; i < neurons; i++) {
            for (int c = 0; c < dimension; c++) {
                result.set(i * dimension + c, i * dimension + c, 0.5);
            }
        }
        double[] n = new double[dimension];
        double[] m = new double[dimension];
        for (int i = 0; i < neurons; i++) {
            for (int j = 0; j < neurons; j++) {
                if (i != j) {
                    double cosine = cosine(w, i, norms, w, j, norms);
                    double sine = normal(unit, i, unit, j, cosine, n);
                    same(result, i, unit, n, norms[j] / norms[i] * sine);
                    if (j < i) {
                        normal(unit, j, unit, i, cosine, m);
                        mixed(result, i, j, unit, n, m, Math.PI - Math.acos(cosine));
                    }
                }
            }
            for (int j = 0; j < teacher.rows(); j++) {
                double cosine = cosine(w, i, norms, teacher.data(), j, teacherNorms);
                double sine = normal(unit, i, unitTeacher, j, cosine, n);
                same(result, i, unit, n, -teacherNorms[j] / norms[i] * sine);
            }
        }
        return result;
    }

    private double[] units(double[] w, double[] norms) {
        double[] result = new double[w.length];
        for (int k = 0; k < w.length; k++) {
            result[k] = w[k] / norms[k / dimension];
        }
        return result;
    }

    /** Writes (b - cos t a) / sin t for the units a and b, 0 where they are parallel, and gives sin t. */
    private double normal(double[] a, int i, double[] b, int j, double cosine, double[] out) {
        double sine = Math.sqrt((1 - cosine) * (1 + cosine));
        for (int c = 0; c < dimension; c++) {
            out[c] = sine == 0 ? 0 : (b[j * dimension + c] - cosine * a[i * dimension + c]) / sine;
        }
        return sine;
    }

    private void same(Matrix result, int i, double[] unit, double[] n, double factor) {
        int at = i * dimension;
        for (int r = 0; r < dimension; r++) {
            for (int c = 0; c < dimension; c++) {
                double entry = (r == c ? 1 : 0) - unit[at + r] * unit[at + c] + n[r] * n[c];
                result.set(at + r, at + c, result.get(at + r, at + c) + factor * entry / TWO_PI);
            }
        }
    }

    private void mixed(Matrix result, int i, int j, double[] unit, double[] n, double[] m, double rest) {
        for (int r = 0; r < dimension; r++) {
            for (int c = 0; c < dimension; c++) {
                double entry = ((r == c ? rest : 0) + unit[i * dimension + r] * n[c] + unit[j * dimension + r] * m[c])
                        / TWO_PI;
                result.set(i * dimension + r, j * dimension + c, entry);
                result.set(j * dimension + c, i * dimension + r, entry);
            }
        }
    }

    @Override
    public String toString() {
        return "PopulationLoss[" + neurons + " neurons, " + teacher.rows() + " of the teacher, " + dimension
                + " dimensions]";
    }
}
