package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dnn.runtime.cpu.NestCode.Argument;
import org.dnn.runtime.cpu.NestCode.Sum;
import org.dnn.runtime.cpu.Value.Comparison;
import org.dnn.runtime.x86.MachineCode;
import org.dnn.runtime.x86.Vector.Width;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nests in machine code compute the bits of plain Java, and nothing beside what they are to compute. */
class MachineNestsTest {
    private static final float[] ODD = {0f, -0f, 1f, -1f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL,
        Float.MAX_VALUE, -Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, 0.5f, 88.8f,
        -88f, 1e-30f};

    static List<Width> widths() {
        return Stream.of(Width.YMM, Width.ZMM).filter(w -> MachineCode.whyNot(w).isEmpty()).toList();
    }

    private static void assumeMachineCode() {
        assumeTrue(!widths().isEmpty(), MachineCode.whyNot(Width.YMM));
    }

    static void run(MachineNests nests, int nest, float[] memory, int... told) {
        NestCall call = nests.nest(nest, 64);
        for (int number : told) {
            call.with(number);
        }
        call.run(MemorySegment.ofArray(memory));
    }

    static void assertSame(float[] expected, float[] actual, String what) {
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
                assertEquals(expected[i], actual[i], what + ", at " + i);
            }
        }
    }

    private record Named<T>(String name, T function, Sweep.Function plain) {}

    private static List<Named<UnaryOperator<Value>>> functions() {
        return List.of(new Named<>("exp", MachineElementary::exp, Elementary::exp),
                new Named<>("expm1", MachineElementary::expm1, Elementary::expm1),
                new Named<>("log", MachineElementary::log, Elementary::log),
                new Named<>("log1p", MachineElementary::log1p, Elementary::log1p),
                new Named<>("tanh", MachineElementary::tanh, Elementary::tanh),
                new Named<>("sigmoid", MachineElementary::sigmoid, Elementary::sigmoid),
                new Named<>("erf", MachineElementary::erf, Elementary::erf),
                new Named<>("neg", Value::neg, x -> -x), new Named<>("abs", Value::abs, Math::abs),
                new Named<>("sqrt", Value::sqrt, x -> (float) Math.sqrt(x)),
                new Named<>("max 0", x -> x.max(0), x -> Math.max(x, 0)),
                new Named<>("max -0", x -> x.max(-0f), x -> Math.max(x, -0f)),
                new Named<>("min 0", x -> x.min(0), x -> Math.min(x, 0)),
                new Named<>("min -0", x -> x.min(-0f), x -> Math.min(x, -0f)),
                new Named<>("max 3", x -> x.max(3), x -> Math.max(x, 3)),
                new Named<>("min 3", x -> x.min(3), x -> Math.min(x, 3)),
                new Named<>("max NaN", x -> x.max(Float.NaN), x -> Math.max(x, Float.NaN)));
    }

    /** A prime, so that all exponents meet all kinds of bits. */
    private static final int STRIDE = 40_009;

    @ParameterizedTest
    @MethodSource("widths")
    void functionsHaveTheBitsOfPlainJava(Width width) {
        int count = (int) ((1L << 32) / STRIDE);
        float[] values = new float[2 * count];
        for (int i = 0; i < count; i++) {
            values[i] = Float.intBitsToFloat(i * STRIDE);
        }
        System.arraycopy(ODD, 0, values, 0, ODD.length);
        for (Named<UnaryOperator<Value>> function : functions()) {
            MachineNests nests = new MachineNests();
            NestCode nest = nests.ofPoints();
            Argument x = nest.argument();
            nest.store(function.function.apply(nest.load(x, 0, 0)), nest.argument(), 0, 0);
            float[] actual = values.clone();
            run(nests.assembled(width), 0, actual, 0, count, 0, count);
            float[] expected = values.clone();
            for (int i = 0; i < count; i++) {
                expected[count + i] = function.plain.at(values[i]);
            }
            assertSame(expected, actual, function.name);
        }
    }

    private record Pair(String name, BinaryOperator<Value> function, BinaryOperator<Float> plain) {}

    private static Pair comparison(Comparison comparison, BiPredicate<Float, Float> plain) {
        return new Pair(comparison.name(), (x, y) -> x.like(2).blend(5, x.compare(comparison, y)),
                (x, y) -> plain.test(x, y) ? 5f : 2f);
    }

    private static List<Pair> pairs() {
        return List.of(new Pair("add", Value::add, (x, y) -> x + y), new Pair("sub", Value::sub, (x, y) -> x - y),
                new Pair("mul", Value::mul, (x, y) -> x * y), new Pair("div", Value::div, (x, y) -> x / y),
                new Pair("max", Value::max, Math::max), new Pair("min", Value::min, Math::min),
                new Pair("blend", (x, y) -> x.blend(y, y.compare(Comparison.LT, 1)), (x, y) -> y < 1 ? y : x),
                new Pair("fma", (x, y) -> x.fma(y, x), (x, y) -> Math.fma(x, y, x)),
                new Pair("square and add", (x, y) -> x.fma(x, y), (x, y) -> Math.fma(x, x, y)),
                comparison(Comparison.LT, (x, y) -> x < y), comparison(Comparison.LE, (x, y) -> x <= y),
                comparison(Comparison.GT, (x, y) -> x > y), comparison(Comparison.GE, (x, y) -> x >= y),
                comparison(Comparison.EQ, (x, y) -> x.floatValue() == y.floatValue()),
                comparison(Comparison.NE, (x, y) -> x.floatValue() != y.floatValue()));
    }

    @ParameterizedTest
    @MethodSource("widths")
    void operationsHaveTheBitsOfPlainJava(Width width) {
        int count = ODD.length * ODD.length;
        for (Pair pair : pairs()) {
            MachineNests nests = new MachineNests();
            NestCode nest = nests.ofPoints();
            Value x = nest.load(nest.argument(), 0, 0);
            Value y = nest.load(nest.argument(), 0, 0);
            nest.store(pair.function.apply(x, y), nest.argument(), 0, 0);
            float[] expected = new float[3 * count];
            for (int i = 0; i < count; i++) {
                expected[i] = ODD[i / ODD.length];
                expected[count + i] = ODD[i % ODD.length];
            }
            float[] actual = expected.clone();
            for (int i = 0; i < count; i++) {
                expected[2 * count + i] = pair.plain.apply(expected[i], expected[count + i]);
            }
            run(nests.assembled(width), 0, actual, new int[]{0, count, 0, count, 2 * count});
            assertSame(expected, actual, pair.name);
        }
    }

    /** A nest and what it is to do, in plain Java, with a seed that chooses its terms. */
    private static final class RandomTerms {
        private static final int INPUTS = 5;

        private final Random random;
        private final List<Value> values = new ArrayList<>();
        private final List<float[]> exact = new ArrayList<>();

        RandomTerms(long seed) {
            random = new Random(seed);
        }

        /** Any value, an early one more often, so that many are needed for long. */
        private int any() {
            int some = random.nextInt(values.size());
            return Math.min(some, random.nextInt(values.size()));
        }

        void grow(NestCode nest) {
            int x = any();
            int y = any();
            int z = any();
            float number = (random.nextInt(9) - 4) / 4f;
            Value a = values.get(x);
            Value b = values.get(y);
            Value c = values.get(z);
            switch (random.nextInt(10)) {
                case 0 -> put(a.add(b), i -> at(x, i) + at(y, i));
                case 1 -> put(a.sub(b), i -> at(x, i) - at(y, i));
                case 2 -> put(a.mul(number), i -> at(x, i) * number);
                case 3 -> put(nest.number(number).sub(a), i -> number - at(x, i));
                case 4 -> put(a.fma(b, c), i -> Math.fma(at(x, i), at(y, i), at(z, i)));
                case 5 -> put(a.fma(number, c), i -> Math.fma(at(x, i), number, at(z, i)));
                case 6 -> put(a.fma(b, number), i -> Math.fma(at(x, i), at(y, i), number));
                case 7 -> put(a.fma(number, 0.75f), i -> Math.fma(at(x, i), number, 0.75f));
                case 8 ->
                    put(a.blend(b, c.compare(Comparison.LT, number)), i -> at(z, i) < number ? at(y, i) : at(x, i));
                default -> put(a.max(b).min(1.5f).max(-1.5f),
                        i -> Math.max(Math.min(Math.max(at(x, i), at(y, i)), 1.5f), -1.5f));
            }
        }

        private float at(int value, int place) {
            return exact.get(value)[place];
        }

        void put(Value value, Function<Integer, Float> plain) {
            float[] all = new float[exact.isEmpty() ? 0 : exact.getFirst().length];
            values.add(value);
            exact.add(all);
            for (int i = 0; i < all.length; i++) {
                all[i] = plain.apply(i);
            }
        }
    }

    /** More values at once than there are registers. */
    @ParameterizedTest
    @MethodSource("widths")
    void manyValuesHaveTheBitsOfPlainJava(Width width) {
        int rows = 37;
        for (int seed = 0; seed < 50; seed++) {
            RandomTerms terms = new RandomTerms(seed);
            MachineNests nests = new MachineNests();
            NestCode nest = nests.ofPoints();
            float[] memory = Memory.random((RandomTerms.INPUTS + 1) * rows + 20, seed);
            Argument[] inputs = new Argument[RandomTerms.INPUTS + 1];
            int[] told = new int[RandomTerms.INPUTS + 3];
            told[1] = rows;
            for (int i = 0; i <= RandomTerms.INPUTS; i++) {
                inputs[i] = nest.argument();
                told[2 + i] = i * rows;
            }
            for (int i = 0; i < RandomTerms.INPUTS; i++) {
                terms.values.add(i == 0 ? nest.broadcast(inputs[0], 0, 3) : nest.load(inputs[i], 0, 0));
                float[] column = Arrays.copyOfRange(memory, i * rows, (i + 1) * rows);
                if (i == 0) {
                    Arrays.fill(column, column[3]);
                }
                terms.exact.add(column);
            }
            for (int i = 0; i < 20 + seed; i++) {
                terms.grow(nest);
            }
            Value all = terms.values.getFirst();
            float[] expected = memory.clone();
            float[] sum = terms.exact.getFirst().clone();
            for (int v = 1; v < terms.values.size(); v++) {
                all = all.add(terms.values.get(v));
                for (int i = 0; i < rows; i++) {
                    sum[i] += terms.at(v, i);
                }
            }
            nest.store(all, inputs[RandomTerms.INPUTS], 0, 0);
            System.arraycopy(sum, 0, expected, RandomTerms.INPUTS * rows, rows);
            float[] actual = memory.clone();
            run(nests.assembled(width), 0, actual, told);
            assertSame(expected, actual, "seed " + seed);
        }
    }

    /** Elements of a strip, those of a buffer that is kept, and one number for each element; more places than registers. */
    @ParameterizedTest
    @MethodSource("widths")
    void elementsOfRowsAreWhereTheyAre(Width width) {
        int many = 12;
        for (int count : new int[]{1, 7, 8, 16, 17, 33}) {
            for (int size : new int[]{1, 2, 5}) {
                MachineNests nests = new MachineNests();
                NestCode nest = nests.ofElements();
                Argument strip = nest.argument();
                Argument kept = nest.kept();
                Argument bias = nest.argument();
                Argument result = nest.kept();
                Value sum = nest.load(strip, 48, 96).add(nest.load(kept, 1, 2)).add(nest.broadcast(bias, 1, 1));
                for (int i = 0; i < many; i++) {
                    sum = sum.mul(nest.load(strip, i, 0));
                }
                nest.store(sum, result, 2, 0);
                float[] actual = Memory.random(4000, size);
                float[] expected = actual.clone();
                run(nests.assembled(width), 0, actual, count, size, 5, 1000, 2000, 2500);
                for (int i = 0; i < size; i++) {
                    for (int row = 0; row < count; row++) {
                        float value = expected[5 + i * 48 + 96 + row] + expected[1000 + (i + 2) * 64 + row]
                                + expected[2000 + i + 1];
                        for (int k = 0; k < many; k++) {
                            value *= expected[5 + i * k + row];
                        }
                        expected[2500 + i * 2 * 64 + row] = value;
                    }
                    int end = 2500 + i * 2 * 64 + count;
                    System.arraycopy(actual, end, expected, end, 16);
                }
                assertSame(expected, actual, count + " rows, " + size + " elements");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("widths")
    void sumsGoOnInTheirLanes(Width width) {
        for (int count = 1; count < 70; count++) {
            for (int size : new int[]{1, 3}) {
                MachineNests nests = new MachineNests();
                NestCode nest = nests.ofElements();
                Argument rows = nest.argument();
                Argument lanes = nest.argument();
                Sum first = nest.sum(lanes, 16, 0);
                Sum second = nest.sum(lanes, 16, 160);
                for (int j = 0; j < 2; j++) {
                    first.add(nest.load(rows, 160, j * 80));
                    second.add(nest.load(rows, 160, j * 80).neg());
                }
                float[] actual = Memory.random(2000, count);
                actual[1000] = -0f;
                float[] expected = actual.clone();
                run(nests.assembled(width), 0, actual, count, size, 1, 1000);
                for (int i = 0; i < size; i++) {
                    for (int row = 0; row < count; row++) {
                        for (int j = 0; j < 2; j++) {
                            float term = expected[1 + i * 160 + j * 80 + row];
                            expected[1000 + i * 16 + row % 16] += term;
                            expected[1160 + i * 16 + row % 16] += -term;
                        }
                    }
                }
                assertSame(expected, actual, count + " rows, " + size + " elements");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("widths")
    void sevenSumsGatherAtOnce(Width width) {
        int count = 37;
        MachineNests nests = new MachineNests();
        NestCode nest = nests.ofRows();
        Argument rows = nest.argument();
        Argument lanes = nest.argument();
        Value term = nest.load(rows, 0, 0);
        for (int i = 0; i < MachineNests.MOST_SUMS; i++) {
            nest.sum(lanes, 0, 16 * i).add(MachineElementary.tanh(term).mul(i));
        }
        float[] actual = Memory.random(400, 3);
        float[] expected = actual.clone();
        run(nests.assembled(width), 0, actual, count, 0, 100);
        for (int i = 0; i < MachineNests.MOST_SUMS; i++) {
            for (int row = 0; row < count; row++) {
                expected[100 + 16 * i + row % 16] += Elementary.tanh(expected[row]) * i;
            }
        }
        assertSame(expected, actual, "sums");
    }

    @ParameterizedTest
    @MethodSource("widths")
    void pointsAreThoseBetweenTheBorders(Width width) {
        for (int from = 0; from < 20; from++) {
            for (int to = from; to < 60; to++) {
                MachineNests nests = new MachineNests();
                NestCode nest = nests.ofPoints();
                Argument x = nest.argument();
                Argument factor = nest.argument();
                nest.store(nest.load(x, 0, 0).mul(nest.broadcast(factor, 0, 0)), x, 0, 0);
                float[] actual = Memory.random(100, to);
                float[] expected = actual.clone();
                run(nests.assembled(width), 0, actual, from, to, 40, 3);
                for (int i = from; i < to; i++) {
                    expected[40 + i] *= expected[3];
                }
                assertSame(expected, actual, from + " to " + to);
            }
        }
    }

    /** A softmax over what is far apart: two variables, and a value that is computed between what is repeated and used in it. */
    private static NestCode softmax(MachineNests nests, boolean strideIsTold) {
        NestCode nest = nests.ofPoints();
        Argument classes = nest.argument();
        Argument stride = nest.argument();
        Argument x = nest.argument();
        Argument factor = nest.argument();
        Argument result = nest.argument();
        Value largest = nest.variable(Float.NEGATIVE_INFINITY);
        Value sum = nest.variable(0);
        nest.repeat(classes);
        nest.become(largest, largest.max(strideIsTold ? nest.load(x, stride, 0) : nest.load(x, 50, 0)));
        nest.end();
        Value scaled = largest.mul(nest.broadcast(factor, 0, 1));
        nest.repeat(classes);
        Value shifted = (strideIsTold ? nest.load(x, stride, 0) : nest.load(x, 50, 0)).sub(scaled)
                .add(strideIsTold ? nest.broadcast(factor, stride, 0) : nest.broadcast(factor, 50, 0));
        nest.become(sum, sum.add(MachineElementary.exp(shifted)));
        if (strideIsTold) {
            nest.store(shifted, result, stride, 2);
        } else {
            nest.store(shifted, result, 50, 2);
        }
        nest.end();
        nest.store(sum.add(scaled), x, 0, 0);
        return nest;
    }

    @ParameterizedTest
    @MethodSource("widths")
    void whatIsRepeatedHasVariables(Width width) {
        for (boolean strideIsTold : new boolean[]{false, true}) {
            for (int classes : new int[]{1, 2, 7}) {
                for (int to : new int[]{3, 8, 16, 33, 48}) {
                    MachineNests nests = new MachineNests();
                    softmax(nests, strideIsTold);
                    float[] actual = Memory.random(2000, to);
                    float[] expected = actual.clone();
                    run(nests.assembled(width), 0, actual, 2, to, classes, 50, 10, 500, 1000);
                    for (int i = 2; i < to; i++) {
                        float largest = Float.NEGATIVE_INFINITY;
                        for (int c = 0; c < classes; c++) {
                            largest = Math.max(largest, expected[10 + i + 50 * c]);
                        }
                        float scaled = largest * expected[501];
                        float sum = 0;
                        for (int c = 0; c < classes; c++) {
                            float shifted = expected[10 + i + 50 * c] - scaled + expected[500 + 50 * c];
                            sum += Elementary.exp(shifted);
                            expected[1002 + i + 50 * c] = shifted;
                        }
                        expected[10 + i] = sum + scaled;
                    }
                    assertSame(expected, actual, classes + " classes, to " + to);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("widths")
    void whatIsRepeatedNoTimeIsNotDone(Width width) {
        MachineNests nests = new MachineNests();
        softmax(nests, true);
        float[] memory = new float[2000];
        run(nests.assembled(width), 0, memory, 0, 5, 0, 50, 10, 500, 1000);
        for (int i = 0; i < memory.length; i++) {
            assertEquals(i >= 10 && i < 15 ? Float.NaN : 0, memory[i], "at " + i);
        }
    }

    /** Also of more places than there are registers, and of a distance that is told. */
    @ParameterizedTest
    @MethodSource("widths")
    void elementsOfAGridHaveSoManyPoints(Width width) {
        int many = 12;
        for (int points : new int[]{1, 7, 16, 20, 33}) {
            for (int size : new int[]{1, 2, 5}) {
                MachineNests nests = new MachineNests();
                NestCode nest = nests.ofGrid();
                Argument x = nest.argument();
                Argument apart = nest.argument();
                Argument bias = nest.argument();
                Argument result = nest.argument();
                Value sum = nest.load(x, apart, 3).add(nest.broadcast(bias, 1, 1));
                for (int i = 0; i < many; i++) {
                    sum = sum.mul(nest.load(x, 10 + i, 0));
                }
                nest.store(sum, result, apart, 2);
                float[] actual = Memory.random(1000, size);
                float[] expected = actual.clone();
                run(nests.assembled(width), 0, actual, points, size, 5, 40, 600, 700);
                for (int i = 0; i < size; i++) {
                    for (int p = 0; p < points; p++) {
                        float value = expected[5 + 40 * i + 3 + p] + expected[601 + i];
                        for (int k = 0; k < many; k++) {
                            value *= expected[5 + i * (10 + k) + p];
                        }
                        expected[702 + 40 * i + p] = value;
                    }
                }
                assertSame(expected, actual, points + " points, " + size + " elements");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("widths")
    void bytesAndFloatsOfAColumnAreRead(Width width) {
        byte[] bytes = new byte[500];
        new Random(3).nextBytes(bytes);
        float[] floats = Memory.random(500, 4);
        for (boolean inBytes : new boolean[]{true, false}) {
            MachineNests nests = new MachineNests();
            NestCode nest = nests.ofPoints();
            Argument column = inBytes ? nest.bytes() : nest.floats();
            nest.store(nest.load(column, 0, 0).add(nest.load(column, 0, 3)), nest.argument(), 0, 0);
            nests.assembled(width);
            MemorySegment segment = inBytes ? MemorySegment.ofArray(bytes) : MemorySegment.ofArray(floats);
            float[] actual = Memory.random(200, 5);
            float[] expected = actual.clone();
            nests.nest(0, 64).with(1).with(97).with(400).with(100).run(MemorySegment.ofArray(actual), segment);
            for (int i = 1; i < 97; i++) {
                expected[100 + i] = inBytes
                        ? (bytes[400 + i] & 0xFF) + (bytes[403 + i] & 0xFF)
                        : floats[400 + i] + floats[403 + i];
            }
            assertSame(expected, actual, "column");
            for (int[] outside : new int[][]{{1, 97, 401, 0}, {0, 10, -1, 0}, {0, 98, 400, 0}, {0, 64, 0, 137}}) {
                assertThrows(IndexOutOfBoundsException.class, () -> nests.nest(0, 64).with(outside[0]).with(outside[1])
                        .with(outside[2]).with(outside[3]).run(MemorySegment.ofArray(actual), segment));
            }
            assertSame(expected, actual, "column");
        }
    }

    /** Also where that is more than a register counts. */
    @ParameterizedTest
    @MethodSource("widths")
    void turnsBeyondTheColumnAreRefused(Width width) {
        MachineNests nests = new MachineNests();
        NestCode nest = nests.ofPoints();
        Argument turns = nest.argument();
        Argument apart = nest.argument();
        Argument column = nest.floats();
        Value sum = nest.variable(0);
        nest.repeat(turns);
        nest.become(sum, sum.add(nest.load(column, apart, 0)));
        nest.end();
        nest.store(sum, nest.argument(), 0, 0);
        nests.assembled(width);
        MemorySegment memory = MemorySegment.ofArray(new float[20]);
        MemorySegment floats = MemorySegment.ofArray(new float[]{1, 2, 3, 4, 5, 6});
        nests.nest(0, 64).with(0).with(2).with(3).with(2).with(0).with(7).run(memory, floats);
        assertEquals(9, memory.get(ValueLayout.JAVA_FLOAT, 28));
        assertEquals(12, memory.get(ValueLayout.JAVA_FLOAT, 32));
        for (int[] told : new int[][]{{4, 2}, {3, 3}, {1 << 30, 1 << 30}, {Integer.MAX_VALUE, Integer.MAX_VALUE}}) {
            assertThrows(IndexOutOfBoundsException.class, () -> nests.nest(0, 64).with(0).with(2).with(told[0])
                    .with(told[1]).with(0).with(7).run(memory, floats));
        }
    }

    /** Bytes are read by whole vectors. */
    @Test
    void bytesBehindTheLastPointAreInTheColumnToo() {
        assumeMachineCode();
        for (Width width : widths()) {
            MachineNests nests = new MachineNests();
            NestCode nest = nests.ofPoints();
            nest.store(nest.load(nest.bytes(), 0, 0), nest.argument(), 0, 0);
            nests.assembled(width);
            MemorySegment column = MemorySegment.ofArray(new byte[48]);
            MemorySegment memory = MemorySegment.ofArray(new float[100]);
            nests.nest(0, 64).with(0).with(48).with(0).with(0).run(memory, column);
            nests.nest(0, 64).with(0).with(3).with(32).with(0).run(memory, column);
            assertThrows(IndexOutOfBoundsException.class,
                    () -> nests.nest(0, 64).with(0).with(3).with(48 - 7).with(0).run(memory, column));
        }
    }

    @Test
    void aNestHasOneColumn() {
        NestCode nest = new NestCode(NestCode.Kind.POINTS);
        Argument bytes = nest.bytes();
        assertThrows(IllegalStateException.class, nest::floats);
        assertThrows(IllegalStateException.class, () -> nest.broadcast(bytes, 0, 0));
    }

    /** The last place of the largest of what a strip has of a row, and of what is kept of it; then both in one. */
    @ParameterizedTest
    @MethodSource("widths")
    void rowsRepeatAndKnowTheTurn(Width width) {
        int capacity = 48;
        for (int rows : new int[]{1, 8, 16, 17, 48}) {
            for (int turns : new int[]{0, 1, 5, 90}) {
                MachineNests nests = new MachineNests();
                NestCode nest = nests.ofRows();
                Argument x = nest.argument();
                Argument kept = nest.kept();
                Argument result = nest.argument();
                Argument count = nest.argument();
                Value largest = nest.variable(Float.NEGATIVE_INFINITY);
                Value place = nest.variable(-1);
                nest.repeat(count);
                Value sum = nest.load(x, 50, 0).add(nest.load(kept, 1, 0));
                nest.become(place,
                        place.blend(nest.turn().mul(2).add(nest.turn()), sum.compare(Value.Comparison.GE, largest)));
                nest.become(largest, largest.max(sum));
                nest.end();
                nest.repeat(count);
                nest.store(nest.turn().add(place), x, 50, 0);
                nest.end();
                nest.store(place, result, 0, 0);
                nests.assembled(width);
                float[] memory = new float[90 * (50 + capacity) + 100];
                for (int i = 0; i < memory.length; i++) {
                    memory[i] = i * 37 % 101;
                }
                float[] expected = memory.clone();
                int ofKept = 90 * 50;
                int ofResult = 90 * (50 + capacity);
                for (int row = 0; row < rows; row++) {
                    float most = Float.NEGATIVE_INFINITY;
                    float at = -1;
                    for (int turn = 0; turn < turns; turn++) {
                        float here = memory[50 * turn + row] + memory[ofKept + capacity * turn + row];
                        at = here >= most ? 3 * turn : at;
                        most = Math.max(most, here);
                    }
                    for (int turn = 0; turn < turns; turn++) {
                        expected[50 * turn + row] = turn + at;
                    }
                    expected[ofResult + row] = at;
                }
                nests.nest(0, capacity).with(rows).with(0).with(ofKept).with(ofResult).with(turns)
                        .run(MemorySegment.ofArray(memory));
                for (int row = 0; row < rows; row++) {
                    for (int turn = 0; turn < turns; turn++) {
                        assertEquals(expected[50 * turn + row], memory[50 * turn + row]);
                    }
                    assertEquals(expected[ofResult + row], memory[ofResult + row]);
                }
                assertThrows(IndexOutOfBoundsException.class, () -> nests.nest(0, capacity).with(rows).with(0)
                        .with(ofKept).with(ofResult).with(200).run(MemorySegment.ofArray(memory)));
            }
        }
    }

    @Test
    void elementsRepeatNothingAndNothingIsRepeatedInAnother() {
        NestCode elements = new NestCode(NestCode.Kind.ELEMENTS);
        Argument ofElements = elements.argument();
        assertThrows(IllegalStateException.class, () -> elements.repeat(ofElements));
        assertThrows(IllegalStateException.class, elements::turn);
        NestCode points = new NestCode(NestCode.Kind.POINTS);
        Argument count = points.argument();
        points.repeat(count);
        assertThrows(IllegalStateException.class, () -> points.repeat(count));
        points.end();
        assertThrows(IllegalStateException.class, () -> points.load(count, 5, 0));
    }

    /** Written before it is read again: what was loaded before does not count. */
    @ParameterizedTest
    @MethodSource("widths")
    void whatIsStoredIsReadAgain(Width width) {
        MachineNests nests = new MachineNests();
        NestCode nest = nests.ofRows();
        Argument x = nest.argument();
        nest.store(nest.load(x, 0, 0).add(1), x, 0, 0);
        nest.store(nest.load(x, 0, 0).mul(2), x, 0, 16);
        float[] memory = new float[32];
        run(nests.assembled(width), 0, memory, 16, 0);
        assertEquals(1, memory[3]);
        assertEquals(2, memory[19]);
    }

    static void refused(Consumer<float[]> call) {
        float[] memory = new float[1000];
        assertThrows(IndexOutOfBoundsException.class, () -> call.accept(memory));
        for (float value : memory) {
            assertEquals(0, value);
        }
    }

    @ParameterizedTest
    @MethodSource("widths")
    void whatWouldLeaveTheMemoryIsRefused(Width width) {
        MachineNests nests = new MachineNests();
        NestCode elements = nests.ofElements();
        Argument from = elements.argument();
        Argument bias = elements.argument();
        Argument kept = elements.kept();
        elements.store(elements.load(from, 100, 0).add(elements.broadcast(bias, 1, 2)).add(1), kept, 1, 0);
        NestCode sums = nests.ofRows();
        Argument term = sums.argument();
        sums.sum(sums.argument(), 0, 0).add(sums.load(term, 0, 0).add(1));
        NestCode points = nests.ofPoints();
        Argument x = points.argument();
        points.store(points.load(x, 0, 0).add(1), x, 0, 0);
        softmax(nests, true);
        NestCode grid = nests.ofGrid();
        Argument apart = grid.argument();
        Argument y = grid.argument();
        grid.store(grid.load(y, apart, 0).add(1), y, 30, 0);
        nests.assembled(width);
        float[] whole = new float[1000];
        run(nests, 0, whole, 16, 3, 784, 995, 856);
        run(nests, 1, whole, 17, 968, 984);
        run(nests, 2, whole, 0, 1000, 0);
        run(nests, 3, whole, 0, 20, 3, 50, 880, 898, 878);
        refused(memory -> run(nests, 0, memory, 16, 3, 785, 0, 0));
        refused(memory -> run(nests, 0, memory, 17, 3, 784, 0, 0));
        refused(memory -> run(nests, 0, memory, 16, 4, 784, 0, 0));
        refused(memory -> run(nests, 0, memory, 16, 3, -1, 0, 0));
        refused(memory -> run(nests, 0, memory, 16, 3, 0, 996, 0));
        refused(memory -> run(nests, 0, memory, 16, 3, 0, -3, 0));
        refused(memory -> run(nests, 0, memory, 16, 3, 0, 0, 857));
        refused(memory -> run(nests, 0, memory, Integer.MAX_VALUE, 3, 0, 0, 0));
        refused(memory -> run(nests, 0, memory, 16, Integer.MAX_VALUE, 0, 0, 0));
        refused(memory -> run(nests, 1, memory, 16, 0, 985));
        refused(memory -> run(nests, 1, memory, 17, 969, 0));
        run(nests, 4, whole, 20, 4, 30, 890);
        run(nests, 4, whole, 0, 4, 30, 2000);
        run(nests, 4, whole, 20, 0, 30, 2000);
        refused(memory -> run(nests, 4, memory, 20, 4, 30, 891));
        refused(memory -> run(nests, 4, memory, 21, 4, 30, 890));
        refused(memory -> run(nests, 4, memory, 20, 5, 20, 890));
        refused(memory -> run(nests, 4, memory, 20, 4, 31, 890));
        refused(memory -> run(nests, 4, memory, 20, 4, -1, 890));
        refused(memory -> run(nests, 3, memory, 0, 20, 3, 50, 881, 898, 878));
        refused(memory -> run(nests, 3, memory, 0, 20, 3, 50, 880, 900, 878));
        refused(memory -> run(nests, 3, memory, 0, 20, 3, 50, 880, 898, 879));
        refused(memory -> run(nests, 3, memory, 0, 21, 3, 50, 880, 898, 877));
        refused(memory -> run(nests, 3, memory, 0, 20, 4, 50, 880, 800, 800));
        refused(memory -> run(nests, 3, memory, 0, 20, 3, 51, 880, 800, 800));
        refused(memory -> run(nests, 3, memory, 0, 20, 3, -1, 880, 800, 800));
        refused(memory -> run(nests, 3, memory, 0, 20, Integer.MAX_VALUE, Integer.MAX_VALUE, 0, 0, 0));
        refused(memory -> run(nests, 2, memory, 0, 1001, 0));
        refused(memory -> run(nests, 2, memory, -1, 10, 5));
        refused(memory -> run(nests, 2, memory, 0, 10, -1));
        float[] untouched = new float[1000];
        run(nests, 0, untouched, 0, 3, 5000, 0, 0);
        run(nests, 0, untouched, 3, 0, 5000, 0, 0);
        run(nests, 2, untouched, 5, 5, 5000);
        assertEquals(0, untouched[0]);
    }

    @ParameterizedTest
    @MethodSource("widths")
    void whatIsToldTooLittleOrTooMuchIsRefused(Width width) {
        MachineNests nests = new MachineNests();
        NestCode nest = nests.ofPoints();
        Argument x = nest.argument();
        nest.store(nest.load(x, 0, 0).add(1), x, 0, 0);
        nests.assembled(width);
        float[] memory = new float[100];
        assertThrows(IllegalStateException.class, () -> run(nests, 0, memory, 0, 100));
        assertThrows(IllegalStateException.class, () -> run(nests, 0, memory, 0, 100, 0, 0));
        run(nests, 0, memory, 0, 100, 0);
        assertEquals(1, memory[99]);
    }

    @Test
    void tooManySumsAreRefused() {
        assumeMachineCode();
        MachineNests nests = new MachineNests();
        NestCode nest = nests.ofRows();
        Argument lanes = nest.argument();
        for (int i = 0; i < 40; i++) {
            nest.sum(lanes, 0, 16 * i).add(nest.load(lanes, 0, 0));
        }
        assertThrows(IllegalStateException.class, nests::assembled);
    }
}
