package org.paisaje.training.rule;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The whole vectors of {@link Updates}: each loop returns the first entry that it leaves to the scalar form. */
final class VectorUpdates {
    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;

    private VectorUpdates() {}

    static int descent(double[] theta, double[] g, double eta, double l2, double shrink, int from, int to) {
        int i = from;
        for (int end = from + S.loopBound(to - from); i < end; i += S.length()) {
            var t = DoubleVector.fromArray(S, theta, i);
            var d = DoubleVector.fromArray(S, g, i).add(t.mul(l2));
            t.mul(shrink).sub(d.mul(eta)).intoArray(theta, i);
        }
        return i;
    }

    static int momentum(double[] theta, double[] g, double[] b, double eta, double mu, double keep, boolean nesterov,
            double l2, double shrink, int from, int to) {
        int i = from;
        for (int end = from + S.loopBound(to - from); i < end; i += S.length()) {
            var t = DoubleVector.fromArray(S, theta, i);
            var d = DoubleVector.fromArray(S, g, i).add(t.mul(l2));
            var buffer = DoubleVector.fromArray(S, b, i).mul(mu).add(d.mul(keep));
            buffer.intoArray(b, i);
            var direction = nesterov ? d.add(buffer.mul(mu)) : buffer;
            t.mul(shrink).sub(direction.mul(eta)).intoArray(theta, i);
        }
        return i;
    }

    static int adaGrad(double[] theta, double[] g, double[] s, double eta, double epsilon, double l2, double shrink,
            int from, int to) {
        int i = from;
        for (int end = from + S.loopBound(to - from); i < end; i += S.length()) {
            var t = DoubleVector.fromArray(S, theta, i);
            var d = DoubleVector.fromArray(S, g, i).add(t.mul(l2));
            var sum = DoubleVector.fromArray(S, s, i).add(d.mul(d));
            sum.intoArray(s, i);
            t.mul(shrink).sub(d.mul(eta).div(sum.sqrt().add(epsilon))).intoArray(theta, i);
        }
        return i;
    }

    static int rmsProp(double[] theta, double[] g, double[] s, double eta, double alpha, double epsilon, double l2,
            double shrink, int from, int to) {
        double rest = 1 - alpha;
        int i = from;
        for (int end = from + S.loopBound(to - from); i < end; i += S.length()) {
            var t = DoubleVector.fromArray(S, theta, i);
            var d = DoubleVector.fromArray(S, g, i).add(t.mul(l2));
            var square = DoubleVector.fromArray(S, s, i).mul(alpha).add(d.mul(d).mul(rest));
            square.intoArray(s, i);
            t.mul(shrink).sub(d.mul(eta).div(square.sqrt().add(epsilon))).intoArray(theta, i);
        }
        return i;
    }

    static int rmsPropFull(double[] theta, double[] g, double[] s, double[] m, double[] b, double eta, double alpha,
            double epsilon, double mu, boolean centered, double l2, double shrink, int from, int to) {
        double rest = 1 - alpha;
        int i = from;
        for (int end = from + S.loopBound(to - from); i < end; i += S.length()) {
            var t = DoubleVector.fromArray(S, theta, i);
            var d = DoubleVector.fromArray(S, g, i).add(t.mul(l2));
            var square = DoubleVector.fromArray(S, s, i).mul(alpha).add(d.mul(d).mul(rest));
            square.intoArray(s, i);
            if (centered) {
                var old = DoubleVector.fromArray(S, m, i);
                var mean = old.add(d.sub(old).mul(rest));
                mean.intoArray(m, i);
                square = square.sub(mean.mul(mean)).max(0);
            }
            var buffer = DoubleVector.fromArray(S, b, i).mul(mu).add(d.div(square.sqrt().add(epsilon)));
            buffer.intoArray(b, i);
            t.mul(shrink).sub(buffer.mul(eta)).intoArray(theta, i);
        }
        return i;
    }

    static int adam(double[] theta, double[] g, double[] m, double[] v, double step, double unbias, double beta1,
            double beta2, double epsilon, double l2, double shrink, int from, int to) {
        double rest1 = 1 - beta1;
        double rest2 = 1 - beta2;
        int i = from;
        for (int end = from + S.loopBound(to - from); i < end; i += S.length()) {
            var t = DoubleVector.fromArray(S, theta, i);
            var d = DoubleVector.fromArray(S, g, i).add(t.mul(l2));
            var first = DoubleVector.fromArray(S, m, i);
            first = first.add(d.sub(first).mul(rest1));
            first.intoArray(m, i);
            var second = DoubleVector.fromArray(S, v, i).mul(beta2).add(d.mul(d).mul(rest2));
            second.intoArray(v, i);
            t.mul(shrink).sub(first.mul(step).div(second.sqrt().mul(unbias).add(epsilon))).intoArray(theta, i);
        }
        return i;
    }
}
