package org.dnn.runtime.cpu;

import org.dnn.runtime.cpu.Value.Comparison;
import org.dnn.runtime.cpu.Value.Condition;

/** {@link Elementary} in machine code: the same operations in the same order, so the same bits. */
public final class MachineElementary {
    private MachineElementary() {}

    /** {@link Elementary#exp}. */
    public static Value exp(Value x) {
        Value rounded = x.fma(Elementary.LOG2_E, Elementary.ROUND);
        Value p = expOfRemainder(x, rounded);
        Value k = rounded.minusBits(Elementary.ROUND_BITS);
        Value half = k.shiftRight(1);
        Value y = p.mul(powerOfTwo(half)).mul(powerOfTwo(k.minusBits(half)));
        y = y.blend(0, x.compare(Comparison.LT, Elementary.EXP_UNDERFLOW));
        return y.blend(Float.POSITIVE_INFINITY, x.compare(Comparison.GE, Elementary.EXP_OVERFLOW));
    }

    private static Value onePlusExp(Value x) {
        Value rounded = x.fma(Elementary.LOG2_E, Elementary.ROUND);
        return expOfRemainder(x, rounded).fma(powerOfTwo(rounded), 1);
    }

    private static Value expOfRemainder(Value x, Value rounded) {
        Value r = remainder(x, rounded);
        Value p = r.fma(Elementary.EXP_4, Elementary.EXP_3);
        p = p.fma(r, Elementary.EXP_2);
        p = p.fma(r, Elementary.EXP_1);
        p = p.fma(r, Elementary.EXP_0);
        p = p.fma(r, 1);
        return p.fma(r, 1);
    }

    /** {@code x - n ln 2}. */
    private static Value remainder(Value x, Value rounded) {
        Value n = rounded.sub(Elementary.ROUND);
        Value r = n.fma(-Elementary.LN2, x);
        return n.fma(-Elementary.LN2_LOW, r);
    }

    private static Value powerOfTwo(Value k) {
        return k.shiftLeft(23).plusBits(Elementary.ONE_BITS);
    }

    /** {@link Elementary#expm1}. */
    public static Value expm1(Value x) {
        Value rounded = x.fma(Elementary.LOG2_E, Elementary.ROUND);
        Value r = remainder(x, rounded);
        Value p = r.fma(Elementary.EXPM1_5, Elementary.EXPM1_4);
        p = p.fma(r, Elementary.EXPM1_3);
        p = p.fma(r, Elementary.EXPM1_2);
        p = p.fma(r, Elementary.EXPM1_1);
        p = p.fma(r, Elementary.EXPM1_0);
        p = p.fma(r.mul(r), r);
        Value half = powerOfTwo(rounded.minusBits(Elementary.ROUND_BITS + 1));
        Value y = p.fma(half, half.sub(0.5f)).mul(2);
        y = y.blend(x, x.abs().compare(Comparison.LT, Elementary.TINY));
        y = y.blend(-1, x.compare(Comparison.LT, Elementary.EXPM1_BOTTOM));
        return y.blend(Float.POSITIVE_INFINITY, x.compare(Comparison.GE, Elementary.EXP_OVERFLOW));
    }

    /** {@link Elementary#log}. */
    public static Value log(Value x) {
        Condition small = x.compare(Comparison.LT, Float.MIN_NORMAL);
        Value bits = x.blend(x.mul(Elementary.DENORMAL_SCALE), small);
        Value exponent = bits.minusBits(Elementary.TWO_THIRDS_BITS).andBits(Elementary.EXPONENT);
        Value shift = x.like(0).blend(Elementary.DENORMAL_EXPONENT, small);
        Value y = logarithm(bits.minusBits(exponent).sub(1), number(exponent).add(shift));
        y = x.blend(y, x.compare(Comparison.LT, Float.POSITIVE_INFINITY));
        y = y.blend(Float.NEGATIVE_INFINITY, x.compare(Comparison.EQ, 0));
        return y.blend(Float.NaN, x.compare(Comparison.LT, 0));
    }

