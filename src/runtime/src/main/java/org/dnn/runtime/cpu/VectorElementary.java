package org.dnn.runtime.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Elementary}, a vector at a time: the same operations in the same order, so the same bits and the same errors.
 * To be touched only where the Vector API's module is present.
 *
 * <p>The methods are short so that C2 puts them into the loops that call them; a vector that crosses a call is an
 * object.
 */
public final class VectorElementary {
    /** The vectors that these functions take: as long as this machine's are. */
    public static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private VectorElementary() {}

    /** {@link Elementary#exp}. */
    public static FloatVector exp(FloatVector x) {
        FloatVector rounded = next(x, Elementary.LOG2_E, Elementary.ROUND);
        FloatVector p = expOfRemainder(x, rounded);
        IntVector k = rounded.reinterpretAsInts().sub(Elementary.ROUND_BITS);
        IntVector half = k.lanewise(VectorOperators.ASHR, 1);
        FloatVector y = p.mul(powerOfTwo(half)).mul(powerOfTwo(k.sub(half)));
        y = y.blend(0, x.compare(VectorOperators.LT, Elementary.EXP_UNDERFLOW));
        return y.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GE, Elementary.EXP_OVERFLOW));
    }

    private static FloatVector onePlusExp(FloatVector x) {
        FloatVector rounded = next(x, Elementary.LOG2_E, Elementary.ROUND);
        return next(expOfRemainder(x, rounded), powerOfTwo(rounded.reinterpretAsInts()), 1);
    }

    private static FloatVector expOfRemainder(FloatVector x, FloatVector rounded) {
        FloatVector r = remainder(x, rounded);
        FloatVector p = next(r, Elementary.EXP_4, Elementary.EXP_3);
        p = next(p, r, Elementary.EXP_2);
        p = next(p, r, Elementary.EXP_1);
        p = next(p, r, Elementary.EXP_0);
        p = next(p, r, 1);
        return next(p, r, 1);
    }

    /** {@code p * x + coefficient}: one step of Horner's scheme. */
    private static FloatVector next(FloatVector p, FloatVector x, float coefficient) {
        return p.fma(x, FloatVector.broadcast(S, coefficient));
    }

    /** {@code factor * x + coefficient}: its first step. */
    private static FloatVector next(FloatVector x, float factor, float coefficient) {
        return x.fma(FloatVector.broadcast(S, factor), FloatVector.broadcast(S, coefficient));
    }

    /** {@code x - n ln 2}. */
    private static FloatVector remainder(FloatVector x, FloatVector rounded) {
        FloatVector n = rounded.sub(Elementary.ROUND);
        FloatVector r = n.fma(FloatVector.broadcast(S, -Elementary.LN2), x);
        return n.fma(FloatVector.broadcast(S, -Elementary.LN2_LOW), r);
    }

    private static FloatVector powerOfTwo(IntVector k) {
        return k.lanewise(VectorOperators.LSHL, 23).add(Elementary.ONE_BITS).reinterpretAsFloats();
    }

    /** {@link Elementary#expm1}. */
    public static FloatVector expm1(FloatVector x) {
        FloatVector rounded = next(x, Elementary.LOG2_E, Elementary.ROUND);
        FloatVector r = remainder(x, rounded);
        FloatVector p = next(r, Elementary.EXPM1_5, Elementary.EXPM1_4);
        p = next(p, r, Elementary.EXPM1_3);
        p = next(p, r, Elementary.EXPM1_2);
        p = next(p, r, Elementary.EXPM1_1);
        p = next(p, r, Elementary.EXPM1_0);
        p = p.fma(r.mul(r), r);
        FloatVector half = powerOfTwo(rounded.reinterpretAsInts().sub(Elementary.ROUND_BITS + 1));
        FloatVector y = p.fma(half, half.sub(0.5f)).mul(2);
        y = y.blend(x, x.abs().compare(VectorOperators.LT, Elementary.TINY));
        y = y.blend(-1, x.compare(VectorOperators.LT, Elementary.EXPM1_BOTTOM));
        return y.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GE, Elementary.EXP_OVERFLOW));
    }

    /** {@link Elementary#log}. */
    public static FloatVector log(FloatVector x) {
        VectorMask<Float> small = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
        IntVector bits = x.blend(x.mul(Elementary.DENORMAL_SCALE), small).reinterpretAsInts();
        IntVector exponent = bits.sub(Elementary.TWO_THIRDS_BITS).and(Elementary.EXPONENT);
        FloatVector shift = FloatVector.zero(S).blend(Elementary.DENORMAL_EXPONENT, small);
        FloatVector y = logarithm(bits.sub(exponent).reinterpretAsFloats().sub(1), number(exponent).add(shift));
        y = x.blend(y, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
        y = y.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0));
        return y.blend(Float.NaN, x.compare(VectorOperators.LT, 0));
    }

    /** An exponent as a float. */
    private static FloatVector number(IntVector exponent) {
        IntVector n = exponent.lanewise(VectorOperators.ASHR, 23);
        return n.add(Elementary.ROUND_BITS).reinterpretAsFloats().sub(Elementary.ROUND);
    }

    private static FloatVector logarithm(FloatVector f, FloatVector n) {
        FloatVector p = next(f, Elementary.LOG_8, Elementary.LOG_7);
        p = next(p, f, Elementary.LOG_6);
        p = next(p, f, Elementary.LOG_5);
        p = next(p, f, Elementary.LOG_4);
        p = next(p, f, Elementary.LOG_3);
        p = next(p, f, Elementary.LOG_2);
        p = next(p, f, Elementary.LOG_1);
        p = next(p, f, Elementary.LOG_0);
        return n.fma(FloatVector.broadcast(S, Elementary.LN2), p.fma(f.mul(f), f));
    }

    /** {@link Elementary#log1p}. */
    public static FloatVector log1p(FloatVector x) {
        IntVector bits = x.add(1).reinterpretAsInts();
        IntVector exponent = bits.sub(Elementary.TWO_THIRDS_BITS).and(Elementary.EXPONENT);
        IntVector four = IntVector.broadcast(exponent.species(), Elementary.ONE_BITS + 0x01000000);
        FloatVector scale = four.sub(exponent).reinterpretAsFloats().mul(0.25f);
        FloatVector y = logarithm(x.fma(scale, scale.sub(1)), number(exponent));
        y = x.blend(y, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
        y = y.blend(x, x.abs().compare(VectorOperators.LT, Elementary.TINY));
        y = y.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, -1));
        return y.blend(Float.NaN, x.compare(VectorOperators.LT, -1));
    }

    /** {@link Elementary#tanh}. */
    public static FloatVector tanh(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector z = a.mul(a);
        FloatVector p = next(z, Elementary.TANH_4, Elementary.TANH_3);
        p = next(p, z, Elementary.TANH_2);
        p = next(p, z, Elementary.TANH_1);
        p = next(p, z, Elementary.TANH_0);
        p = p.fma(z.mul(a), a);
        FloatVector large = a.blend(Elementary.TANH_TOP, a.compare(VectorOperators.GT, Elementary.TANH_TOP));
        FloatVector quotient = FloatVector.broadcast(S, 2).div(onePlusExp(large.add(large)));
        FloatVector y = FloatVector.broadcast(S, 1).sub(quotient);
        return withSign(y.blend(p, a.compare(VectorOperators.LT, Elementary.TANH_SMALL)), x);
    }

    /** {@link Elementary#sigmoid}. */
    public static FloatVector sigmoid(FloatVector x) {
        FloatVector y = FloatVector.broadcast(S, 1).div(onePlusExp(x.neg()));
        y = y.blend(0, x.compare(VectorOperators.LT, Elementary.SIGMOID_BOTTOM));
        return y.blend(1, x.compare(VectorOperators.GT, Elementary.SIGMOID_TOP));
    }

    /** {@link Elementary#erf}. */
    public static FloatVector erf(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector z = a.mul(a);
        FloatVector p = next(z, Elementary.ERF_6, Elementary.ERF_5);
        p = next(p, z, Elementary.ERF_4);
        p = next(p, z, Elementary.ERF_3);
        p = next(p, z, Elementary.ERF_2);
        p = next(p, z, Elementary.ERF_1);
        p = next(p, z, Elementary.ERF_0);
        p = p.fma(a, a);
        FloatVector q = logOfErfc(a.blend(Elementary.ERF_TOP, a.compare(VectorOperators.GT, Elementary.ERF_TOP)));
        FloatVector y = FloatVector.broadcast(S, 1).sub(exp(q));
        return withSign(y.blend(p, a.compare(VectorOperators.LT, Elementary.ERF_SMALL)), x);
    }

    private static FloatVector logOfErfc(FloatVector x) {
        FloatVector q = next(x, Elementary.ERFC_6, Elementary.ERFC_5);
        q = next(q, x, Elementary.ERFC_4);
        q = next(q, x, Elementary.ERFC_3);
        q = next(q, x, Elementary.ERFC_2);
        q = next(q, x, Elementary.ERFC_1);
        return next(q, x, Elementary.ERFC_0);
    }

    private static FloatVector withSign(FloatVector y, FloatVector x) {
        IntVector sign = x.reinterpretAsInts().and(Elementary.SIGN);
        return y.reinterpretAsInts().or(sign).reinterpretAsFloats();
    }

    /** {@link Elementary#sin}. */
    public static FloatVector sin(FloatVector x) {
        FloatVector a = x.abs();
        if (a.compare(VectorOperators.GT, Elementary.ANGLE_TOP).anyTrue()) {
            return laneByLane(x, true);
        }
        FloatVector rounded = next(a, Elementary.TWO_OVER_PI, Elementary.ROUND);
        IntVector quarter = rounded.reinterpretAsInts();
        IntVector sign = x.reinterpretAsInts().and(Elementary.SIGN);
        return wave(reduced(a, rounded.sub(Elementary.ROUND)), quarter, sign);
    }

    /** {@link Elementary#cos}. */
    public static FloatVector cos(FloatVector x) {
        FloatVector a = x.abs();
        if (a.compare(VectorOperators.GT, Elementary.ANGLE_TOP).anyTrue()) {
            return laneByLane(x, false);
        }
        FloatVector rounded = next(a, Elementary.TWO_OVER_PI, Elementary.ROUND);
        IntVector quarter = rounded.reinterpretAsInts().add(1);
        return wave(reduced(a, rounded.sub(Elementary.ROUND)), quarter, quarter.and(0));
    }

    private static FloatVector reduced(FloatVector a, FloatVector n) {
        FloatVector r = n.fma(FloatVector.broadcast(S, -Elementary.HALF_PI), a);
        r = n.fma(FloatVector.broadcast(S, -Elementary.HALF_PI_LOW), r);
        return n.fma(FloatVector.broadcast(S, -Elementary.HALF_PI_LOWEST), r);
    }

    /** Sine in even quarters, cosine in odd ones, negative in the second half, the sign flipped by {@code sign}. */
    private static FloatVector wave(FloatVector r, IntVector quarter, IntVector sign) {
        FloatVector z = r.mul(r);
        FloatVector sine = next(next(z, Elementary.SIN_2, Elementary.SIN_1), z, Elementary.SIN_0).fma(z.mul(r), r);
        FloatVector cosine = next(next(z, Elementary.COS_2, Elementary.COS_1), z, Elementary.COS_0);
        cosine = cosine.fma(z.mul(z), next(z, -0.5f, 1));
        VectorMask<Integer> even = quarter.and(1).compare(VectorOperators.EQ, 0);
        FloatVector y = cosine.blend(sine, even.cast(S));
        IntVector flip = quarter.and(2).lanewise(VectorOperators.LSHL, 30).lanewise(VectorOperators.XOR, sign);
        return y.reinterpretAsInts().lanewise(VectorOperators.XOR, flip).reinterpretAsFloats();
    }

    /** The rare way: large angles take double precision, which is not worth a vector. */
    private static FloatVector laneByLane(FloatVector x, boolean sine) {
        FloatVector y = x;
        for (int lane = 0; lane < S.length(); lane++) {
            float angle = x.lane(lane);
            y = y.withLane(lane, sine ? Elementary.sin(angle) : Elementary.cos(angle));
        }
        return y;
    }
}
