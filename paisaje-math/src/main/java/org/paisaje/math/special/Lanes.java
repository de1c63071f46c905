package org.paisaje.math.special;

import static org.paisaje.math.special.LaneConstants.*;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.paisaje.math.simd.Simd;

/**
 * The kernels of {@link Elementwise} on the lanes of one vector, for use inside other fused loops. Each lane holds the
 * same bits that the function of the same name in {@link Scalars} returns, whatever the species, so a loop may finish
 * its last elements with the scalar form.
 *
 * <p>
 * For the compiler to keep the vectors in registers these methods must be inlined: call at most two of them, early, in
 * any one method of the caller, and give each fused step a short method of its own. Needs the module
 * jdk.incubator.vector; {@link Simd#vectorised()} tells whether it is there.
 */
public final class Lanes {
    /** The species of every constant here: the widest of this machine. */
    public static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

    private Lanes() {}

    /** e^x. */
    public static DoubleVector exp(DoubleVector x) {
        DoubleVector c = x.blend(V_EXP_MIN, x.compare(VectorOperators.LT, V_EXP_MIN));
        c = c.blend(V_EXP_MAX, c.compare(VectorOperators.GT, V_EXP_MAX));
        DoubleVector t = c.fma(V_LOG2E, V_MAGIC);
        DoubleVector k = t.sub(V_MAGIC);
        DoubleVector r = k.fma(V_MINUS_LN2_LOW, k.fma(V_MINUS_LN2, c));
        return scale(expm1Reduced(r).add(V_ONE), t);
    }

    /** factor * e^(c - low), see {@link Scalars#scaledExp}; calls nothing that needs inlining by heuristics. */
    static DoubleVector scaledExp(DoubleVector c, DoubleVector low, DoubleVector factor) {
        DoubleVector t = c.fma(V_LOG2E, V_MAGIC);
        DoubleVector k = t.sub(V_MAGIC);
        DoubleVector r = k.fma(V_MINUS_LN2_LOW, k.fma(V_MINUS_LN2, c)).sub(low);
        DoubleVector z = r.mul(r);
        DoubleVector q = r.fma(V_E9, V_E8);
        q = z.fma(q, r.fma(V_E7, V_E6));
        q = z.fma(q, r.fma(V_E5, V_E4));
        q = z.fma(q, r.fma(V_E3, V_E2));
        q = z.fma(q, r.fma(V_E1, V_E0));
        DoubleVector y = z.fma(q, r).fma(factor, factor);
        LongVector n = t.reinterpretAsLongs().sub(L_MAGIC_BITS);
        LongVector half = n.lanewise(VectorOperators.ASHR, 1);
        DoubleVector first = half.add(L_1023).lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
        DoubleVector second = n.sub(half).add(L_1023).lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
        return y.mul(first).mul(second);
    }

    private static DoubleVector scale(DoubleVector y, DoubleVector t) {
        LongVector n = t.reinterpretAsLongs().sub(L_MAGIC_BITS);
        LongVector half = n.lanewise(VectorOperators.ASHR, 1);
        DoubleVector first = half.add(L_1023).lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
        DoubleVector second = n.sub(half).add(L_1023).lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
        return y.mul(first).mul(second);
    }

    private static DoubleVector expm1Reduced(DoubleVector r) {
        DoubleVector z = r.mul(r);
        DoubleVector q = r.fma(V_E9, V_E8);
        q = z.fma(q, r.fma(V_E7, V_E6));
        q = z.fma(q, r.fma(V_E5, V_E4));
        q = z.fma(q, r.fma(V_E3, V_E2));
        q = z.fma(q, r.fma(V_E1, V_E0));
        return z.fma(q, r);
    }

    /** e^x - 1 without cancellation near zero. */
    public static DoubleVector expm1(DoubleVector x) {
        DoubleVector c = x.blend(V_MINUS_FORTY, x.compare(VectorOperators.LT, V_MINUS_FORTY));
        c = c.blend(V_EXP_MAX, c.compare(VectorOperators.GT, V_EXP_MAX));
        DoubleVector t = c.fma(V_LOG2E, V_MAGIC);
        DoubleVector k = t.sub(V_MAGIC);
        DoubleVector p = expm1Reduced(k.fma(V_MINUS_LN2_LOW, k.fma(V_MINUS_LN2, c)));
        DoubleVector s = t.reinterpretAsLongs().add(L_1022).lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
        DoubleVector y = s.fma(p, s.sub(V_HALF)).mul(V_TWO);
        return y.blend(x, x.abs().compare(VectorOperators.LT, V_TINY));
    }

