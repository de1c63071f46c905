package org.paisaje.theory.kernel.dual;

/** s(z) = z: {@code E[s s] = k} and {@code E[s' s'] = 1}. */
final class IdentityDual extends DualActivation {
    @Override
    public double mean(double q) {
        return 0;
    }

    @Override
    public double square(double q) {
        return q;
    }

    @Override
    public double slopeSquare(double q) {
        return 1;
    }

    @Override
    public Points points(double[] q) {
        return new Points(q, NONE, NONE);
    }

    @Override
    public void map(Points p, int i, int j, int n, double[] k, double[] t, int at, double[] scratch) {}
}
