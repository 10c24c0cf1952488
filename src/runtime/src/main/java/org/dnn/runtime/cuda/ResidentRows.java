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
        if (!hasRoom(batches)) {
            begin(batches.epochOf(firstBatch), firstBatch % batches.perEpoch(), stepNumber);
            return;
        }
        if (!Arrays.equals(batches.order(), there)) {
            memory.write(layout.order(), batches.order());
            there = batches.order().clone();
        }
        memory.write(layout.batch(), CardRows.batch(memory.address(layout.order()), memory.address(layout.keys()),
                stepNumber, batches.first(firstBatch), batches.rows(firstBatch), 0, batches.size(),
                batches.end(firstBatch), batches.epochRows(), batches.order().length));
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
