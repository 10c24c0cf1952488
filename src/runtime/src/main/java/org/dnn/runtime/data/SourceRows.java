package org.dnn.runtime.data;

/**
 * All rows of a source, and the parts that it comes in.
 *
 * @param trainPart how many rows, from the first, the source itself gives for training
 * @param testPart  how many rows, after those, it gives for testing; 0 where the source has no parts
 */
public record SourceRows(Table table, int trainPart, int testPart) {
    /** A source without parts. */
    public static SourceRows of(Table table) {
        return new SourceRows(table, table.rows(), 0);
    }

    /** A source that is files of the MNIST format. */
    public static SourceRows of(IdxTable file) {
        return new SourceRows(file.table(), file.trainRows(), file.testRows());
    }
}
