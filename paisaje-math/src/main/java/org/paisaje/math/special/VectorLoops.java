package org.paisaje.math.special;

import static org.paisaje.math.special.LaneConstants.*;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Loops of {@link Elementwise} over vectors; the last elements take the scalar form, which has the same bits. */
final class VectorLoops {
    private static final VectorSpecies<Double> SPECIES = Lanes.SPECIES;
    private static final int LANES = SPECIES.length();

    private VectorLoops() {}

    static void exp(double[] in, int a, double[] out, int o, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            Lanes.exp(DoubleVector.fromArray(SPECIES, in, a + i)).intoArray(out, o + i);
        }
        for (; i < n; i++) {
            out[o + i] = Scalars.exp(in[a + i]);
        }
    }

    static void expm1(double[] in, int a, double[] out, int o, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            Lanes.expm1(DoubleVector.fromArray(SPECIES, in, a + i)).intoArray(out, o + i);
        }
        for (; i < n; i++) {
            out[o + i] = Scalars.expm1(in[a + i]);
        }
    }

    static void log(double[] in, int a, double[] out, int o, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            Lanes.log(DoubleVector.fromArray(SPECIES, in, a + i)).intoArray(out, o + i);
        }
        for (; i < n; i++) {
            out[o + i] = Scalars.log(in[a + i]);
        }
    }

    static void log1p(double[] in, int a, double[] out, int o, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            Lanes.log1p(DoubleVector.fromArray(SPECIES, in, a + i)).intoArray(out, o + i);
        }
        for (; i < n; i++) {
            out[o + i] = Scalars.log1p(in[a + i]);
        }
    }

    static void tanh(double[] in, int a, double[] out, int o, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            Lanes.tanh(DoubleVector.fromArray(SPECIES, in, a + i)).intoArray(out, o + i);
        }
        for (; i < n; i++) {
            out[o + i] = Scalars.tanh(in[a + i]);
        }
    }

    static void sigmoid(double[] in, int a, double[] out, int o, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            Lanes.sigmoid(DoubleVector.fromArray(SPECIES, in, a + i)).intoArray(out, o + i);
        }
        for (; i < n; i++) {
            out[o + i] = Scalars.sigmoid(in[a + i]);
        }
    }

    static void softplus(double[] in, int a, double[] out, int o, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            Lanes.softplus(DoubleVector.fromArray(SPECIES, in, a + i)).intoArray(out, o + i);
        }
        for (; i < n; i++) {
            out[o + i] = Scalars.softplus(in[a + i]);
        }
    }

    static void normalPdf(double[] in, int a, double[] out, int o, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            Lanes.normalPdf(DoubleVector.fromArray(SPECIES, in, a + i)).intoArray(out, o + i);
        }
        for (; i < n; i++) {
            out[o + i] = Scalars.normalPdf(in[a + i]);
        }
    }

    static void silu(double[] in, int a, double[] out, int o, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, a + i);
            DoubleVector c = x.blend(V_MINUS_WIDE, x.compare(VectorOperators.LT, V_MINUS_WIDE));
            c.mul(Lanes.sigmoid(x)).intoArray(out, o + i);
        }
        for (; i < n; i++) {
            out[o + i] = Scalars.silu(in[a + i]);
        }
    }

    static void asin(double[] in, int a, double[] out, int o, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            Lanes.asin(DoubleVector.fromArray(SPECIES, in, a + i)).intoArray(out, o + i);
        }
        for (; i < n; i++) {
            out[o + i] = Scalars.asin(in[a + i]);
        }
    }

    static void acos(double[] in, int a, double[] out, int o, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            Lanes.acos(DoubleVector.fromArray(SPECIES, in, a + i)).intoArray(out, o + i);
        }
        for (; i < n; i++) {
            out[o + i] = Scalars.acos(in[a + i]);
        }
    }

    static void cosOfAsin(double[] in, int a, double[] out, int o, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            Lanes.cosOfAsin(DoubleVector.fromArray(SPECIES, in, a + i)).intoArray(out, o + i);
        }
        for (; i < n; i++) {
            out[o + i] = Scalars.cosOfAsin(in[a + i]);
        }
    }

    static void sin(double[] in, int a, double[] out, int o, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, a + i);
            if (Lanes.hugeAngle(x).anyTrue()) {
                for (int j = i; j < i + LANES; j++) {
                    out[o + j] = Scalars.sin(in[a + j]);
                }
            } else {
                Lanes.sin(x).intoArray(out, o + i);
            }
        }
        for (; i < n; i++) {
            out[o + i] = Scalars.sin(in[a + i]);
        }
    }

    static void cos(double[] in, int a, double[] out, int o, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, a + i);
            if (Lanes.hugeAngle(x).anyTrue()) {
                for (int j = i; j < i + LANES; j++) {
                    out[o + j] = Scalars.cos(in[a + j]);
                }
            } else {
                Lanes.cos(x).intoArray(out, o + i);
            }
        }
        for (; i < n; i++) {
            out[o + i] = Scalars.cos(in[a + i]);
        }
    }

    static void tanhWithDerivative(double[] in, int a, double[] out, int o, double[] slope, int b, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, a + i);
            DoubleVector twice = Lanes.twiceClamped(x.abs());
            DoubleVector t = twice.fma(V_LOG2E, V_MAGIC);
            DoubleVector p = Lanes.tanhReduced(twice, t);
            DoubleVector s = Lanes.tanhScale(t);
            DoubleVector denominator = s.fma(p, s.add(V_ONE));
            DoubleVector inverse = V_ONE.div(denominator);
            DoubleVector y = Lanes.copySign(Lanes.ratio(s.fma(p, s.sub(V_ONE)), denominator, inverse), x);
            DoubleVector d = inverse.mul(V_FOUR).mul(V_ONE.sub(inverse));
            d = d.blend(V_ZERO, x.abs().compare(VectorOperators.GT, V_TANH_MAX));
            y.intoArray(out, o + i);
            d.intoArray(slope, b + i);
        }
        for (; i < n; i++) {
            double x = in[a + i];
            out[o + i] = Scalars.tanh(x);
            slope[b + i] = Scalars.tanhDerivative(x);
        }
    }

    static void sigmoidWithDerivative(double[] in, int a, double[] out, int o, double[] slope, int b, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, a + i);
            DoubleVector e = Lanes.expOfMinusAbs(x);
            DoubleVector inverse = V_ONE.div(e.add(V_ONE));
            DoubleVector y = Lanes.logistic(x, e, inverse);
            DoubleVector d = e.mul(inverse).mul(inverse);
            y.intoArray(out, o + i);
            d.intoArray(slope, b + i);
        }
        for (; i < n; i++) {
            double x = in[a + i];
            out[o + i] = Scalars.sigmoid(x);
            slope[b + i] = Scalars.sigmoidDerivative(x);
        }
    }

    static void softplusWithDerivative(double[] in, int a, double[] out, int o, double[] slope, int b, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, a + i);
            DoubleVector e = Lanes.expOfMinusAbs(x);
            DoubleVector d = Lanes.logistic(x, e, V_ONE.div(e.add(V_ONE)));
            DoubleVector y = Lanes.softplusOf(x, e);
            y.intoArray(out, o + i);
            d.intoArray(slope, b + i);
        }
        for (; i < n; i++) {
            double x = in[a + i];
            out[o + i] = Scalars.softplus(x);
            slope[b + i] = Scalars.sigmoid(x);
        }
    }

    static void siluWithDerivative(double[] in, int a, double[] out, int o, double[] slope, int b, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, a + i);
            DoubleVector e = Lanes.expOfMinusAbs(x);
            DoubleVector inverse = V_ONE.div(e.add(V_ONE));
            DoubleVector sigma = Lanes.logistic(x, e, inverse);
            DoubleVector c = x.blend(V_MINUS_WIDE, x.compare(VectorOperators.LT, V_MINUS_WIDE));
            DoubleVector y = c.mul(sigma);
            c = c.blend(V_WIDE, c.compare(VectorOperators.GT, V_WIDE));
            DoubleVector d = c.fma(e.mul(inverse).mul(inverse), sigma);
            y.intoArray(out, o + i);
            d.intoArray(slope, b + i);
        }
        for (; i < n; i++) {
            double x = in[a + i];
            out[o + i] = Scalars.silu(x);
            slope[b + i] = Scalars.siluDerivative(x);
        }
    }

    static void sinWithDerivative(double[] in, int a, double[] out, int o, double[] slope, int b, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, a + i);
            if (Lanes.hugeAngle(x).anyTrue()) {
                for (int j = i; j < i + LANES; j++) {
                    double angle = in[a + j];
                    out[o + j] = Scalars.sin(angle);
                    slope[b + j] = Scalars.cos(angle);
                }
            } else {
                DoubleVector t = x.fma(V_TWO_OVER_PI, V_MAGIC);
                DoubleVector turns = t.sub(V_MAGIC);
                DoubleVector d = turns.fma(V_MINUS_HALF_PI, x);
                DoubleVector r = turns.fma(V_MINUS_HALF_PI_LOW, d);
                DoubleVector low = Lanes.angleRest(turns, d, r);
                DoubleVector sine = Lanes.sinReduced(r, low);
                DoubleVector cosine = Lanes.cosReduced(r, low);
                LongVector quadrant = t.reinterpretAsLongs();
                VectorMask<Double> odd = quadrant.and(L_1).compare(VectorOperators.EQ, L_1).cast(SPECIES);
                LongVector sign = quadrant.and(L_2).lanewise(VectorOperators.LSHL, 62);
                LongVector y = sine.blend(cosine, odd).reinterpretAsLongs();
                y.lanewise(VectorOperators.XOR, sign).reinterpretAsDoubles().intoArray(out, o + i);
                sign = quadrant.add(L_1).and(L_2).lanewise(VectorOperators.LSHL, 62);
                y = cosine.blend(sine, odd).reinterpretAsLongs();
                y.lanewise(VectorOperators.XOR, sign).reinterpretAsDoubles().intoArray(slope, b + i);
            }
        }
        for (; i < n; i++) {
            double x = in[a + i];
            out[o + i] = Scalars.sin(x);
            slope[b + i] = Scalars.cos(x);
        }
    }

    static void leakyReluWithDerivative(double[] in, int a, double[] out, int o, double[] slope, int b, int n,
            double leak) {
        DoubleVector slow = DoubleVector.broadcast(SPECIES, leak);
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, a + i);
            VectorMask<Double> active = x.compare(VectorOperators.GT, V_ZERO);
            DoubleVector d = slow.blend(V_ONE, active);
            x.mul(slow).blend(x, active).intoArray(out, o + i);
            d.intoArray(slope, b + i);
        }
        for (; i < n; i++) {
            double x = in[a + i];
            out[o + i] = x > 0 ? x : x * leak;
            slope[b + i] = x > 0 ? 1 : leak;
        }
    }

    static void reluWithDerivative(double[] in, int a, double[] out, int o, double[] slope, int b, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, a + i);
            x.blend(V_ZERO, x.compare(VectorOperators.LE, V_ZERO)).intoArray(out, o + i);
            V_ZERO.blend(V_ONE, x.compare(VectorOperators.GT, V_ZERO)).intoArray(slope, b + i);
        }
        for (; i < n; i++) {
            double x = in[a + i];
            out[o + i] = x <= 0 ? 0 : x;
            slope[b + i] = x > 0 ? 1 : 0;
        }
    }

    static void relu(double[] in, int a, double[] out, int o, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, a + i);
            x.blend(V_ZERO, x.compare(VectorOperators.LE, V_ZERO)).intoArray(out, o + i);
        }
        for (; i < n; i++) {
            double x = in[a + i];
            out[o + i] = x <= 0 ? 0 : x;
        }
    }

    static void gate(double[] x, int b, double[] in, int a, double[] out, int o, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            V_ZERO.blend(DoubleVector.fromArray(SPECIES, in, a + i),
                    DoubleVector.fromArray(SPECIES, x, b + i).compare(VectorOperators.GT, V_ZERO))
                    .intoArray(out, o + i);
        }
        for (; i < n; i++) {
            out[o + i] = x[b + i] > 0 ? in[a + i] : 0;
        }
    }
}
