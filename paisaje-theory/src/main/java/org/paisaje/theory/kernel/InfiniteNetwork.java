package org.paisaje.theory.kernel;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.start.Initializer;
import org.paisaje.theory.kernel.dual.DualActivation;

/**
 * The limit of infinite width of a network: one output is a Gaussian process with covariance K (NNGP) at initialisation
 * and has the deterministic tangent kernel Theta (NTK) (Jacot et al. 2018, Thm 1; Lee et al. 2019). From
 * {@code K_0 = x . y / d}, {@code Theta_0 = 0} through
 *
 * <pre>
 * affine       K' = sigma_w^2 K + sigma_b^2          Theta' = sigma_w^2 Theta + K'
 * activation   K' = E[s(u) s(v)]                     Theta' = Theta E[s'(u) s'(v)]
 * skip         K' = K_skip + h^2 K + h (m_skip n^T + n m_skip^T)      Theta' = Theta_skip + h^2 Theta
 * </pre>
 *
 * with m_skip, n the means over neurons of the two summands. In the standard parametrization the second affine rule is
 * {@code Theta' = s^2 Theta + m K + 1} with s^2 the variance of a weight times the fan-in m and the 1 only with biases:
 * the leading order in the width at the widths of the architecture (Sohl-Dickstein et al. 2020). Weights are taken as
 * normal with the initializer's variance; without lift or readout the average over neurons stands for the output.
 *
 * <p>A kernel of n x m points costs one product of the inputs, 2 n m d flops (half of it for one set of points), and one
 * pass over blocks that goes through all layers while they are in cache. Immutable.
 */
public final class InfiniteNetwork implements WideLimit {
    /** One rule of the recursion. */
    sealed interface Rule {
        /** K' = variance K + offset; Theta' = variance Theta + input K + own. */
        record Affine(double variance, double offset, double input, double own) implements Rule {}

        /** Through an activation. */
        record Nonlinear(DualActivation dual) implements Rule {}

        /** Remembers K and Theta for the next skip. */
        record Fork() implements Rule {}

        /** Adds h times the branch to what was remembered. */
        record Join(double step) implements Rule {}
    }

    private final int inputs;
    private final List<Rule> rules;
    private final String description;

    private InfiniteNetwork(int inputs, List<Rule> rules, String description) {
        this.inputs = inputs;
        this.rules = List.copyOf(rules);
        this.description = description;
    }

    /** The limit of an architecture with its standard initializer. */
    public static InfiniteNetwork of(Architecture architecture) {
        return of(architecture, Initializer.standardFor(architecture));
    }

    /**
     * The limit of an architecture with the weight and bias variances of an initializer.
     *
     * @throws IllegalArgumentException for a parametrization whose limit has no frozen kernel, and for orthogonal weights
     */
    public static InfiniteNetwork of(Architecture architecture, Initializer initializer) {
        if (!architecture.parametrization().frozen()) {
            throw new IllegalArgumentException("network: " + architecture.text() + " has the "
                    + architecture.parametrization().name()
                    + " parametrization, whose limit moves its features and has no constant kernel; use standard or ntk");
        }
        if (initializer.distribution() == Initializer.Distribution.ORTHOGONAL) {
            throw new IllegalArgumentException("network: the initializer is " + initializer.name()
                    + "; the limit is that of independent weights, such as lecun-normal or standard-normal");
        }
        if (!architecture.inRow()) {
            throw new IllegalArgumentException("network: " + architecture.text() + " has no known limit of "
                    + "infinite width; dense, residual and convolutional networks have");
        }
        Builder builder = builder(architecture.inputs());
        List<LayerShape> layers = architecture.layerShapes();
        for (int l = 0; l < layers.size(); l++) {
            LayerShape layer = layers.get(l);
            int here = l;
            if (layers.stream().anyMatch(later -> later.skip() == here)) {
                builder.fork();
            }
            double m = layer.inputs();
            double deviation = initializer.deviation(layer);
            double scale = layer.weightScale() * layer.weightScale();
            double bias = layer.hasBias() ? layer.biasScale() * layer.biasScale() : 0;
            double beta = initializer.biasDeviation();
            builder.affine(scale * deviation * deviation * m, bias * beta * beta, scale * m, bias);
            if (!layer.activation().identity()) {
                builder.activation(layer.activation());
            }
            if (layer.hasSkip()) {
                builder.join(layer.step());
            }
        }
        return builder.build(architecture.text());
    }

    /** Starts a network of own design in the tangent-kernel parametrization, with inputs of that dimension. */
    public static Builder builder(int inputs) {
        return new Builder(inputs);
    }

    @Override
    public int inputs() {
        return inputs;
    }

    List<Rule> rules() {
        return rules;
    }

    @Override
    public WideKernels kernels(Matrix x) {
        check("kernels", "x", x);
        require("kernels", x.rows(), x.rows(), 2);
        return new KernelPass(this, x, x, true, true).run();
    }

    @Override
    public WideKernels kernels(Matrix x, Matrix y) {
        check("kernels", "x", x);
        check("kernels", "y", y);
        require("kernels", x.rows(), y.rows(), 2);
        return new KernelPass(this, x, y, true, true).run();
    }

