package org.paisaje.theory.kernel.dual;

/**
 * Composite Gauss-Legendre quadrature of normal expectations, {@code E[g(z)] = sum w_g g(z_g)}: {@value #POINTS} nodes on
 * each of equal panels of [-13, 13], 0 being the end of a panel; what lies beyond has weight below 1e-36.
 */
final class NormalRule {
    private static final int POINTS = 16;
    private static final double REACH = 13;
    private static final int FIRST_PANELS = 104;
    private static final int REFINEMENTS = 5;
    private static final NormalRule[] RULES = new NormalRule[REFINEMENTS];

    static {
        for (int i = 0; i < REFINEMENTS; i++) {
            RULES[i] = new NormalRule(FIRST_PANELS << i);
        }
    }

    private final double[] nodes;
    private final double[] weights;

    private NormalRule(int panels) {
        double[] x = new double[POINTS];
        double[] w = new double[POINTS];
        legendre(x, w);
        nodes = new double[panels * POINTS];
        weights = new double[panels * POINTS];
        double width = 2 * REACH / panels;
        for (int panel = 0; panel < panels; panel++) {
            double middle = (panel + 0.5 - panels / 2) * width;
            for (int i = 0; i < POINTS; i++) {
                double z = middle + 0.5 * width * x[i];
                nodes[panel * POINTS + i] = z;
                weights[panel * POINTS + i] = 0.5 * width * w[i] * Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
            }
        }
    }

    /** The rules, each with twice the panels of the one before. */
    static int refinements() {
        return REFINEMENTS;
    }

    /** The rule of that refinement. */
    static NormalRule of(int refinement) {
        return RULES[refinement];
    }

    /** The nodes; shared, not to be changed. */
    double[] nodes() {
        return nodes;
    }

    /** The weights, the normal density included; shared, not to be changed. */
    double[] weights() {
        return weights;
    }

    int size() {
        return nodes.length;
    }

    /** sum w g^2 for values g at the nodes, from an offset. */
    double square(double[] values, int offset) {
        double sum = 0;
        for (int i = 0; i < nodes.length; i++) {
            sum += weights[i] * values[offset + i] * values[offset + i];
        }
        return sum;
    }

    /** sum w g for values g at the nodes. */
    double mean(double[] values) {
        double sum = 0;
        for (int i = 0; i < nodes.length; i++) {
            sum += weights[i] * values[i];
        }
        return sum;
    }

    /** Nodes and weights on [-1, 1] by Newton's iteration for the roots of the Legendre polynomial. */
    private static void legendre(double[] x, double[] w) {
        int n = x.length;
        for (int i = 0; i < n; i++) {
            double z = -Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
            double slope = 1;
            for (int step = 0; step < 50; step++) {
                double p = 1;
                double before = 0;
                for (int k = 1; k <= n; k++) {
                    double next = ((2 * k - 1) * z * p - (k - 1) * before) / k;
                    before = p;
                    p = next;
                }
                slope = n * (z * p - before) / (z * z - 1);
                double change = p / slope;
                z -= change;
                if (Math.abs(change) <= 1e-16) {
                    break;
                }
            }
            x[i] = z;
            w[i] = 2 / ((1 - z * z) * slope * slope);
        }
    }
}
