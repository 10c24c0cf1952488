package org.dnn.runtime.cuda;

import java.util.Arrays;
import java.util.Map;
import org.dnn.runtime.data.ByteColumn;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.data.FloatColumn;
import org.dnn.runtime.device.Batches;

/** All data lie on the card. The host says which batch is the first of many; the kernels go on from there. */
final class ResidentRows implements CardRows {
    private final DeviceMemory memory;
    private final CudaLayout layout;
    /** The order that lies on the card. */
    private int[] there = new int[0];

    ResidentRows(DeviceMemory memory, CudaLayout layout, Map<String, Column> columns) {
        this.memory = memory;
        this.layout = layout;
        columns.forEach((name, column) -> {
            switch (column) {
                case FloatColumn floats -> memory.write(layout.column(name), floats.values());
                case ByteColumn bytes -> memory.write(layout.column(name), bytes.values());
            }
        });
    }

    @Override
    public void begin(Batches batches, int firstBatch, long stepNumber) {
        // Where not all epochs' rows have room, those of the first batch's epoch go to the card.
        boolean all = hasRoom(batches);
        int from = all ? 0 : batches.end(firstBatch) - batches.epochRows();
        int[] order = all ? batches.order() : Arrays.copyOfRange(batches.order(), from, batches.end(firstBatch));
        if (!Arrays.equals(order, there)) {
            memory.write(layout.order(), order);
            there = order.clone();
        }
        memory.write(layout.batch(), CardRows.batch(memory.address(layout.order()), memory.address(layout.keys()),
                stepNumber, batches.first(firstBatch) - from, batches.rows(firstBatch), 0, batches.size(),
                batches.end(firstBatch) - from, batches.epochRows(), order.length));
    }

    @Override
    public int together(Batches batches, int firstBatch) {
        return hasRoom(batches) ? Integer.MAX_VALUE : batches.left(firstBatch);
    }

    private boolean hasRoom(Batches batches) {
        return batches.order().length <= layout.orderRows();
    }

    @Override
    public boolean isResident() {
        return true;
    }

    @Override
    public void next() {
        // The last kernel of a step sets the batch to the next.
    }

    @Override
    public void started() {
        // Nothing waits for it.
    }

    @Override
    public void close() {
        // The memory is somebody else's.
    }
}
