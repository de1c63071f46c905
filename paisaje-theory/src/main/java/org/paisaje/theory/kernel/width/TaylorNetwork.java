package org.paisaje.theory.kernel.width;

import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.GradientWorkspace;
import org.paisaje.network.Layout;
import org.paisaje.network.Linearization;
import org.paisaje.network.Network;

/**
 * A network replaced by its expansion in theta around theta_0, to be trained like any other: of first order
 * {@code f(theta_0) + J d} with d = theta - theta_0, whose tangent kernel does not move (Lee et al. 2019, equation 5), or
 * of second order with {@code (1/2) d^T (d^2 f) d} added. The layout is that of the network, so that both can start from
 * theta_0 and be compared at every step. Gradients in the inputs are not offered. Immutable.
 */
public final class TaylorNetwork implements Network {
    private final Network base;
    private final boolean quadratic;
    private final double[] origin;

    private TaylorNetwork(Network base, boolean quadratic, double[] origin) {
        if (origin.length != base.layout().size()) {
            throw new IllegalArgumentException("TaylorNetwork: theta_0 has " + origin.length
                    + " entries, the network has " + base.layout().size() + " parameters");
        }
        this.base = base;
        this.quadratic = quadratic;
        this.origin = origin.clone();
    }

    /** The linearised network at theta_0. */
    public static TaylorNetwork first(Network base, double[] origin) {
        return new TaylorNetwork(base, false, origin);
    }

    /** The quadratic model at theta_0. */
    public static TaylorNetwork second(Network base, double[] origin) {
        return new TaylorNetwork(base, true, origin);
    }

    /** 1 or 2. */
    public int order() {
        return quadratic ? 2 : 1;
    }

    /** The network expanded. */
    public Network base() {
        return base;
    }

    /** A copy of theta_0. */
    public double[] origin() {
        return origin.clone();
    }

    @Override
    public Layout layout() {
        return base.layout();
    }

    @Override
    public int inputs() {
        return base.inputs();
    }

    @Override
    public int outputs() {
        return base.outputs();
    }

    @Override
    public Matrix forward(double[] theta, Matrix x) {
        return linearize(theta, x).outputs();
    }

    @Override
    public Linearization linearize(double[] theta, Matrix x) {
        if (theta.length != origin.length) {
            throw new IllegalArgumentException("linearize: theta has " + theta.length + " entries, the network has "
                    + origin.length + " parameters");
        }
        return at(base.linearize(origin, x), theta);
    }

    @Override
    public GradientWorkspace workspace(Loss loss, int capacity) {
        return new TaylorWorkspace(this, loss, capacity);
    }

    /** What stays the same for one x. */
    Linearization atOrigin(Matrix x) {
        return base.linearize(origin, x);
    }

    /** The expansion at theta from the linearization at theta_0. */
    Linearization at(Linearization start, double[] theta) {
        double[] d = new double[origin.length];
        for (int i = 0; i < d.length; i++) {
            d[i] = theta[i] - origin[i];
        }
        return quadratic ? new SecondOrder(start, d) : new FirstOrder(start, d);
    }

    private static UnsupportedOperationException noInputs() {
        return new UnsupportedOperationException(
                "inputVjp: an expansion in theta offers no gradients in its inputs; use the network itself");
    }

    /** f(theta_0) + J d. */
    private record FirstOrder(Linearization start, Matrix outputs) implements Linearization {
        FirstOrder(Linearization start, double[] d) {
            this(start, start.outputs().plus(start.jvp(d)));
        }

        @Override
        public double[] vjp(Matrix u) {
            return start.vjp(u);
        }

        @Override
        public Tangent tangent(double[] v) {
            Matrix image = start.jvp(v);
            return new Tangent() {
                @Override
                public Matrix outputs() {
                    return image;
                }

                @Override
                public double[] vjp(Matrix u, Matrix du) {
                    return start.vjp(du);
                }
            };
        }

        @Override
        public Matrix second(double[] a, double[] b) {
            return Matrix.zeros(outputs.rows(), outputs.columns());
        }

        @Override
        public Matrix jacobian() {
            return start.jacobian();
        }

        @Override
        public Matrix perSampleVjp(Matrix u) {
            return start.perSampleVjp(u);
        }

        @Override
        public Matrix inputVjp(Matrix u) {
            throw noInputs();
        }
    }

    /** f(theta_0) + J d + (1/2) d^T f'' d; its Jacobian is J + d^T f''. */
    private static final class SecondOrder implements Linearization {
        private final Linearization start;
        private final double[] d;
        private final Tangent along;
        private final Matrix outputs;

        SecondOrder(Linearization start, double[] d) {
            this.start = start;
            this.d = d;
            this.along = start.tangent(d);
            this.outputs = start.outputs().plus(along.outputs());
            outputs.addScaled(0.5, start.second(d, d));
        }

        @Override
        public Matrix outputs() {
            return outputs;
        }

        @Override
        public double[] vjp(Matrix u) {
            return along.vjp(u, u);
        }

        @Override
        public Tangent tangent(double[] v) {
            Tangent other = start.tangent(v);
            Matrix image = other.outputs().plus(start.second(d, v));
            return new Tangent() {
                @Override
                public Matrix outputs() {
                    return image;
                }

                @Override
                public double[] vjp(Matrix u, Matrix du) {
                    double[] result = SecondOrder.this.vjp(du);
                    double[] bend = other.vjp(u, Matrix.zeros(u.rows(), u.columns()));
                    for (int i = 0; i < result.length; i++) {
                        result[i] += bend[i];
                    }
                    return result;
                }
            };
        }

        @Override
        public Matrix second(double[] a, double[] b) {
            return start.second(a, b);
        }

        @Override
        public Matrix jacobian() {
            int n = outputs.rows();
            int k = outputs.columns();
            Matrix result = Matrix.zeros(n * k, d.length);
            Matrix u = Matrix.zeros(n, k);
            for (int row = 0; row < n * k; row++) {
                u.data()[row] = 1;
                result.setRow(row, vjp(u));
                u.data()[row] = 0;
            }
            return result;
        }

        @Override
        public Matrix perSampleVjp(Matrix u) {
            Matrix result = Matrix.zeros(outputs.rows(), d.length);
            Matrix one = Matrix.zeros(outputs.rows(), outputs.columns());
            for (int i = 0; i < outputs.rows(); i++) {
                one.setRow(i, u.row(i));
                result.setRow(i, vjp(one));
                one.setRow(i, new double[outputs.columns()]);
            }
            return result;
        }

        @Override
        public Matrix inputVjp(Matrix u) {
            throw noInputs();
        }
    }
}
