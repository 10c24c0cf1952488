package org.dnn.runtime.cpu;

/**
 * Elementary functions of a float, in float arithmetic alone: additions, products, quotients, fused multiply-adds, and
 * shifts of the bits. So {@link VectorElementary} gives the same bits by the same operations in the same order, and
 * CUDA C can (fmaf, __float_as_int).
 *
 * <p>The polynomials are minimax fits of our own, their coefficients rounded to float one by one. Errors are in units
 * in the last place of the exact result, found by trying every float against double precision
 * ({@code ElementarySweepTest}). Zeros keep their sign, and infinities, NaN, overflow and denormals come out as in
 * {@link StrictMath}.
 */
public final class Elementary {
    /** Added and taken away again, it leaves the nearest integer; its bits plus n are the bits of it plus n. */
    static final float ROUND = 0x1.8p23f;
    static final int ROUND_BITS = 0x4B400000;
    static final int SIGN = Integer.MIN_VALUE;

    static final float LOG2_E = 0x1.715476p0f;
    /** ln 2 in two parts. */
    static final float LN2 = 0x1.62e43p-1f;
    static final float LN2_LOW = -0x1.05c610p-29f;

    /** From here on e^x is infinite. */
    static final float EXP_OVERFLOW = 0x1.62e43p6f;
    /** Below, e^x is 0. */
    static final float EXP_UNDERFLOW = -104;
    /** (e^r - 1 - r) / r² for |r| ≤ ln 2 / 2. */
    static final float EXP_0 = 0x1.fffffcp-2f;
    static final float EXP_1 = 0x1.555492p-3f;
    static final float EXP_2 = 0x1.5558b0p-5f;
    static final float EXP_3 = 0x1.12398ep-7f;
    static final float EXP_4 = 0x1.6a4d60p-10f;

    /** Below, e^x - 1 is -1. */
    static final float EXPM1_BOTTOM = -18;
    /** Closer to 0, functions with slope 1 there are x. */
    static final float TINY = 0x1p-25f;
    static final float EXPM1_0 = 0x1.000000p-1f;
    static final float EXPM1_1 = 0x1.555554p-3f;
    static final float EXPM1_2 = 0x1.5554f0p-5f;
    static final float EXPM1_3 = 0x1.1112c8p-7f;
    static final float EXPM1_4 = 0x1.6d466ap-10f;
    static final float EXPM1_5 = 0x1.9ea2aep-13f;

    static final float DENORMAL_SCALE = 0x1p23f;
    static final float DENORMAL_EXPONENT = -23;
    static final int ONE_BITS = 0x3F800000;
    static final int TWO_THIRDS_BITS = 0x3F2AAAAB;
    static final int EXPONENT = 0xFF800000;
    /** (ln(1 + f) - f) / f² for |f| ≤ 1/3. */
    static final float LOG_0 = -0x1.000000p-1f;
    static final float LOG_1 = 0x1.555506p-2f;
    static final float LOG_2 = -0x1.fffefap-3f;
    static final float LOG_3 = 0x1.99d050p-3f;
    static final float LOG_4 = -0x1.559c68p-3f;
    static final float LOG_5 = 0x1.1ed55ap-3f;
    static final float LOG_6 = -0x1.f3327ep-4f;
    static final float LOG_7 = 0x1.1e6d16p-3f;
    static final float LOG_8 = -0x1.07c4eap-3f;

    static final float TANH_SMALL = 0.6f;
    /** Beyond, tanh is 1. */
    static final float TANH_TOP = 10;
    /** (tanh x - x) / x³ in powers of x², for |x| ≤ 0.6. */
    static final float TANH_0 = -0x1.55553ep-2f;
    static final float TANH_1 = 0x1.1109bep-3f;
    static final float TANH_2 = -0x1.b89abap-5f;
    static final float TANH_3 = 0x1.54c3c2p-6f;
    static final float TANH_4 = -0x1.828776p-8f;

