package org.dnn.runtime.cpu;

import static org.dnn.runtime.cpu.MachineNestsTest.assertSame;
import static org.dnn.runtime.cpu.MachineNestsTest.refused;
import static org.dnn.runtime.cpu.MachineNestsTest.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.dnn.runtime.cpu.NestCode.Argument;
import org.dnn.runtime.x86.Vector.Width;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What machine code gathers of neighbours, in sixteen lanes, has the bits of plain Java. */
class NestsOfNeighboursTest {
    private static final String WIDTHS = "org.dnn.runtime.cpu.MachineNestsTest#widths";
    private static final int[] COUNTS = {1, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 100, 257};

    /** The gradient of a bias, and its step: how many elements, neighbours, rows, how far elements and rows are apart, places. */
    private static void bias(MachineNests nests, boolean isTold, int ofElement, int ofRow) {
        NestCode nest = nests.ofNeighbours();
        Argument count = nest.argument();
        Argument rows = nest.argument();
        Argument each = nest.argument();
        Argument apart = nest.argument();
        Argument gradient = isTold ? nest.argument(each) : nest.argument(ofElement);
        Argument velocity = nest.argument(1);
        Argument momentum = nest.argument();
        Argument bias = nest.argument(1);
        Value sum = nest.variable(0);
        Value squares = nest.variable(0);
        nest.neighbours(count, rows);
        Value term = isTold ? nest.load(gradient, apart, 1) : nest.load(gradient, ofRow, 1);
        nest.become(sum, sum.add(term));
        nest.become(squares, squares.add(term.mul(term)));
        nest.end();
        Value total = sum.sumOfLanes();
        Value next = nest.broadcast(velocity, 0, 0).mul(nest.broadcast(momentum, 0, 0)).add(total);
        nest.put(next, velocity, 0);
        nest.put(nest.broadcast(bias, 0, 0).sub(next), bias, 0);
        nest.put(squares.sumOfLanes(), bias, 10);
    }

    private static float sum(float[] lanes) {
        return LaneSums.sum(lanes, 0);
    }

    @ParameterizedTest
    @MethodSource(WIDTHS)
    void sumsOverRowsAreThoseOfPlainJava(Width width) {
        for (boolean isTold : new boolean[]{false, true}) {
            for (int count : COUNTS) {
                for (int rows : new int[]{0, 1, 3}) {
                    for (int elements : new int[]{1, 2, 5}) {
                        MachineNests nests = new MachineNests();
                        int ofRow = elements * count;
                        bias(nests, isTold, count, ofRow);
                        float[] actual = Memory.random(5000, count + rows);
                        float[] expected = actual.clone();
                        run(nests.assembled(width), 0, actual, elements, count, rows, count, ofRow, 100, 3, 2, 20);
                        for (int i = 0; i < elements; i++) {
                            float[] sums = new float[16];
                            float[] squares = new float[16];
                            for (int row = 0; row < rows; row++) {
                                for (int j = 0; j < count; j++) {
                                    float term = expected[101 + i * count + row * ofRow + j];
                                    sums[j & 15] += term;
                                    squares[j & 15] += term * term;
                                }
                            }
                            expected[3 + i] = expected[3 + i] * expected[2] + sum(sums);
                            expected[20 + i] = expected[20 + i] - expected[3 + i];
                            expected[30 + i] = sum(squares);
                        }
                        assertSame(expected, actual, count + " neighbours, " + rows + " rows, " + elements);
                    }
                }
            }
        }
    }

    /** A softmax, half of which is written once more: how many elements, neighbours, half of them, their distance, places. */
    private static void softmax(MachineNests nests) {
        NestCode nest = nests.ofNeighbours();
        Argument count = nest.argument();
        Argument half = nest.argument();
        Argument apart = nest.argument();
        Argument x = nest.argument(apart);
        Argument shift = nest.argument(1);
        Argument scale = nest.argument();
        Argument y = nest.argument(300);
        Argument result = nest.argument(5);
        Value most = nest.variable(Float.NEGATIVE_INFINITY);
        Value least = nest.variable(Float.POSITIVE_INFINITY);
        nest.neighbours(count);
        Value shifted = nest.load(x, 0, 0).sub(nest.broadcast(shift, 0, 0));
        nest.become(most, most.max(shifted));
        nest.become(least, least.min(shifted));
        nest.store(shifted, x, 0, 0);
        nest.end();
        Value largest = most.maxOfLanes();
        nest.put(largest, result, 0);
        nest.put(least.minOfLanes(), result, 1);
        Value sum = nest.variable(0);
        nest.neighbours(count);
        Value exponential = MachineElementary.exp(nest.load(x, 0, 0).sub(largest));
        nest.become(sum, sum.add(exponential));
        nest.store(exponential, y, 0, 0);
        nest.end();
        Value total = sum.sumOfLanes();
        nest.neighbours(half);
        nest.store(nest.load(y, 0, 0).div(total).mul(nest.load(scale, 0, 0)), x, 0, 0);
        nest.end();
    }