    /** Hyperbolic tangent. */
    public static DoubleVector tanh(DoubleVector x) {
        DoubleVector twice = twiceClamped(x.abs());
        DoubleVector t = twice.fma(V_LOG2E, V_MAGIC);
        DoubleVector p = tanhReduced(twice, t);
        DoubleVector s = tanhScale(t);
        DoubleVector denominator = s.fma(p, s.add(V_ONE));
        return copySign(ratio(s.fma(p, s.sub(V_ONE)), denominator, V_ONE.div(denominator)), x);
    }

    static DoubleVector twiceClamped(DoubleVector magnitude) {
        DoubleVector a = magnitude.blend(V_TANH_MAX, magnitude.compare(VectorOperators.GT, V_TANH_MAX));
        return a.add(a);
    }

    static DoubleVector tanhReduced(DoubleVector twice, DoubleVector t) {
        DoubleVector k = t.sub(V_MAGIC);
        return expm1Reduced(k.fma(V_MINUS_LN2_LOW, k.fma(V_MINUS_LN2, twice)));
    }

    static DoubleVector tanhScale(DoubleVector t) {
        return t.reinterpretAsLongs().add(L_1023).lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
    }

    static DoubleVector ratio(DoubleVector numerator, DoubleVector denominator, DoubleVector inverse) {
        DoubleVector y = numerator.mul(inverse);
        return y.neg().fma(denominator, numerator).fma(inverse, y);
    }

    static DoubleVector copySign(DoubleVector magnitude, DoubleVector sign) {
        LongVector bit = sign.reinterpretAsLongs().and(L_SIGN);
        return magnitude.reinterpretAsLongs().or(bit).reinterpretAsDoubles();
    }

    /** Logistic function 1 / (1 + e^-x). */
    public static DoubleVector sigmoid(DoubleVector x) {
        DoubleVector e = expOfMinusAbs(x);
        return logistic(x, e, V_ONE.div(e.add(V_ONE)));
    }

    static DoubleVector logistic(DoubleVector x, DoubleVector e, DoubleVector inverse) {
        return inverse.blend(e.mul(inverse), x.compare(VectorOperators.LT, V_ZERO));
    }

    static DoubleVector expOfMinusAbs(DoubleVector x) {
        DoubleVector c = x.abs().neg();
        c = c.blend(V_EXP_MIN, c.compare(VectorOperators.LT, V_EXP_MIN));
        DoubleVector t = c.fma(V_LOG2E, V_MAGIC);
        DoubleVector k = t.sub(V_MAGIC);
        DoubleVector r = k.fma(V_MINUS_LN2_LOW, k.fma(V_MINUS_LN2, c));
        return scale(expm1Reduced(r).add(V_ONE), t);
    }

    /** log(1 + e^x). */
    public static DoubleVector softplus(DoubleVector x) {
        return softplusOf(x, expOfMinusAbs(x));
    }

    static DoubleVector softplusOf(DoubleVector x, DoubleVector e) {
        return x.blend(V_ZERO, x.compare(VectorOperators.LT, V_ZERO)).add(log1pOfUnit(e));
    }

    private static DoubleVector log1pOfUnit(DoubleVector e) {
        DoubleVector s = e.div(e.add(V_TWO));
        DoubleVector z = s.mul(s);
        DoubleVector w = z.mul(z);
        DoubleVector q = z.fma(V_A9, V_A8);
        q = w.fma(q, z.fma(V_A7, V_A6));
        q = w.fma(q, z.fma(V_A5, V_A4));
        q = w.fma(q, z.fma(V_A3, V_A2));
        q = w.fma(q, z.fma(V_A1, V_A0));
        DoubleVector h = e.mul(V_HALF).mul(e);
        return e.sub(h.sub(s.mul(z.fma(q, h))));
    }

    /** Natural logarithm. */
    public static DoubleVector log(DoubleVector x) {
        VectorMask<Double> small = x.compare(VectorOperators.LT, V_MIN_NORMAL);
        LongVector bits = x.blend(x.mul(V_TWO_54), small).reinterpretAsLongs();
        LongVector offset = bits.sub(L_SQRT_HALF_BITS);
        DoubleVector k = offset.lanewise(VectorOperators.ASHR, 52)
                .add(L_MAGIC_BITS)
                .reinterpretAsDoubles()
                .sub(V_MAGIC);
        k = k.blend(k.sub(V_FIFTY_FOUR), small);
        DoubleVector f = bits.sub(offset.and(L_EXPONENT_BITS)).reinterpretAsDoubles().sub(V_ONE);
        DoubleVector result = logReduced(k, f);
        result = result.blend(x, x.compare(VectorOperators.EQ, V_INFINITY));
        result = result.blend(V_MINUS_INFINITY, x.compare(VectorOperators.EQ, V_ZERO));
        return V_NAN.blend(result, x.compare(VectorOperators.GE, V_ZERO));
    }

