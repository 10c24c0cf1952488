package org.dnn.runtime.data;

import java.math.BigInteger;

import org.dnn.runtime.Problem;

/** How large the three parts of the rows shall be. */
public sealed interface Shares {
    /**
     * The rows of each part, which sum to the rows there are.
     *
     * @throws Problem if that cannot be, or would leave a part that was asked for without a row
     */
    Sizes of(int rows);

    /** Rows in each part. */
    record Sizes(int train, int validation, int test) {}

    static Shares fractions(Fraction train, Fraction validation, Fraction test) {
        return new Fractions(train, validation, test);
    }

    static Shares counts(int train, int validation, int test) {
        return new Counts(train, validation, test);
    }

    /**
     * Parts of the whole, which sum to it. Train and validation are floored and test has the rest; where no test part
     * is asked for, validation has it.
     */
    record Fractions(Fraction train, Fraction validation, Fraction test) implements Shares {
        /** @throws IllegalArgumentException if they do not sum to one, or nothing is to be trained on */
        public Fractions {
            BigInteger t = BigInteger.valueOf(train.denominator());
            BigInteger v = BigInteger.valueOf(validation.denominator());
            BigInteger e = BigInteger.valueOf(test.denominator());
            BigInteger sum = BigInteger.valueOf(train.numerator()).multiply(v).multiply(e)
                    .add(BigInteger.valueOf(validation.numerator()).multiply(t).multiply(e))
                    .add(BigInteger.valueOf(test.numerator()).multiply(t).multiply(v));
            if (!sum.equals(t.multiply(v).multiply(e)) || train.isNone()) {
                throw new IllegalArgumentException(train + ", " + validation + " and " + test + " are not the whole");
            }
        }

        @Override
        public Sizes of(int rows) {
            int forTrain = validation.isNone() && test.isNone() ? rows : train.floorOf(rows);
            int forValidation = test.isNone() ? rows - forTrain : validation.floorOf(rows);
            int forTest = rows - forTrain - forValidation;
            check("train", train, forTrain, rows);
            check("validation", validation, forValidation, rows);
            check("test", test, forTest, rows);
            return new Sizes(forTrain, forValidation, forTest);
        }

        private static void check(String part, Fraction share, int given, int rows) {
            if (given == 0 && !share.isNone()) {
                throw new Problem("the split leaves no row for " + part + ": " + share + " of " + rows
                        + " rows; give it a larger share, or more data");
            }
        }
    }

    /** Numbers of rows, which sum to the rows there are. */
    record Counts(int train, int validation, int test) implements Shares {
        /** @throws IllegalArgumentException if one is below zero, or nothing is to be trained on */
        public Counts {
            if (train < 1 || validation < 0 || test < 0) {
                throw new IllegalArgumentException("a split of " + train + ", " + validation + ", " + test + " rows");
            }
        }

        @Override
        public Sizes of(int rows) {
            long sum = (long) train + validation + test;
            if (sum != rows) {
                throw new Problem("the split names " + sum + " rows (train " + train + ", validation " + validation
                        + ", test " + test + "), the data have " + rows + "; make the numbers sum to the rows");
            }
            return new Sizes(train, validation, test);
        }
    }
}