    @ParameterizedTest
    @MethodSource(WIDTHS)
    void whatIsGatheredIsUsedForTheNextNeighbours(Width width) {
        for (int count : COUNTS) {
            MachineNests nests = new MachineNests();
            softmax(nests);
            float[] actual = Memory.random(4000, count);
            float[] expected = actual.clone();
            int elements = 4;
            int half = count / 2;
            run(nests.assembled(width), 0, actual, elements, count, half, 260, 1000, 50, 100, 2400, 20);
            for (int i = 0; i < elements; i++) {
                float most = Float.NEGATIVE_INFINITY;
                float least = Float.POSITIVE_INFINITY;
                int x = 1000 + 260 * i;
                for (int j = x; j < x + count; j++) {
                    expected[j] -= expected[50 + i];
                    most = Math.max(most, expected[j]);
                    least = Math.min(least, expected[j]);
                }
                expected[20 + 5 * i] = most;
                expected[21 + 5 * i] = least;
                float[] sums = new float[16];
                for (int j = 0; j < count; j++) {
                    float exponential = Elementary.exp(expected[x + j] - most);
                    sums[j & 15] += exponential;
                    expected[2400 + 300 * i + j] = exponential;
                }
                for (int j = 0; j < half; j++) {
                    expected[x + j] = expected[2400 + 300 * i + j] / sum(sums) * expected[100 + j];
                }
            }
            assertSame(expected, actual, count + " neighbours");
        }
    }

    /** Also of zeros with a sign, and of what is no number. */
    @ParameterizedTest
    @MethodSource(WIDTHS)
    void extremesOfLanesAreThoseOfPlainJava(Width width) {
        for (float odd : new float[]{0, -0f, Float.NaN, Float.POSITIVE_INFINITY}) {
            for (int at = 0; at < 40; at++) {
                MachineNests nests = new MachineNests();
                softmax(nests);
                float[] memory = new float[500];
                Arrays.fill(memory, 0, 40, odd == 0 ? -odd : -1);
                memory[at] = odd;
                run(nests.assembled(width), 0, memory, 1, 40, 0, 0, 0, 50, 50, 100, 60);
                float most = Math.max(odd, odd == 0 ? -odd : -1);
                float least = Math.min(odd, odd == 0 ? -odd : -1);
                assertSame(new float[]{most, least}, Arrays.copyOfRange(memory, 60, 62), odd + " at " + at);
            }
        }
    }

    /** More places than there are registers, of which some go on with the rows. */
    @ParameterizedTest
    @MethodSource(WIDTHS)
    void placesWithoutARegisterGoOnFromElementToElement(Width width) {
        int many = 14;
        MachineNests nests = new MachineNests();
        NestCode nest = nests.ofNeighbours();
        Argument count = nest.argument();
        Argument rows = nest.argument();
        Argument x = nest.argument(40);
        Argument[] further = new Argument[many];
        for (int i = 0; i < many; i++) {
            further[i] = nest.argument(i);
        }
        Value sum = nest.variable(0);
        nest.neighbours(count, rows);
        Value term = nest.load(x, 100, 0).mul(nest.broadcast(x, 7, 3));
        for (int i = 0; i < many; i++) {
            term = term.add(nest.load(further[i], 0, 0));
        }
        nest.become(sum, sum.add(term));
        nest.end();
        nest.put(sum.sumOfLanes(), further[1], 500);
        nests.assembled(width);
        float[] actual = Memory.random(1000, 5);
        float[] expected = actual.clone();
        int[] told = new int[4 + many];
        told[0] = 3;
        told[1] = 21;
        told[2] = 2;
        told[3] = 200;
        for (int i = 0; i < many; i++) {
            told[4 + i] = 10 * i;
        }
        run(nests, 0, actual, told);
        for (int e = 0; e < 3; e++) {
            float[] sums = new float[16];
            for (int row = 0; row < 2; row++) {
                for (int j = 0; j < 21; j++) {
                    float value = expected[200 + 40 * e + 100 * row + j] * expected[203 + 40 * e + 7 * row];
                    for (int i = 0; i < many; i++) {
                        value += expected[10 * i + i * e + j];
                    }
                    sums[j & 15] += value;
                }
            }
            expected[510 + e] = sum(sums);
        }
        assertSame(expected, actual, "places");
    }

