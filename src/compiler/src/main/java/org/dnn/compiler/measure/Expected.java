package org.dnn.compiler.measure;

import java.util.Optional;

import org.dnn.compiler.model.Training;
import org.dnn.compiler.plan.Costs;
import org.dnn.compiler.plan.MemoryMap;
import org.dnn.compiler.source.Outside;

/**
 * The costs of a training beside what is known of its data. Memory is that of one thread, which is the least there can be; for
 * a training that insists on a GPU, that which it takes there, but for what the libraries of the card work in.
 *
 * @param batch rows of a batch, where that is known
 */
public record Expected(Training training, Costs costs, Optional<Long> batch, Optional<Long> rows,
        long dataBytesPerRow) {
    public static Expected of(Training training, Costs costs, Outside outside) {
        DataSize data = DataSize.of(training.data(), outside);
        Optional<Long> batch = training.batch() == 0 ? data.trainRows() : Optional.of((long) training.batch());
        return new Expected(training, costs, batch, data.rows(), data.bytesPerRow());
    }

    /** Whether the training insists on a GPU, whose programs are planned in another way. */
    public static boolean onGpu(Training training) {
        return training.device().kind().equals("cuda");
    }

    /** Behind a figure of memory: whose it is. */
    String where() {
        return onGpu(training) ? "on a GPU" : "with one thread";
    }

    MemoryMap memory() {
        return costs.memory();
    }

    /** What the arena takes; with a batch of one row where the batch is not known. */
    long leastArenaBytes() {
        return memory().arenaBytes(batch.orElse(1L), 1);
    }

    /** What the data take; 0 where the rows are not known. */
    long leastDataBytes() {
        return rows.orElse(0L) * dataBytesPerRow;
    }

    /** The largest batch that a Java array, and what the file requires, leave room for; 0 if none does. */
    long largestBatch() {
        long most = (long) MemoryMap.FLOAT * MemoryMap.LONGEST_ARRAY;
        for (Training.Requirement requirement : training.requirements()) {
            if (requirement instanceof Training.Requirement.Memory memory) {
                most = Math.min(most, memory.bytes() - (memory.orEqual() ? 0 : 1) - leastDataBytes());
            }
        }
        return memory().largestBatch(most, 1);
    }
}
