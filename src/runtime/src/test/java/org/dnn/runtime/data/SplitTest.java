package org.dnn.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.dnn.runtime.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
    private static Shares percent(int train, int validation, int test) {
        return Shares.fractions(Fraction.percent(train), Fraction.percent(validation), Fraction.percent(test));
    }

    /** Each row in exactly one part, ascending, and parts of these sizes. */
    private static void assertParts(Split split, int train, int validation, int test) {
        assertEquals(train, split.train().length);
        assertEquals(validation, split.validation().length);
        assertEquals(test, split.test().length);
        int[] all = IntStream.of(split.train()).toArray();
        int[] seen = new int[train + validation + test];
        for (int[] part : new int[][]{all, split.validation(), split.test()}) {
            for (int i = 0; i < part.length; i++) {
                seen[part[i]]++;
                assertTrue(i == 0 || part[i - 1] < part[i]);
            }
        }
        assertTrue(Arrays.stream(seen).allMatch(count -> count == 1));
    }

    @ParameterizedTest
    @CsvSource({"768, 70, 0, 30, 537, 0, 231", "10, 70, 15, 15, 7, 1, 2", "7, 50, 50, 0, 3, 4, 0",
        "7, 100, 0, 0, 7, 0, 0", "1000, 33, 33, 34, 330, 330, 340", "3, 34, 34, 32, 1, 1, 1"})
    void trainAndValidationAreFlooredAndTestHasTheRest(int rows, int train, int validation, int test, int trainRows,
            int validationRows, int testRows) {
        Split split = Split.random(rows, percent(train, validation, test), 1);
        assertParts(split, trainRows, validationRows, testRows);
    }

    @Test
    void fractionsAreExact() {
        // In doubles, 0.29 * 100 is 28.999999999999996.
        assertParts(Split.random(100, percent(29, 0, 71), 1), 29, 0, 71);
        Shares thirds = Shares.fractions(new Fraction(1, 3), new Fraction(1, 3), new Fraction(1, 3));
        assertParts(Split.random(300, thirds, 1), 100, 100, 100);
        assertThrows(IllegalArgumentException.class, () -> percent(70, 0, 20));
        assertThrows(IllegalArgumentException.class, () -> percent(0, 50, 50));
        assertThrows(IllegalArgumentException.class, () -> new Fraction(3, 2));
    }

    @Test
    void countsAreTakenAsTheyAre() {
        assertParts(Split.random(100, Shares.counts(60, 30, 10), 1), 60, 30, 10);
        assertEquals(
                "the split names 90 rows (train 60, validation 30, test 0), the data have 100; make the numbers sum to"
                        + " the rows",
                assertThrows(Problem.class, () -> Split.random(100, Shares.counts(60, 30, 0), 1)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> Shares.counts(0, 30, 0));
    }

    @Test
    void aPartWithoutARowIsAProblem() {
        assertEquals(
                "the split leaves no row for validation: 1% of 50 rows; give it a larger share, or more data",
                assertThrows(Problem.class, () -> Split.random(50, percent(98, 1, 1), 1)).getMessage());
        assertEquals("the split leaves no row for train: 70% of 1 rows; give it a larger share, or more data",
                assertThrows(Problem.class, () -> Split.random(1, percent(70, 0, 30), 1)).getMessage());
    }

    @Test
    void theSeedDecidesAndNothingElse() {
        Split one = Split.random(768, percent(70, 0, 30), 1);
        assertArrayEquals(one.train(), Split.random(768, percent(70, 0, 30), 1).train());
        assertFalse(Arrays.equals(one.train(), Split.random(768, percent(70, 0, 30), 2).train()));
        assertArrayEquals(new int[]{0, 1, 2, 3, 4, 6, 9}, Split.random(10, percent(70, 0, 30), 1).train());
    }

    @Test
    void everyRowIsTestedEquallyOften() {
        int[] counts = new int[50];
        for (int seed = 0; seed < 4000; seed++) {
            for (int row : Split.random(50, percent(80, 0, 20), seed).test()) {
                counts[row]++;
            }
        }
        // Ten of fifty are drawn without putting back: four fifths of the variance of independent draws.
        double z = Uniformity.deviation(counts, 49 * 0.8);
        assertTrue(Math.abs(z) < 4, "z = " + z);
    }

    private static FloatColumn classes(int... counts) {
        float[] values = new float[Arrays.stream(counts).sum()];
        int row = 0;
        for (int i = 0; i < counts.length; i++) {
            Arrays.fill(values, row, row += counts[i], i);
        }
        Random random = new Random(1);
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            float kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
        return new FloatColumn(values, 1);
    }

    private static int count(FloatColumn column, int[] rows, int value) {
        return (int) Arrays.stream(rows).filter(row -> column.at(row, 0) == value).count();
    }

    @Test
    void stratifiedPartsHaveTheClassesOfTheWhole() {
        FloatColumn by = classes(900, 100);
        Split split = Split.stratified("defaulted", by, percent(70, 15, 15), 1);
        assertParts(split, 700, 150, 150);
        assertEquals(70, count(by, split.train(), 1));
        assertEquals(15, count(by, split.validation(), 1));
        assertEquals(15, count(by, split.test(), 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void stratifiedPartsAreOfTheRightSizeWhateverTheClasses(long seed) {
        Random random = new Random(seed);
        int[] counts = new int[1 + random.nextInt(12)];
        Arrays.setAll(counts, i -> 1 + random.nextInt(40));
        FloatColumn by = classes(counts);
        int rows = by.rows();
        Shares shares = percent(60, 20, 20);
        if (rows < 5) {
            return;
        }
        Shares.Sizes sizes = shares.of(rows);
        Split split = Split.stratified("kind", by, shares, seed);
        assertParts(split, sizes.train(), sizes.validation(), sizes.test());
        for (int i = 0; i < counts.length; i++) {
            assertEquals((double) counts[i] * sizes.train() / rows, count(by, split.train(), i), 1);
            assertEquals((double) counts[i] * sizes.validation() / rows, count(by, split.validation(), i), 2);
            assertEquals((double) counts[i] * sizes.test() / rows, count(by, split.test(), i), 2);
        }
    }

    @Test
    void stratifiedByBytesAndByASingleValue() {
        ByteColumn digits = new ByteColumn(new byte[]{0, 1, 0, 1, 0, 1, 0, (byte) 200, (byte) 200, 1}, 1);
        assertParts(Split.stratified("digit", digits, percent(50, 0, 50), 3), 5, 0, 5);
        FloatColumn zeros = new FloatColumn(new float[]{0f, -0f, 0f, -0f}, 1);
        assertParts(Split.stratified("zero", zeros, percent(50, 50, 0), 3), 2, 2, 0);
    }

    @Test
    void aRowWithoutAValueCannotBeStratified() {
        FloatColumn gap = new FloatColumn(new float[]{0, Float.NaN}, 1);
        assertEquals(
                "the split is stratified by \"kind\", which has no value in row 2; fill it in, or split by another"
                        + " column",
                assertThrows(Problem.class, () -> Split.stratified("kind", gap, percent(50, 0, 50), 1)).getMessage());
    }

    @Test
    void officialPartsStayWhatTheyAre() {
        Split whole = Split.official(6, 2);
        assertParts(whole, 6, 0, 2);
        assertArrayEquals(new int[]{6, 7}, whole.test());
        Split cut = Split.official(50_000, 10_000, Shares.counts(45_000, 5000, 0), 1);
        assertParts(cut, 45_000, 5000, 10_000);
        assertArrayEquals(IntStream.range(50_000, 60_000).toArray(), cut.test());
        assertParts(Split.official(7, 1, percent(90, 10, 0), 1), 6, 1, 1);
        assertThrows(Problem.class, () -> Split.official(100, 10, Shares.counts(45, 50, 0), 1));
        assertThrows(IllegalArgumentException.class, () -> Split.official(100, 10, percent(80, 10, 10), 1));
        assertParts(Split.none(3), 3, 0, 0);
    }

    @Test
    void noSplitIsTheOrderOfAnEpoch() {
        int[] order = new int[100];
        new RowOrder(1, 0, 100).fill(order, 0, 100);
        int[] firstHalf = Arrays.stream(order).limit(50).sorted().toArray();
        assertFalse(Arrays.equals(firstHalf, Split.random(100, percent(50, 0, 50), 1).train()));
    }
}