    /** Sums that gather at once, each with two registers of eight lanes, and one number that is used for the neighbours. */
    private static MachineNests sums(int count, boolean another) {
        MachineNests nests = new MachineNests();
        NestCode nest = nests.ofNeighbours();
        Argument neighbours = nest.argument();
        Argument x = nest.argument();
        Argument result = nest.argument();
        Value number = nest.broadcast(x, 0, 0).add(1);
        Value further = nest.broadcast(x, 0, 1).add(1);
        Value[] sums = new Value[count];
        for (int i = 0; i < count; i++) {
            sums[i] = nest.variable(i);
        }
        nest.neighbours(neighbours);
        Value term = nest.load(x, 0, 0).mul(number);
        for (Value sum : sums) {
            nest.become(sum, sum.add(another ? term.add(further) : term));
        }
        nest.end();
        for (int i = 0; i < count; i++) {
            nest.put(sums[i].sumOfLanes(), result, i);
        }
        return nests;
    }

    @ParameterizedTest
    @MethodSource(WIDTHS)
    void sevenRegistersLast(Width width) {
        float[] memory = Memory.random(100, 7);
        float[] expected = memory.clone();
        run(sums(3, false).assembled(width), 0, memory, 1, 40, 0, 90);
        for (int i = 0; i < 3; i++) {
            float[] sums = new float[16];
            Arrays.fill(sums, i);
            for (int j = 0; j < 40; j++) {
                sums[j & 15] += expected[j] * (expected[0] + 1);
            }
            expected[90 + i] = sum(sums);
        }
        assertSame(expected, memory, "sums");
        if (width == Width.YMM) {
            MachineNests more = sums(3, true);
            assertThrows(IllegalStateException.class, () -> more.assembled(width));
            MachineNests moreSums = sums(4, false);
            assertThrows(IllegalStateException.class, () -> moreSums.assembled(width));
        }
    }

    /** A hundred of them, one after the other, have the registers of one. */
    @ParameterizedTest
    @MethodSource(WIDTHS)
    void whatIsNotNeededAnyMoreGivesItsRegisters(Width width) {
        MachineNests nests = new MachineNests();
        NestCode nest = nests.ofNeighbours();
        Argument neighbours = nest.argument();
        Argument x = nest.argument();
        Value factor = nest.number(1);
        for (int i = 0; i < 100; i++) {
            Value sum = nest.variable(0);
            nest.neighbours(neighbours);
            nest.become(sum, sum.add(nest.load(x, 0, 0).mul(factor)));
            nest.end();
            factor = sum.sumOfLanes().mul(0.01f);
        }
        nest.put(factor, x, 50);
        float[] memory = Memory.random(60, 9);
        float[] expected = memory.clone();
        run(nests.assembled(width), 0, memory, 1, 50, 0);
        float last = 1;
        for (int i = 0; i < 100; i++) {
            float[] sums = new float[16];
            for (int j = 0; j < 50; j++) {
                sums[j & 15] += expected[j] * last;
            }
            last = sum(sums) * 0.01f;
        }
        expected[50] = last;
        assertSame(expected, memory, "sums");
    }

    private static void told(MachineNests nests, int nest, float[] memory, int[] told, int which, int other) {
        int[] numbers = told.clone();
        numbers[which] = other;
        run(nests, nest, memory, numbers);
    }

    /** One of what a nest is told is another: what fits just so, and what does not any more. */
    private static void refusedFrom(MachineNests nests, int nest, int[] told, int which, int last) {
        told(nests, nest, new float[1000], told, which, last);
        refused(memory -> told(nests, nest, memory, told, which, last + 1));
        refused(memory -> told(nests, nest, memory, told, which, Integer.MAX_VALUE));
        refused(memory -> told(nests, nest, memory, told, which, -2));
    }

