package org.paisaje.theory.landscape.critical;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.special.Reductions;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.risk.Regularizer;
import org.paisaje.risk.Risk;

/**
 * {@code c sum_i |f(x_i) - y_i|^2} plus penalties of a network of one hidden layer, {@code f = A s(W x + b) + e}, with gradient
 * and Hessian in closed form: {@code H = 2c sum_i (J_i^T J_i + sum_c r_ic d^2 f_ic)}, where the second derivatives couple no
 * two hidden units. Nothing is allocated after it was made.
 */
final class ShallowRisk implements SmoothFunction {
    private final Risk risk;
    private final LayerShape inner;
    private final LayerShape outer;
    private final int n;
    private final int d;
    private final int h;
    private final int k;
    private final int p;
    private final double factor;
    /** Inputs and the 1 of the bias, both times what stands before the parameters, n x (d + 1). */
    private final double[] inputs;
    private final double[] z;
    private final double[] s;
    private final double[] slope;
    private final double[] bend;
    private final double[] residual;
    private final double[] row;
    private final double[] identity;

    private ShallowRisk(Risk risk, LayerShape inner, LayerShape outer) {
        this.risk = risk;
        this.inner = inner;
        this.outer = outer;
        this.n = risk.samples();
        this.d = inner.inputs();
        this.h = inner.outputs();
        this.k = outer.outputs();
        this.p = risk.dimension();
        this.factor = risk.loss().squareFactor(n);
        this.inputs = new double[n * (d + 1)];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                inputs[i * (d + 1) + j] = inner.weightScale() * risk.x().get(i, j);
            }
            inputs[i * (d + 1) + d] = inner.hasBias() ? inner.biasScale() : 0;
        }
        this.z = new double[n * h];
        this.s = new double[n * h];
        this.slope = new double[n * h];
        this.bend = new double[n * h];
        this.residual = new double[n * k];
        this.row = new double[p];
        this.identity = Matrix.identity(p).data();
    }

    /** Empty where the network or the loss is of another form. */
    static Optional<ShallowRisk> of(Risk risk) {
        if (!(risk.network() instanceof Architecture network) || !network.inRow()
                || !network.head().none() || risk.loss().squareFactor(risk.samples()) == 0) {
            return Optional.empty();
        }
        List<LayerShape> shapes = network.layerShapes();
        boolean plain = shapes.size() == 2 && shapes.stream().noneMatch(LayerShape::hasSkip)
                && shapes.getLast().activation().identity() && shapes.stream().allMatch(l -> l.step() == 1);
        return plain ? Optional.of(new ShallowRisk(risk, shapes.getFirst(), shapes.getLast())) : Optional.empty();
    }

    @Override
    public int dimension() {
        return p;
    }

    @Override
    public double at(double[] x, double[] gradient) {
        return first(x, gradient);
    }

    @Override
    public double at(double[] x, double[] gradient, double[] hessian) {
        double value = first(x, gradient);
        inner.activation().second(z, 0, bend, 0, n * h);
        Arrays.fill(hessian, 0);
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < k; c++) {
                jacobian(x, i, c);
                for (int a = 0; a < p; a++) {
                    if (row[a] != 0) {
                        Reductions.axpy(2 * factor * row[a], row, 0, hessian, a * p, a + 1);
                    }
                }
            }
            secondDerivatives(x, i, hessian);
        }
        for (int a = 0; a < p; a++) {
            for (int b = 0; b < a; b++) {
                hessian[b * p + a] = hessian[a * p + b];
            }
        }
        for (Regularizer penalty : risk.penalties()) {
            for (int a = 0; a < p; a++) {
                penalty.addCurvature(x, identity, hessian, a * p);
            }
        }
        return value;
    }

    private double first(double[] x, double[] gradient) {
        Arrays.fill(gradient, 0);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < h; j++) {
                double sum = inner.hasBias() ? inputs[i * (d + 1) + d] * x[inner.bias() + j] : 0;
                for (int a = 0; a < d; a++) {
                    sum += inputs[i * (d + 1) + a] * x[inner.weight() + j * d + a];
                }
                z[i * h + j] = sum;
            }
        }
        inner.activation().valueAndFirst(z, 0, s, 0, slope, 0, n * h);
        double value = 0;
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < k; c++) {
                double f = outer.hasBias() ? outer.biasScale() * x[outer.bias() + c] : 0;
                for (int j = 0; j < h; j++) {
                    f += outer.weightScale() * x[outer.weight() + c * h + j] * s[i * h + j];
                }
                double r = f - risk.y().get(i, c);
                residual[i * k + c] = r;
                value += factor * r * r;
                jacobian(x, i, c);
                for (int a = 0; a < p; a++) {
                    gradient[a] += 2 * factor * r * row[a];
                }
            }
        }
        for (Regularizer penalty : risk.penalties()) {
            value += penalty.value(x);
            penalty.addGradient(x, gradient);
        }
        return value;
    }

    /** The gradient of output c of sample i in all parameters. */
    private void jacobian(double[] x, int i, int c) {
        if (k > 1) {
            Arrays.fill(row, 0);
        }
        for (int j = 0; j < h; j++) {
            row[outer.weight() + c * h + j] = outer.weightScale() * s[i * h + j];
            double u = outer.weightScale() * x[outer.weight() + c * h + j] * slope[i * h + j];
            for (int a = 0; a < d; a++) {
                row[inner.weight() + j * d + a] = u * inputs[i * (d + 1) + a];
            }
            if (inner.hasBias()) {
                row[inner.bias() + j] = u * inputs[i * (d + 1) + d];
            }
        }
        if (outer.hasBias()) {
            row[outer.bias() + c] = outer.biasScale();
        }
    }

    /** Adds {@code 2c sum_c r_ic d^2 f_ic} to the lower triangle; the bias of a unit counts as its weight d. */
    private void secondDerivatives(double[] x, int i, double[] hessian) {
        int own = inner.hasBias() ? d + 1 : d;
        for (int j = 0; j < h; j++) {
            double u = 0;
            for (int c = 0; c < k; c++) {
                double r = 2 * factor * residual[i * k + c] * outer.weightScale();
                u += r * x[outer.weight() + c * h + j];
                int weight = outer.weight() + c * h + j;
                for (int a = 0; a < own; a++) {
                    add(hessian, weight, place(j, a), r * slope[i * h + j] * inputs[i * (d + 1) + a]);
                }
            }
            u *= bend[i * h + j];
            for (int a = 0; a < own; a++) {
                for (int b = 0; b <= a; b++) {
                    add(hessian, place(j, a), place(j, b), u * inputs[i * (d + 1) + a] * inputs[i * (d + 1) + b]);
                }
            }
        }
    }

    private int place(int unit, int a) {
        return a < d ? inner.weight() + unit * d + a : inner.bias() + unit;
    }

    private void add(double[] hessian, int a, int b, double value) {
        hessian[Math.max(a, b) * p + Math.min(a, b)] += value;
    }
}
