package org.dnn.runtime.predict;

/**
 * Takes a row of a generated model apart.
 *
 * @param <R> the row's type
 */
@FunctionalInterface
public interface RowWriter<R> {
    /** @throws IllegalArgumentException if an array of the row has another length than its column */
    void put(R row, RowPlace place);
}