    @Override
    public Matrix ntk(Matrix x) {
        check("ntk", "x", x);
        require("ntk", x.rows(), x.rows(), 1);
        return new KernelPass(this, x, x, false, true).run().ntk();
    }

    @Override
    public Matrix ntk(Matrix x, Matrix y) {
        check("ntk", "x", x);
        check("ntk", "y", y);
        require("ntk", x.rows(), y.rows(), 1);
        return new KernelPass(this, x, y, false, true).run().ntk();
    }

    @Override
    public Matrix nngp(Matrix x) {
        check("nngp", "x", x);
        require("nngp", x.rows(), x.rows(), 1);
        return new KernelPass(this, x, x, true, false).run().nngp();
    }

    @Override
    public Matrix nngp(Matrix x, Matrix y) {
        check("nngp", "x", x);
        check("nngp", "y", y);
        require("nngp", x.rows(), y.rows(), 1);
        return new KernelPass(this, x, y, true, false).run().nngp();
    }

    @Override
    public long bytes(int n, int m, int results) {
        long tables = 8L * MemoryEstimate.ofDoubles(rules.size(), (long) n + m);
        return results * MemoryEstimate.ofDoubles(n, m) + tables
                + KernelPass.scratchBytes() * Runtime.getRuntime().availableProcessors();
    }

    private void require(String operation, int n, int m, int results) {
        MemoryEstimate.require(operation, bytes(n, m, results),
                "take fewer points, or blocks of rows with the form of two arguments");
    }

    private void check(String operation, String argument, Matrix x) {
        if (x.columns() != inputs) {
            throw new IllegalArgumentException(operation + ": " + argument + " has " + x.columns()
                    + " columns, the network takes " + inputs + " inputs; rows are samples");
        }
        double[] data = x.data();
        for (int i = 0; i < data.length; i++) {
            if (!Double.isFinite(data[i])) {
                throw new IllegalArgumentException(operation + ": " + argument + " holds " + data[i] + " in row "
                        + i / inputs + ", column " + i % inputs + "; every entry must be finite");
            }
        }
    }

    @Override
    public String toString() {
        return "InfiniteNetwork[" + description + "]";
    }

    /** Composes a network from affine maps, activations and skips. */
    public static final class Builder {
        private final int inputs;
        private final List<Rule> rules = new ArrayList<>();
        private boolean gaussian;
        private boolean inBlock;
        private boolean gaussianSkip;
        private boolean mixed;

        private Builder(int inputs) {
            if (inputs < 1) {
                throw new IllegalArgumentException("builder: " + inputs + " inputs, at least 1 is needed");
            }
            this.inputs = inputs;
        }

        /** {@code (sigma_w / sqrt m) W h + sigma_b b} with all parameters N(0, 1). */
        public Builder dense(double sigmaW, double sigmaB) {
            if (!(sigmaW > 0) || !(sigmaB >= 0) || !Double.isFinite(sigmaW + sigmaB)) {
                throw new IllegalArgumentException("dense: sigma_w is " + sigmaW + " and sigma_b " + sigmaB
                        + "; the first must be positive and the second at least 0");
            }
            double w = sigmaW * sigmaW;
            double b = sigmaB * sigmaB;
            return affine(w, b, w, b);
        }

        private Builder affine(double variance, double offset, double input, double own) {
            rules.add(new Rule.Affine(variance, offset, input, own));
            gaussian = true;
            mixed = true;
            return this;
        }

        /** Applies s to the neurons; they must be normal, so an affine map comes before, on every way to here. */
        public Builder activation(Activation s) {
            if (!gaussian) {
                throw new IllegalArgumentException("activation: " + s.name() + " follows the input or another "
                        + "activation without an affine map in between; call dense before");
            }
            rules.add(new Rule.Nonlinear(DualActivation.of(s)));
            gaussian = s.identity();
            return this;
        }

        /** Opens a block whose end adds what the network is here; blocks do not nest. */
        public Builder fork() {
            if (inBlock) {
                throw new IllegalArgumentException("fork: the block before is still open; call join first");
            }
            inBlock = true;
            gaussianSkip = gaussian;
            mixed = false;
            rules.add(new Rule.Fork());
            return this;
        }

        /** Closes the block: {@code h_skip + step h}. The block must hold an affine map. */
        public Builder join(double step) {
            if (!inBlock || !mixed || !Double.isFinite(step)) {
                throw new IllegalArgumentException("join: " + (!inBlock
                        ? "no block is open; call fork first"
                        : !mixed
                                ? "the block has no affine map, so its two ways depend on each other"
                                : "the step is " + step + ", it must be finite"));
            }
            inBlock = false;
            gaussian = gaussian && gaussianSkip;
            rules.add(new Rule.Join(step));
            return this;
        }

        /** The finished network. */
        public InfiniteNetwork build() {
            return build(rules.size() + " rules");
        }

        private InfiniteNetwork build(String description) {
            if (inBlock) {
                throw new IllegalArgumentException("build: a block is still open; call join first");
            }
            return new InfiniteNetwork(inputs, rules, description);
        }
    }
}
