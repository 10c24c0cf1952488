package org.dnn.runtime.cuda;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import jcuda.driver.CUevent;
import org.dnn.runtime.Problem;
import org.dnn.runtime.data.ByteColumn;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.data.FloatColumn;
import org.dnn.runtime.device.Batches;

/**
 * Data that a card has no room for: the rows of a batch are gathered in memory of the host that does not move, and go to the card
 * while the batch before is computed. There are two places for them, in which batches take turns.
 */
final class StreamedRows implements CardRows {
    private static final int TURNS = 2;

    private final CudaContext context;
    private final DeviceMemory memory;
    private final CudaLayout layout;
    private final Map<String, Column> columns;
    private final int capacity;
    private final List<Turn> turns = new ArrayList<>();
    private Batches batches = new Batches(new int[0], 1);
    private int firstBatch;
    private long stepNumber;
    private int index;

    /** One of the places: what is gathered for it, when that is on the card, and when its step is done. */
    private record Turn(PinnedMemory gathered, CUevent copied, CUevent done) {}

    /** @param capacity the most rows of a batch */
    StreamedRows(CudaContext context, DeviceMemory memory, CudaLayout layout, Map<String, Column> columns,
            int capacity) {
        this.context = context;
        this.memory = memory;
        this.layout = layout;
        this.columns = columns;
        this.capacity = capacity;
        long each = CudaLayout.BATCH_BYTES
                + columns.values().stream().mapToLong(c -> CudaLayout.rowBytes(c) * capacity).sum();
        if (each > Integer.MAX_VALUE) {
            throw new Problem(
                    "the rows of a batch take " + each + " bytes, and 2 GiB can be on their way to a card; use a "
                            + "smaller batch");
        }
        for (int i = 0; i < TURNS; i++) {
            turns.add(new Turn(new PinnedMemory(each), context.event(), context.event()));
        }
        memory.write(layout.order(), IntStream.range(0, rows(capacity)).toArray());
    }

    /** The rows that the card has room for. */
    static int rows(int capacity) {
        return TURNS * capacity;
    }

    @Override
    public void begin(Batches due, int first, long step) {
        batches = due;
        firstBatch = first;
        stepNumber = step;
        index = 0;
    }

    @Override
    public int together(Batches due, int first) {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean isResident() {
        return false;
    }

    @Override
    public void next() {
        int place = index % TURNS;
        Turn turn = turns.get(place);
        context.await(turn.done());
        int from = batches.first(firstBatch + index);
        int count = batches.rows(firstBatch + index);
        long at = CudaLayout.BATCH_BYTES;
        for (Map.Entry<String, Column> entry : columns.entrySet()) {
            Column column = entry.getValue();
            long each = CudaLayout.rowBytes(column);
            gather(column, turn.gathered().bytes(at, each * count), from, count);
            context.copy(turn.gathered().pointer(at),
                    memory.pointer(layout.column(entry.getKey()) + each * capacity * place), each * count);
            at += each * capacity;
        }
        context.record(turn.copied());
        int first = place * capacity;
        turn.gathered().bytes(0, CudaLayout.BATCH_BYTES)
                .put(CardRows.batch(memory.address(layout.order()), memory.address(layout.keys()), stepNumber + index,
                        first, count, index, batches.size(), first + count, batches.epochRows(), first + count));
        context.computeAfter(turn.copied(), turn.gathered().pointer(0), memory.pointer(layout.batch()),
                CudaLayout.BATCH_BYTES);
    }

    private void gather(Column column, ByteBuffer into, int from, int count) {
        int width = column.width();
        int[] order = batches.order();
        switch (column) {
            case FloatColumn floats -> {
                FloatBuffer numbers = into.asFloatBuffer();
                for (int i = from; i < from + count; i++) {
                    numbers.put(floats.values(), order[i] * width, width);
                }
            }
            case ByteColumn bytes -> {
                for (int i = from; i < from + count; i++) {
                    into.put(bytes.values(), order[i] * width, width);
                }
            }
        }
    }

    @Override
    public void started() {
        context.recordComputed(turns.get(index % TURNS).done());
        index++;
    }

    @Override
    public void close() {
        turns.forEach(t -> t.gathered().close());
    }
}