    /** Below, e^x is less than the least normal float. */
    static final float SIGMOID_BOTTOM = -0x1.5d589ep6f;
    /** Above, it is 1. */
    static final float SIGMOID_TOP = 18;

    static final float ERF_SMALL = 0.9f;
    /** Beyond, erf is 1. */
    static final float ERF_TOP = 3.93f;
    /** erf x / x - 1 in powers of x², for |x| ≤ 0.9. */
    static final float ERF_0 = 0x1.06eba8p-3f;
    static final float ERF_1 = -0x1.812740p-2f;
    static final float ERF_2 = 0x1.ce2d60p-4f;
    static final float ERF_3 = -0x1.b80062p-6f;
    static final float ERF_4 = 0x1.543f2ap-8f;
    static final float ERF_5 = -0x1.a583bcp-11f;
    static final float ERF_6 = 0x1.4d2864p-14f;
    /** ln(1 - erf x) for 0.9 ≤ x ≤ 3.93. */
    static final float ERFC_0 = -0x1.5d10e4p-13f;
    static final float ERFC_1 = -0x1.20b752p0f;
    static final float ERFC_2 = -0x1.4621bap-1f;
    static final float ERFC_3 = -0x1.aa7326p-4f;
    static final float ERFC_4 = 0x1.6d9cf4p-6f;
    static final float ERFC_5 = -0x1.91cd5ep-9f;
    static final float ERFC_6 = 0x1.9fb3e4p-13f;

    /** Up to here three parts of π/2 reduce an angle well. */
    static final float ANGLE_TOP = 65536;
    static final float TWO_OVER_PI = 0x1.45f306p-1f;
    /** π/2 in three parts. */
    static final float HALF_PI = 0x1.921fb6p0f;
    static final float HALF_PI_LOW = -0x1.777a5cp-25f;
    static final float HALF_PI_LOWEST = -0x1.ee59dap-50f;
    /** (sin r - r) / r³ in powers of r², for |r| ≤ π/4. */
    static final float SIN_0 = -0x1.555546p-3f;
    static final float SIN_1 = 0x1.110774p-7f;
    static final float SIN_2 = -0x1.9951f2p-13f;
    /** (cos r - 1 + r²/2) / r⁴ in powers of r². */
    static final float COS_0 = 0x1.55554ap-5f;
    static final float COS_1 = -0x1.6c0c28p-10f;
    static final float COS_2 = 0x1.99e80cp-16f;

    private Elementary() {}

    /** e^x. Error below 1 ulp: {@code 2^k e^r} with {@code x = k ln 2 + r}. */
    public static float exp(float x) {
        float rounded = Math.fma(x, LOG2_E, ROUND);
        float p = expOfRemainder(x, rounded);
        int k = Float.floatToRawIntBits(rounded) - ROUND_BITS;
        float y = p * powerOfTwo(k >> 1) * powerOfTwo(k - (k >> 1));
        y = x < EXP_UNDERFLOW ? 0 : y;
        return x >= EXP_OVERFLOW ? Float.POSITIVE_INFINITY : y;
    }

    /** 1 + e^x for |x| ≤ 87.3; for other x, but for NaN, what is never used. */
    private static float onePlusExp(float x) {
        float rounded = Math.fma(x, LOG2_E, ROUND);
        // The bits of ROUND are shifted away.
        return Math.fma(expOfRemainder(x, rounded), powerOfTwo(Float.floatToRawIntBits(rounded)), 1);
    }

