package org.paisaje.risk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.Dataset;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.GradientWorkspace;
import org.paisaje.network.Network;

/**
 * The empirical risk {@code R(theta) = L(f_theta(x), y) + penalties(theta)}. Its methods share buffers: one thread at a
 * time. Many samples are taken in chunks of a fixed size, so that memory stays bounded and results do not depend on the
 * number of threads.
 */
public final class Risk implements CurvedObjective {
    static final int CHUNK = 2048;

    private final Network network;
    private final Matrix x;
    private final Matrix y;
    private final Loss loss;
    private final List<Regularizer> penalties;
    private @Nullable GradientWorkspace workspace;
    private double[] partial = new double[0];

    private Risk(Network network, Matrix x, Matrix y, Loss loss, List<Regularizer> penalties) {
        if (x.columns() != network.inputs()) {
            throw new IllegalArgumentException("Risk: x has " + x.columns() + " columns, the network takes "
                    + network.inputs() + " inputs; rows are samples");
        }
        if (y.rows() != x.rows() || y.columns() != network.outputs()) {
            throw new IllegalArgumentException("Risk: y is " + y.rows() + " x " + y.columns() + ", needed are "
                    + x.rows() + " x " + network.outputs() + ": a row per sample of x, a column per output");
        }
        if (x.rows() == 0) {
            throw new IllegalArgumentException("Risk: there is no sample");
        }
        this.network = network;
        this.x = x;
        this.y = y;
        this.loss = loss;
        this.penalties = List.copyOf(penalties);
    }

    /** The risk on samples x (n x d) with targets y (n x k), which are read in place. */
    public static Risk of(Network network, Matrix x, Matrix y, Loss loss) {
        return new Risk(network, x, y, loss, List.of());
    }

    /** The risk on a data set. */
    public static Risk of(Network network, Dataset data, Loss loss) {
        return of(network, data.x(), data.y(), loss);
    }

    /** The same risk with another penalty added. */
    public Risk with(Regularizer penalty) {
        List<Regularizer> all = new ArrayList<>(penalties);
        all.add(penalty);
        return new Risk(network, x, y, loss, all);
    }

    /** The same risk on some of the samples, in that order; the rows are copied. */
    public Risk on(int... rows) {
        return new Risk(network, x.rows(rows), y.rows(rows), loss, penalties);
    }

    /** The network. */
    public Network network() {
        return network;
    }

    /** The inputs, n x d. */
    public Matrix x() {
        return x;
    }

    /** The targets, n x k. */
    public Matrix y() {
        return y;
    }

    /** The loss. */
    public Loss loss() {
        return loss;
    }

    /** The penalties added to the loss. */
    public List<Regularizer> penalties() {
        return penalties;
    }

    /** The number n of samples. */
    public int samples() {
        return x.rows();
    }

    @Override
    public int dimension() {
        return network.layout().size();
    }

    @Override
    public double value(double[] theta) {
        double value = 0;
        for (int from = 0; from < samples(); from += CHUNK) {
            int to = Math.min(from + CHUNK, samples());
            value += weight(to - from) * load(from, to).value(theta);
        }
        return value + penalty(theta);
    }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) {
        double value;
        if (samples() <= CHUNK) {
            value = load(0, samples()).valueAndGradient(theta, gradient);
        } else {
            value = sumOfChunks(theta, gradient);
        }
        for (Regularizer penalty : penalties) {
            penalty.addGradient(theta, gradient);
        }
        return value + penalty(theta);
    }

    private double sumOfChunks(double[] theta, double[] gradient) {
        if (partial.length != gradient.length) {
            partial = new double[gradient.length];
        }
        Arrays.fill(gradient, 0);
        double value = 0;
        for (int from = 0; from < samples(); from += CHUNK) {
            int to = Math.min(from + CHUNK, samples());
            double weight = weight(to - from);
            value += weight * load(from, to).valueAndGradient(theta, partial);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] += weight * partial[i];
            }
        }
        return value;
    }

    /** The gradient at theta, as a new array. */
    public double[] gradient(double[] theta) {
        double[] gradient = new double[dimension()];
        valueAndGradient(theta, gradient);
        return gradient;
    }

    /**
     * The risk linearised at theta: forward and backward passes are run once and kept for all products. Theta is
     * copied. Memory grows with samples times the sum of the widths.
     */
    public RiskPoint at(double[] theta) {
        return new RiskPoint(this, theta.clone());
    }

    /** The Hessian at theta as an operator; {@link RiskPoint#hessian}. */
    @Override
    public LinearOperator hessian(double[] theta) {
        return at(theta).hessian();
    }

    /** The Gauss-Newton matrix at theta as an operator; {@link RiskPoint#gaussNewton}. */
    @Override
    public LinearOperator gaussNewton(double[] theta) {
        return at(theta).gaussNewton();
    }

    /** The share of a chunk of that many samples in the loss. */
    double weight(int chunk) {
        return loss.averages() ? (double) chunk / samples() : 1;
    }

    double penalty(double[] theta) {
        double sum = 0;
        for (Regularizer penalty : penalties) {
            sum += penalty.value(theta);
        }
        return sum;
    }

    private GradientWorkspace load(int from, int to) {
        GradientWorkspace current = workspace;
        if (current == null) {
            current = network.workspace(loss, Math.min(CHUNK, samples()));
            workspace = current;
            if (samples() <= CHUNK) {
                current.load(x, y);
            }
        }
        if (samples() > CHUNK) {
            current.load(x.rowRange(from, to), y.rowRange(from, to));
        }
        return current;
    }
}