    private static DoubleVector logReduced(DoubleVector k, DoubleVector f) {
        DoubleVector s = f.div(f.add(V_TWO));
        DoubleVector z = s.mul(s);
        DoubleVector w = z.mul(z);
        DoubleVector even = w.mul(w.fma(w.fma(V_L6, V_L4), V_L2));
        DoubleVector odd = w.fma(w.fma(w.fma(V_L7, V_L5), V_L3), V_L1);
        DoubleVector tail = z.fma(odd, even);
        DoubleVector h = f.mul(V_HALF).mul(f);
        DoubleVector low = s.fma(h.add(tail), k.mul(V_LOG_LN2_LOW));
        return k.mul(V_LOG_LN2_HIGH).sub(h.sub(low).sub(f));
    }

    /** log(1 + x) without cancellation near zero. */
    public static DoubleVector log1p(DoubleVector x) {
        DoubleVector u = x.add(V_ONE);
        DoubleVector back = u.sub(V_ONE);
        DoubleVector rest = V_ONE.sub(u.sub(back)).add(x.sub(back));
        LongVector bits = u.reinterpretAsLongs();
        LongVector offset = bits.sub(L_SQRT_HALF_BITS);
        LongVector exponent = offset.lanewise(VectorOperators.ASHR, 52);
        DoubleVector k = exponent.add(L_MAGIC_BITS).reinterpretAsDoubles().sub(V_MAGIC);
        LongVector scale = exponent.neg().add(L_1023).lanewise(VectorOperators.LSHL, 52);
        DoubleVector low = rest.mul(scale.reinterpretAsDoubles())
                .blend(V_ZERO, x.compare(VectorOperators.GT, V_TWO_54));
        DoubleVector f = bits.sub(offset.and(L_EXPONENT_BITS)).reinterpretAsDoubles().sub(V_ONE).add(low);
        DoubleVector result = logReduced(k, f);
        result = result.blend(x, x.compare(VectorOperators.EQ, V_INFINITY));
        result = result.blend(V_MINUS_INFINITY, x.compare(VectorOperators.EQ, V_MINUS_ONE));
        result = result.blend(x, x.abs().compare(VectorOperators.LT, V_TINY));
        return V_NAN.blend(result, x.compare(VectorOperators.GE, V_MINUS_ONE));
    }

    /** Standard normal density. */
    public static DoubleVector normalPdf(DoubleVector x) {
        DoubleVector a = normalClamped(x);
        DoubleVector half = a.mul(V_HALF);
        DoubleVector h = half.mul(a);
        return scaledExp(h.neg(), half.fma(a, h.neg()), V_INV_SQRT_TWO_PI);
    }

    static DoubleVector normalClamped(DoubleVector x) {
        DoubleVector a = x.abs();
        return a.blend(V_NORMAL_MAX, a.compare(VectorOperators.GT, V_NORMAL_MAX));
    }

    /** True where sine and cosine need the scalar form because the angle is beyond 2^20 (or infinite). */
    static VectorMask<Double> hugeAngle(DoubleVector x) {
        return x.abs().compare(VectorOperators.GT, V_ANGLE_MAX);
    }

    /** Sine for |x| <= 2^20; beyond it the lanes are meaningless ({@link Elementwise#sin} has no such bound). */
    public static DoubleVector sin(DoubleVector x) {
        DoubleVector t = x.fma(V_TWO_OVER_PI, V_MAGIC);
        DoubleVector n = t.sub(V_MAGIC);
        DoubleVector d = n.fma(V_MINUS_HALF_PI, x);
        DoubleVector r = n.fma(V_MINUS_HALF_PI_LOW, d);
        DoubleVector low = angleRest(n, d, r);
        return select(sinReduced(r, low), cosReduced(r, low), t.reinterpretAsLongs());
    }

    /** Cosine for |x| <= 2^20; beyond it the lanes are meaningless ({@link Elementwise#cos} has no such bound). */
    public static DoubleVector cos(DoubleVector x) {
        DoubleVector t = x.fma(V_TWO_OVER_PI, V_MAGIC);
        DoubleVector n = t.sub(V_MAGIC);
        DoubleVector d = n.fma(V_MINUS_HALF_PI, x);
        DoubleVector r = n.fma(V_MINUS_HALF_PI_LOW, d);
        DoubleVector low = angleRest(n, d, r);
        return select(sinReduced(r, low), cosReduced(r, low), t.reinterpretAsLongs().add(L_1));
    }