    /** An exponent as a float. */
    private static Value number(Value exponent) {
        return exponent.shiftRight(23).plusBits(Elementary.ROUND_BITS).sub(Elementary.ROUND);
    }

    private static Value logarithm(Value f, Value n) {
        Value p = f.fma(Elementary.LOG_8, Elementary.LOG_7);
        p = p.fma(f, Elementary.LOG_6);
        p = p.fma(f, Elementary.LOG_5);
        p = p.fma(f, Elementary.LOG_4);
        p = p.fma(f, Elementary.LOG_3);
        p = p.fma(f, Elementary.LOG_2);
        p = p.fma(f, Elementary.LOG_1);
        p = p.fma(f, Elementary.LOG_0);
        return n.fma(Elementary.LN2, p.fma(f.mul(f), f));
    }

    /** {@link Elementary#log1p}. */
    public static Value log1p(Value x) {
        Value exponent = x.add(1).minusBits(Elementary.TWO_THIRDS_BITS).andBits(Elementary.EXPONENT);
        Value scale = exponent.bitsLess(Elementary.ONE_BITS + 0x01000000).mul(0.25f);
        Value y = logarithm(x.fma(scale, scale.sub(1)), number(exponent));
        y = x.blend(y, x.compare(Comparison.LT, Float.POSITIVE_INFINITY));
        y = y.blend(x, x.abs().compare(Comparison.LT, Elementary.TINY));
        y = y.blend(Float.NEGATIVE_INFINITY, x.compare(Comparison.EQ, -1));
        return y.blend(Float.NaN, x.compare(Comparison.LT, -1));
    }

    /** {@link Elementary#tanh}. */
    public static Value tanh(Value x) {
        Value a = x.abs();
        Value z = a.mul(a);
        Value p = z.fma(Elementary.TANH_4, Elementary.TANH_3);
        p = p.fma(z, Elementary.TANH_2);
        p = p.fma(z, Elementary.TANH_1);
        p = p.fma(z, Elementary.TANH_0);
        p = p.fma(z.mul(a), a);
        Value large = a.blend(Elementary.TANH_TOP, a.compare(Comparison.GT, Elementary.TANH_TOP));
        Value quotient = x.like(2).div(onePlusExp(large.add(large)));
        Value y = x.like(1).sub(quotient);
        return withSign(y.blend(p, a.compare(Comparison.LT, Elementary.TANH_SMALL)), x);
    }

    /** {@link Elementary#sigmoid}. */
    public static Value sigmoid(Value x) {
        Value y = x.like(1).div(onePlusExp(x.neg()));
        y = y.blend(0, x.compare(Comparison.LT, Elementary.SIGMOID_BOTTOM));
        return y.blend(1, x.compare(Comparison.GT, Elementary.SIGMOID_TOP));
    }

    /** {@link Elementary#erf}. */
    public static Value erf(Value x) {
        Value a = x.abs();
        Value z = a.mul(a);
        Value p = z.fma(Elementary.ERF_6, Elementary.ERF_5);
        p = p.fma(z, Elementary.ERF_4);
        p = p.fma(z, Elementary.ERF_3);
        p = p.fma(z, Elementary.ERF_2);
        p = p.fma(z, Elementary.ERF_1);
        p = p.fma(z, Elementary.ERF_0);
        p = p.fma(a, a);
        Value q = logOfErfc(a.blend(Elementary.ERF_TOP, a.compare(Comparison.GT, Elementary.ERF_TOP)));
        Value y = x.like(1).sub(exp(q));
        return withSign(y.blend(p, a.compare(Comparison.LT, Elementary.ERF_SMALL)), x);
    }

    private static Value logOfErfc(Value x) {
        Value q = x.fma(Elementary.ERFC_6, Elementary.ERFC_5);
        q = q.fma(x, Elementary.ERFC_4);
        q = q.fma(x, Elementary.ERFC_3);
        q = q.fma(x, Elementary.ERFC_2);
        q = q.fma(x, Elementary.ERFC_1);
        return q.fma(x, Elementary.ERFC_0);
    }

    private static Value withSign(Value y, Value x) {
        return y.orBits(x.andBits(Elementary.SIGN));
    }
}