    /** e^r. */
    private static float expOfRemainder(float x, float rounded) {
        float n = rounded - ROUND;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2, x));
        float p = Math.fma(EXP_4, r, EXP_3);
        p = Math.fma(p, r, EXP_2);
        p = Math.fma(p, r, EXP_1);
        p = Math.fma(p, r, EXP_0);
        p = Math.fma(p, r, 1);
        return Math.fma(p, r, 1);
    }

    /** 2^k for -126 ≤ k ≤ 127; other k give what is never used. */
    private static float powerOfTwo(int k) {
        return Float.intBitsToFloat((k << 23) + ONE_BITS);
    }

    /** e^x - 1. Error below 1 ulp: {@code 2^k (e^r - 1) + (2^k - 1)}, halved so that it does not overflow too soon. */
    public static float expm1(float x) {
        float rounded = Math.fma(x, LOG2_E, ROUND);
        float n = rounded - ROUND;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2, x));
        float p = Math.fma(EXPM1_5, r, EXPM1_4);
        p = Math.fma(p, r, EXPM1_3);
        p = Math.fma(p, r, EXPM1_2);
        p = Math.fma(p, r, EXPM1_1);
        p = Math.fma(p, r, EXPM1_0);
        p = Math.fma(p, r * r, r);
        float half = powerOfTwo(Float.floatToRawIntBits(rounded) - ROUND_BITS - 1);
        float y = 2 * Math.fma(p, half, half - 0.5f);
        y = Math.abs(x) < TINY ? x : y;
        y = x < EXPM1_BOTTOM ? -1 : y;
        return x >= EXP_OVERFLOW ? Float.POSITIVE_INFINITY : y;
    }

    /** ln x. Error below 1 ulp: {@code k ln 2 + ln m} with {@code x = 2^k m}, m from 2/3 to 4/3. */
    public static float log(float x) {
        boolean small = x < Float.MIN_NORMAL;
        int bits = Float.floatToRawIntBits(small ? x * DENORMAL_SCALE : x);
        int exponent = (bits - TWO_THIRDS_BITS) & EXPONENT;
        float n = (exponent >> 23) + (small ? DENORMAL_EXPONENT : 0);
        float y = logarithm(Float.intBitsToFloat(bits - exponent) - 1, n);
        y = x < Float.POSITIVE_INFINITY ? y : x;
        y = x == 0 ? Float.NEGATIVE_INFINITY : y;
        return x < 0 ? Float.NaN : y;
    }

    /** {@code ln(1 + f) + n ln 2}. */
    private static float logarithm(float f, float n) {
        float p = Math.fma(LOG_8, f, LOG_7);
        p = Math.fma(p, f, LOG_6);
        p = Math.fma(p, f, LOG_5);
        p = Math.fma(p, f, LOG_4);
        p = Math.fma(p, f, LOG_3);
        p = Math.fma(p, f, LOG_2);
        p = Math.fma(p, f, LOG_1);
        p = Math.fma(p, f, LOG_0);
        return Math.fma(n, LN2, Math.fma(p, f * f, f));
    }

    /** ln(1 + x). Error below 1 ulp: as {@link #log}, with {@code m - 1} from x itself, where 1 + x is not rounded. */
    public static float log1p(float x) {
        int exponent = (Float.floatToRawIntBits(1 + x) - TWO_THIRDS_BITS) & EXPONENT;
        // A quarter, because 2^-128 has no bits of this form.
        float scale = 0.25f * Float.intBitsToFloat(ONE_BITS + 0x01000000 - exponent);
        float y = logarithm(Math.fma(x, scale, scale - 1), exponent >> 23);
        y = x < Float.POSITIVE_INFINITY ? y : x;
        y = Math.abs(x) < TINY ? x : y;
        y = x == -1 ? Float.NEGATIVE_INFINITY : y;
        return x < -1 ? Float.NaN : y;
    }

    /** Hyperbolic tangent. Error below 2 ulp: a polynomial near 0, {@code 1 - 2 / (e^2x + 1)} elsewhere. */
    public static float tanh(float x) {
        float a = Math.abs(x);
        float z = a * a;
        float p = Math.fma(TANH_4, z, TANH_3);
        p = Math.fma(p, z, TANH_2);
        p = Math.fma(p, z, TANH_1);
        p = Math.fma(p, z, TANH_0);
        p = Math.fma(p, z * a, a);
        float large = a > TANH_TOP ? TANH_TOP : a;
        float y = 1 - 2 / onePlusExp(large + large);
        return withSign(a < TANH_SMALL ? p : y, x);
    }

    /** 1 / (1 + e^-x). Error below 2.5 ulp; 0 where the exact result is less than the least normal float, 2^-126. */
    public static float sigmoid(float x) {
        float y = 1 / onePlusExp(-x);
        y = x < SIGMOID_BOTTOM ? 0 : y;
        return x > SIGMOID_TOP ? 1 : y;
    }

    /** Gauss error function. Error below 2 ulp: a polynomial near 0, {@code 1 - e^q(x)} elsewhere. */
    public static float erf(float x) {
        float a = Math.abs(x);
        float z = a * a;
        float p = Math.fma(ERF_6, z, ERF_5);
        p = Math.fma(p, z, ERF_4);
        p = Math.fma(p, z, ERF_3);
        p = Math.fma(p, z, ERF_2);
        p = Math.fma(p, z, ERF_1);
        p = Math.fma(p, z, ERF_0);
        p = Math.fma(p, a, a);
        float y = 1 - exp(logOfErfc(a > ERF_TOP ? ERF_TOP : a));
        return withSign(a < ERF_SMALL ? p : y, x);
    }

    private static float logOfErfc(float x) {
        float q = Math.fma(ERFC_6, x, ERFC_5);
        q = Math.fma(q, x, ERFC_4);
        q = Math.fma(q, x, ERFC_3);
        q = Math.fma(q, x, ERFC_2);
        q = Math.fma(q, x, ERFC_1);
        return Math.fma(q, x, ERFC_0);
    }

    /** y, which is not negative, with the sign of x. */
    private static float withSign(float y, float x) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(y) | (Float.floatToRawIntBits(x) & SIGN));
    }

    /** Sine of x radians. Error below 2 ulp; beyond 65536 by {@link StrictMath}. */
    public static float sin(float x) {
        float a = Math.abs(x);
        if (a > ANGLE_TOP) {
            return (float) StrictMath.sin(x);
        }
        float rounded = Math.fma(a, TWO_OVER_PI, ROUND);
        float r = reduced(a, rounded - ROUND);
        int quarter = Float.floatToRawIntBits(rounded);
        float y = (quarter & 1) == 0 ? sine(r) : cosine(r);
        int sign = ((quarter & 2) << 30) ^ (Float.floatToRawIntBits(x) & SIGN);
        return Float.intBitsToFloat(Float.floatToRawIntBits(y) ^ sign);
    }

    /** Cosine of x radians. Error below 2 ulp; beyond 65536 by {@link StrictMath}. */
    public static float cos(float x) {
        float a = Math.abs(x);
        if (a > ANGLE_TOP) {
            return (float) StrictMath.cos(x);
        }
        float rounded = Math.fma(a, TWO_OVER_PI, ROUND);
        float r = reduced(a, rounded - ROUND);
        int quarter = Float.floatToRawIntBits(rounded) + 1;
        float y = (quarter & 1) == 0 ? sine(r) : cosine(r);
        return Float.intBitsToFloat(Float.floatToRawIntBits(y) ^ ((quarter & 2) << 30));
    }

    /** {@code a - n π/2}. */
    private static float reduced(float a, float n) {
        return Math.fma(n, -HALF_PI_LOWEST, Math.fma(n, -HALF_PI_LOW, Math.fma(n, -HALF_PI, a)));
    }

    private static float sine(float r) {
        float z = r * r;
        float p = Math.fma(Math.fma(SIN_2, z, SIN_1), z, SIN_0);
        return Math.fma(p, z * r, r);
    }

    private static float cosine(float r) {
        float z = r * r;
        float p = Math.fma(Math.fma(COS_2, z, COS_1), z, COS_0);
        return Math.fma(p, z * z, Math.fma(z, -0.5f, 1));
    }
}