    @ParameterizedTest
    @MethodSource(WIDTHS)
    void whatWouldLeaveTheMemoryIsRefused(Width width) {
        MachineNests nests = new MachineNests();
        bias(nests, true, 0, 0);
        softmax(nests);
        nests.assembled(width);
        // 3 elements, 33 neighbours, 5 rows: the last is at 1 + 2 * 40 + 4 * 120 + 32.
        int[] sums = {3, 33, 5, 40, 120, 100, 0, 0, 0};
        refusedFrom(nests, 0, sums, 1, 1000 - 100 - 1 - 80 - 480);
        refusedFrom(nests, 0, sums, 3, (1000 - 100 - 1 - 33 - 480) / 2);
        refusedFrom(nests, 0, sums, 4, (1000 - 100 - 1 - 33 - 80) / 4);
        refusedFrom(nests, 0, sums, 5, 1000 - 1 - 80 - 480 - 33);
        refusedFrom(nests, 0, sums, 6, 1000 - 3);
        refusedFrom(nests, 0, sums, 7, 1000 - 1);
        refusedFrom(nests, 0, sums, 8, 1000 - 13);
        refused(memory -> told(nests, 0, memory, sums, 0, 1000));
        refused(memory -> told(nests, 0, memory, sums, 0, Integer.MAX_VALUE));
        refused(memory -> told(nests, 0, memory, sums, 2, 8));
        refused(memory -> told(nests, 0, memory, sums, 2, Integer.MAX_VALUE));
        refused(memory -> run(nests, 0, memory, Integer.MAX_VALUE, 33, Integer.MAX_VALUE, Integer.MAX_VALUE,
                Integer.MAX_VALUE, 0, 0, 0, 0));
        int[] wide = {2, 33, 20, 40, 0, 0, 0, 0, 0};
        refusedFrom(nests, 1, wide, 1, 1000 - 300);
        refusedFrom(nests, 1, wide, 2, 1000 - 300);
        refusedFrom(nests, 1, wide, 3, 1000 - 33);
        refusedFrom(nests, 1, wide, 4, 1000 - 40 - 33);
        refusedFrom(nests, 1, wide, 5, 1000 - 2);
        refusedFrom(nests, 1, wide, 6, 1000 - 20);
        refusedFrom(nests, 1, wide, 7, 1000 - 300 - 33);
        refusedFrom(nests, 1, wide, 8, 1000 - 5 - 2);
        float[] untouched = new float[1000];
        told(nests, 1, untouched, wide, 0, 0);
        told(nests, 0, untouched, sums, 0, -5);
        assertEquals(0, untouched[0]);
    }

    /** A sum of no rows, or of no neighbours, is 0. */
    @ParameterizedTest
    @MethodSource(WIDTHS)
    void nothingIsSummedUp(Width width) {
        MachineNests nests = new MachineNests();
        bias(nests, true, 0, 0);
        nests.assembled(width);
        for (int[] none : new int[][]{{0, 3}, {20, 0}, {20, -2}}) {
            float[] memory = Memory.random(100, 3);
            run(nests, 0, memory, 1, none[0], none[1], 30, 30, 0, 70, 71, 80);
            assertEquals(0, memory[90]);
        }
    }

    @Test
    void neighboursAreOfElementsAndNotOfOtherNeighbours() {
        NestCode points = new NestCode(NestCode.Kind.POINTS);
        Argument x = points.argument();
        assertThrows(IllegalStateException.class, () -> points.neighbours(x));
        assertThrows(IllegalStateException.class, () -> points.argument(3));
        assertThrows(IllegalStateException.class, () -> points.put(points.number(1), x, 0));
        NestCode nest = new NestCode(NestCode.Kind.NEIGHBOURS);
        Argument y = nest.argument();
        assertThrows(IllegalStateException.class, nest::kept);
        assertThrows(IllegalStateException.class, nest::bytes);
        assertThrows(IllegalStateException.class, () -> nest.load(y, 0, 0));
        assertThrows(IllegalStateException.class, () -> nest.broadcast(y, 5, 0));
        assertThrows(IllegalStateException.class, () -> nest.store(nest.number(1), y, 0, 0));
        assertThrows(IllegalStateException.class, () -> nest.number(1).sumOfLanes());
        assertThrows(IllegalStateException.class, () -> nest.repeat(y));
        nest.neighbours(y);
        assertThrows(IllegalStateException.class, () -> nest.neighbours(y));
        assertThrows(IllegalStateException.class, () -> nest.put(nest.number(1), y, 0));
        assertThrows(IllegalStateException.class, () -> nest.load(y, 5, 0));
    }
}
