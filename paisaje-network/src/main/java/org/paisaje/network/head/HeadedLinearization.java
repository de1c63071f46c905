package org.paisaje.network.head;

import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Linearization;

/** A linearization of a network seen through a head s: with f the outputs of the network, J becomes {@code s'(f) J}. */
final class HeadedLinearization implements Linearization {
    private final Linearization at;
    private final Head head;
    private final Matrix f;

    HeadedLinearization(Linearization at, Head head) {
        this.at = at;
        this.head = head;
        this.f = at.outputs();
    }

    @Override
    public Matrix outputs() {
        return head.value(f);
    }

    @Override
    public double[] vjp(Matrix u) {
        return at.vjp(head.slope(f, u));
    }

    @Override
    public Tangent tangent(double[] v) {
        Tangent tangent = at.tangent(v);
        Matrix moved = tangent.outputs();
        return new Tangent() {
            @Override
            public Matrix outputs() {
                return head.slope(f, moved);
            }

            @Override
            public double[] vjp(Matrix u, Matrix du) {
                return tangent.vjp(head.slope(f, u), head.slope(f, du).plus(head.bend(f, moved, u)));
            }
        };
    }

    @Override
    public Matrix second(double[] a, double[] b) {
        return head.slope(f, at.second(a, b)).plus(head.bend(f, at.jvp(a), at.jvp(b)));
    }

    @Override
    public Matrix jacobian() {
        return HeadedTrace.mixed(at.jacobian(), head, f);
    }

    @Override
    public Matrix perSampleVjp(Matrix u) {
        return at.perSampleVjp(head.slope(f, u));
    }

    @Override
    public void addSquaredVjp(double factor, Matrix u, double[] sum) {
        at.addSquaredVjp(factor, head.slope(f, u), sum);
    }

    @Override
    public Matrix inputVjp(Matrix u) {
        return at.inputVjp(head.slope(f, u));
    }

    @Override
    public void gaussNewton(Matrix vectors, OutputMap b, Matrix out) {
        at.gaussNewton(vectors, (direction, image) -> {
            Matrix through = Matrix.zeros(direction.rows(), direction.columns());
            b.apply(head.slope(f, direction), through);
            System.arraycopy(head.slope(f, through).data(), 0, image.data(), 0, image.data().length);
        }, out);
    }
}
