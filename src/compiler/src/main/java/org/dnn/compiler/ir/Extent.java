package org.dnn.compiler.ir;

/**
 * A count that may depend on the rows of the batch: {@code constant + perRow × rows}. What memory is measured in before the
 * batch is known.
 */
public record Extent(long constant, long rows) {
    public static final Extent ZERO = of(0);

    public static Extent of(long constant) {
        return new Extent(constant, 0);
    }

    public Extent plus(Extent other) {
        return new Extent(Math.addExact(constant, other.constant), Math.addExact(rows, other.rows));
    }

    public Extent times(long factor) {
        return new Extent(Math.multiplyExact(constant, factor), Math.multiplyExact(rows, factor));
    }

    /** This many for each row. */
    public Extent perRow() {
        if (rows != 0) {
            throw new IllegalStateException("rows times rows");
        }
        return new Extent(0, constant);
    }

    public boolean isConstant() {
        return rows == 0;
    }

    public boolean isZero() {
        return constant == 0 && rows == 0;
    }

    /** The count when the batch has this many rows. */
    public long at(long rowCount) {
        return Math.addExact(constant, Math.multiplyExact(rows, rowCount));
    }

    @Override
    public String toString() {
        if (rows == 0) {
            return Long.toString(constant);
        }
        String scaled = rows == 1 ? "rows" : rows + " rows";
        return constant == 0 ? scaled : constant + " + " + scaled;
    }
}
