package org.paisaje.network.graph.operation;

/**
 * Each run of m entries shifted to mean 0 and divided by {@code s = sqrt(variance + epsilon)}, as layer normalisation does
 * before its factors. With y the value and P the map to mean 0 the Jacobian is {@code J = (P - y y^T / m) / s}, symmetric,
 * and along a tangent x' it changes by {@code J' = -(s'/s) J - (y' y^T + y y'^T) / (m s)} with {@code s' = y . x' / m}.
 * Keeps s.
 */
public final class Normalization extends Operation {
    private final int m;
    private final double epsilon;

    public Normalization(int m, double epsilon) {
        this.m = m;
        this.epsilon = epsilon;
    }

    /** The length of a run. */
    public int run() {
        return m;
    }

    @Override
    public int kept(Node node) {
        return node.size() / m;
    }

    @Override
    public boolean alwaysKept() {
        return true;
    }

    @Override
    public boolean curved() {
        return true;
    }

    @Override
    public void forward(PassState pass, Node node, int from, int count) {
        double[] x = pass.value[node.input()];
        double[] y = pass.value[node.index()];
        double[] deviation = pass.kept[node.index()];
        int runs = node.size() / m;
        for (int run = from * runs; run < (from + count) * runs; run++) {
            int at = run * m;
            double mean = 0;
            for (int i = at; i < at + m; i++) {
                mean += x[i] / m;
            }
            double variance = 0;
            for (int i = at; i < at + m; i++) {
                y[i] = x[i] - mean;
                variance += y[i] * y[i] / m;
            }
            deviation[run] = Math.sqrt(variance + epsilon);
            for (int i = at; i < at + m; i++) {
                y[i] /= deviation[run];
            }
        }
    }

    /** out [+]= J v of one run. */
    private void jacobian(double[] y, double s, double[] v, int at, boolean add, double[] out) {
        double mean = 0;
        double along = 0;
        for (int i = at; i < at + m; i++) {
            mean += v[i] / m;
            along += y[i] * v[i] / m;
        }
        for (int i = at; i < at + m; i++) {
            out[i] = (add ? out[i] : 0) + (v[i] - mean - y[i] * along) / s;
        }
    }

    /** out += J' v of one run, J' along x' with y' = J x' given. */
    private void curvature(double[] y, double s, double[] dx, double[] dy, double[] v, int at, double[] out) {
        double ds = 0;
        double mean = 0;
        double along = 0;
        double alongTangent = 0;
        for (int i = at; i < at + m; i++) {
            ds += y[i] * dx[i] / m;
            mean += v[i] / m;
            along += y[i] * v[i] / m;
            alongTangent += dy[i] * v[i] / m;
        }
        for (int i = at; i < at + m; i++) {
            out[i] -= (ds / s * (v[i] - mean - y[i] * along) + dy[i] * along + y[i] * alongTangent) / s;
        }
    }

    private void over(Node node, int from, int count, Run run) {
        int runs = node.size() / m;
        for (int r = from * runs; r < (from + count) * runs; r++) {
            run.at(r, r * m);
        }
    }

    /** One run of entries and where it starts. */
    private interface Run {
        void at(int index, int start);
    }

    @Override
    public void tangent(PassState pass, Node node, Tangents t, int from, int count) {
        double[] y = pass.value[node.index()];
        double[] s = pass.kept[node.index()];
        over(node, from, count,
                (r, at) -> jacobian(y, s[r], t.value[node.input()], at, false, t.value[node.index()]));
    }

    @Override
    public void second(PassState pass, Node node, Tangents a, Tangents b, double[][] both, int from, int count) {
        double[] y = pass.value[node.index()];
        double[] s = pass.kept[node.index()];
        double[] out = both[node.index()];
        over(node, from, count, (r, at) -> {
            jacobian(y, s[r], both[node.input()], at, false, out);
            curvature(y, s[r], b.value[node.input()], b.value[node.index()], a.value[node.input()], at, out);
        });
    }

    @Override
    public void backward(PassState pass, Node node, double[][] gradient, int from, int count) {
        double[] out = gradient[node.input()];
        if (out.length > 0) {
            back(pass, node, gradient[node.index()], from, count, out);
        }
    }

    private void back(PassState pass, Node node, double[] g, int from, int count, double[] out) {
        double[] y = pass.value[node.index()];
        double[] s = pass.kept[node.index()];
        over(node, from, count, (r, at) -> jacobian(y, s[r], g, at, node.adds()[0], out));
    }

    @Override
    public void backwardTangent(PassState pass, Node node, Tangents t, double[][] gradient, double[][] tangent,
            int from,
            int count) {
        double[] out = tangent[node.input()];
        if (out.length == 0) {
            return;
        }
        back(pass, node, tangent[node.index()], from, count, out);
        double[] y = pass.value[node.index()];
        double[] s = pass.kept[node.index()];
        over(node, from, count, (r, at) -> curvature(y, s[r], t.value[node.input()], t.value[node.index()],
                gradient[node.index()], at, out));
    }
}
