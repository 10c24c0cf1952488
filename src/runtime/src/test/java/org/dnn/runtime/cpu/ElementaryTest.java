package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The errors that {@link Elementary} states, and that both forms give the same bits. */
class ElementaryTest {
    /** One vector's function. */
    @FunctionalInterface
    interface VectorFunction {
        FloatVector at(FloatVector x);
    }

    /** A function in both forms, exactly, and the error that its Javadoc states. */
    record Case(String name, Sweep.Function plain, VectorFunction vector, DoubleUnaryOperator exact,
            double bound) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Case> cases() {
        return List.of(new Case("exp", Elementary::exp, VectorElementary::exp, StrictMath::exp, 0.9),
                new Case("expm1", Elementary::expm1, VectorElementary::expm1, StrictMath::expm1, 1.45),
                new Case("log", Elementary::log, VectorElementary::log, StrictMath::log, 0.95),
                new Case("log1p", Elementary::log1p, VectorElementary::log1p, StrictMath::log1p, 1.55),
                new Case("tanh", Elementary::tanh, VectorElementary::tanh, StrictMath::tanh, 1.5),
                new Case("sigmoid", Elementary::sigmoid, VectorElementary::sigmoid, DoubleFunctions::sigmoid, 2.5),
                new Case("erf", Elementary::erf, VectorElementary::erf, DoubleFunctions::erf, 1.1),
                new Case("sin", Elementary::sin, VectorElementary::sin, StrictMath::sin, 1.6),
                new Case("cos", Elementary::cos, VectorElementary::cos, StrictMath::cos, 1.6));
    }

    /** A prime, so that all exponents meet all kinds of bits. */
    private static final int STRIDE = 4099;

    @ParameterizedTest
    @MethodSource("cases")
    void errorsAreWithinTheirBounds(Case c) {
        assertWithin(c, STRIDE);
    }

    /** Every float there is; minutes a function: -Ddnn.full=true. */
    @Tag("full")
    @EnabledIfSystemProperty(named = "dnn.full", matches = "true")
    @ParameterizedTest
    @MethodSource("cases")
    void errorsOfAllFloatsAreWithinTheirBounds(Case c) {
        assertWithin(c, 1);
    }

    private static void assertWithin(Case c, int stride) {
        Sweep.Deviation greatest = Sweep.greatestError(c.plain, c.exact, stride);
        assertTrue(greatest.ulps() <= c.bound, c + ": " + greatest);
    }

    /** Around where something changes: zeros, ones, denormals, thresholds, infinities, NaN. */
    private static float[] edges() {
        float[] centres = {0, 0x1p-149f, Float.MIN_NORMAL, Elementary.TINY, 1f / 3, 0.5f, Elementary.TANH_SMALL,
            2f / 3, Elementary.ERF_SMALL, 1, 4f / 3, 2, 3.9299f, Elementary.ERF_TOP, 9.01f, 10, 17.3f, 18,
            Elementary.EXP_OVERFLOW, 88, 87.3f, -Elementary.SIGMOID_BOTTOM, 103.9f, 104, 105, 0x1p23f, 0x1p24f,
            Elementary.ANGLE_TOP, 1e10f,
            0x1p126f, 0x1.5p127f, Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NaN};
        float[] edges = new float[centres.length * 2 * 9];
        int at = 0;
        for (float centre : centres) {
            for (int step = -4; step <= 4; step++) {
                float x = Float.intBitsToFloat(Math.max(0, Float.floatToIntBits(centre) + step));
                edges[at++] = x;
                edges[at++] = -x;
            }
        }
        return edges;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void edgesAreRight(Case c) {
        for (float x : edges()) {
            double error = Sweep.error(c.plain.at(x), c.exact.applyAsDouble(x));
            assertTrue(error <= c.bound, c + " of " + x + " is " + c.plain.at(x) + ", off by " + error);
        }
    }

    @Test
    void zerosKeepTheirSign() {
        for (Case c : cases()) {
            float expected = (float) c.exact.applyAsDouble(-0.0);
            assertEquals(Float.floatToIntBits(expected), Float.floatToIntBits(c.plain.at(-0f)), c.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void formsGiveTheSameBits(Case c) {
        compare(c, edges());
        float[] some = new float[1 << 16];
        for (int i = 0; i < some.length; i++) {
            some[i] = Float.intBitsToFloat(i * 65_521);
        }
        compare(c, some);
    }

    private static void compare(Case c, float[] x) {
        int lanes = VectorElementary.S.length();
        float[] plain = new float[x.length / lanes * lanes];
        float[] vector = new float[plain.length];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = c.plain.at(x[i]);
        }
        for (int i = 0; i < plain.length; i += lanes) {
            c.vector.at(FloatVector.fromArray(VectorElementary.S, x, i)).intoArray(vector, i);
        }
        Memory.assertSameBits(plain, vector, c.toString());
    }
}