    static DoubleVector angleRest(DoubleVector n, DoubleVector d, DoubleVector r) {
        return n.fma(V_MINUS_HALF_PI_LOWEST, n.fma(V_MINUS_HALF_PI_LOW, d.sub(r)));
    }

    static DoubleVector select(DoubleVector sine, DoubleVector cosine, LongVector quadrant) {
        VectorMask<Double> odd = quadrant.and(L_1).compare(VectorOperators.EQ, L_1).cast(SPECIES);
        LongVector sign = quadrant.and(L_2).lanewise(VectorOperators.LSHL, 62);
        LongVector bits = sine.blend(cosine, odd).reinterpretAsLongs();
        return bits.lanewise(VectorOperators.XOR, sign).reinterpretAsDoubles();
    }

    static DoubleVector sinReduced(DoubleVector r, DoubleVector low) {
        DoubleVector z = r.mul(r);
        DoubleVector q = z.fma(z.fma(z.fma(z.fma(V_S6, V_S5), V_S4), V_S3), V_S2);
        DoubleVector v = z.mul(r);
        DoubleVector inner = low.fma(V_HALF, v.mul(q).neg());
        return r.sub(z.fma(inner, low.neg()).sub(v.mul(V_S1)));
    }

    static DoubleVector cosReduced(DoubleVector r, DoubleVector low) {
        DoubleVector z = r.mul(r);
        DoubleVector q = z.fma(z.fma(z.fma(z.fma(z.fma(V_C6, V_C5), V_C4), V_C3), V_C2), V_C1).mul(z);
        DoubleVector h = z.mul(V_HALF);
        DoubleVector w = V_ONE.sub(h);
        return w.add(V_ONE.sub(w).sub(h).add(z.fma(q, r.mul(low).neg())));
    }

    /** Inverse sine; NaN outside [-1, 1]. */
    public static DoubleVector asin(DoubleVector x) {
        DoubleVector a = x.abs();
        VectorMask<Double> far = a.compare(VectorOperators.GT, V_HALF);
        DoubleVector z = a.mul(a).blend(a.fma(V_MINUS_HALF, V_HALF), far);
        DoubleVector root = z.sqrt();
        DoubleVector y = a.blend(root, far);
        DoubleVector p = y.mul(z.mul(asinTail(z)));
        DoubleVector c = root.neg().fma(root, z).div(root.add(root));
        c = c.blend(V_ZERO, z.compare(VectorOperators.EQ, V_ZERO));
        DoubleVector edge = V_HALF_PI.sub(y.mul(V_TWO).sub(V_HALF_PI_LOW.sub(p.add(c).mul(V_TWO))));
        return copySign(y.add(p).blend(edge, far), x);
    }

    /** Inverse cosine, accurate near -1 and 1; NaN outside [-1, 1]. */
    public static DoubleVector acos(DoubleVector x) {
        DoubleVector a = x.abs();
        VectorMask<Double> far = a.compare(VectorOperators.GT, V_HALF);
        DoubleVector z = a.mul(a).blend(a.fma(V_MINUS_HALF, V_HALF), far);
        DoubleVector y = x.blend(z.sqrt(), far);
        DoubleVector p = y.mul(z.mul(asinTail(z)));
        DoubleVector middle = V_HALF_PI.sub(y.sub(V_HALF_PI_LOW.sub(p)));
        DoubleVector right = y.add(p);
        DoubleVector edge = right.blend(middle, x.compare(VectorOperators.LT, V_ZERO)).mul(V_TWO);
        return middle.blend(edge, far);
    }

    private static DoubleVector asinTail(DoubleVector z) {
        DoubleVector w = z.mul(z);
        DoubleVector q = w.fma(V_B12, z.fma(V_B11, V_B10));
        q = w.fma(q, z.fma(V_B9, V_B8));
        q = w.fma(q, z.fma(V_B7, V_B6));
        q = w.fma(q, z.fma(V_B5, V_B4));
        q = w.fma(q, z.fma(V_B3, V_B2));
        return w.fma(q, z.fma(V_B1, V_B0));
    }

    /** sqrt(1 - x^2) without cancellation near -1 and 1; NaN outside. */
    public static DoubleVector cosOfAsin(DoubleVector x) {
        return V_ONE.sub(x).mul(x.add(V_ONE)).sqrt();
    }
}
