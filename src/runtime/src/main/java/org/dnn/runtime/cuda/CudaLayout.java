package org.dnn.runtime.cuda;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.device.ArenaSetup;

/**
 * Where everything lies in the one stretch of a card's memory that a training takes, in bytes from its beginning.
 *
 * @param arena           the floats of {@link ArenaSetup}
 * @param batch           the struct that says which rows the kernels work on
 * @param keys            of the streams of random numbers
 * @param hyperparameters where in the arena the numbers of a step go
 * @param reportPlaces    where in the arena what it reports is
 * @param numbers         the numbers of each step of a stretch
 * @param reports         what each of them reported
 * @param strandSums      what strands of strips have summed, for a kernel that does many steps
 * @param flag            an int that says that something is not finite
 * @param order           the rows of the data in their order
 * @param orderRows       how many there is room for
 * @param columns         the data
 * @param library         what the library for products works in
 * @param bytes           all of it
 */
record CudaLayout(long arena, long batch, long keys, long hyperparameters, long reportPlaces, long numbers,
        long reports, long strandSums,
        long flag, long order, int orderRows, SequencedMap<String, Long> columns, long library,
        long bytes) {
    /** Steps of which the card keeps the numbers and reports before the host takes them. */
    static final int STEPS = 256;
    /** Bytes of the struct {@code Batch}. */
    static final int BATCH_BYTES = 56;
    /** Small data are given in the orders of several epochs at once, 256 kB. */
    private static final int LEAST_ORDER_ROWS = 1 << 16;
    /** As the driver aligns what it gives. */
    private static final int ALIGNMENT = 256;

    /**
     * @param batchRows the most rows of a training step
     * @param streams   of random numbers
     * @param rows      of the data that the card has room for
     * @param sums      floats for the sums of strands
     * @param library   the bytes that the library for products works in
     */
    static CudaLayout of(ArenaSetup arena, int batchRows, int streams, Map<String, Column> columns, int rows,
            long sums, long library) {
        Places places = new Places();
        int numbers = arena.hyperparameters().length;
        int reports = arena.reports().length;
        long memory = places.next(Float.BYTES * arena.floats(batchRows, 0));
        long batch = places.next(BATCH_BYTES);
        long keys = places.next((long) Long.BYTES * streams);
        long hyperparameters = places.next((long) Integer.BYTES * numbers);
        long reportPlaces = places.next((long) Integer.BYTES * reports);
        long table = places.next((long) Float.BYTES * numbers * STEPS);
        long reported = places.next((long) Float.BYTES * reports * STEPS);
        long strandSums = places.next(Float.BYTES * sums);
        long flag = places.next(Integer.BYTES);
        int orderRows = Math.max(rows, LEAST_ORDER_ROWS);
        long order = places.next((long) Integer.BYTES * orderRows);
        SequencedMap<String, Long> data = new LinkedHashMap<>();
        columns.forEach((name, column) -> data.put(name, places.next(rowBytes(column) * rows)));
        long workspace = places.next(library);
        return new CudaLayout(memory, batch, keys, hyperparameters, reportPlaces, table, reported, strandSums, flag,
                order, orderRows, data, workspace, places.end);
    }

    /** The bytes of one row of a column. */
    static long rowBytes(Column column) {
        return column.rows() == 0 ? 0 : column.bytes() / column.rows();
    }

    /** Where a column of the data begins. */
    long column(String name) {
        return Objects.requireNonNull(columns.get(name), name);
    }

    private static final class Places {
        private long end;

        long next(long bytes) {
            long place = end;
            end += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            return place;
        }
    }
}
