package org.dnn.runtime.train;

import org.dnn.runtime.Problem;
import org.dnn.runtime.data.DataPlaces;
import org.dnn.runtime.data.SourceRows;
import org.dnn.runtime.data.Split;
import org.dnn.runtime.data.Table;

/**
 * What a training works on.
 *
 * @param batch rows of a step, at most
 */
record TrainingRows(Table table, Split split, int batch) {
    /** @throws Problem if the data are not there, are not what the program says, or have fewer rows than a batch */
    static TrainingRows of(TrainingProgram program, DataPlaces places) {
        TrainingSetup setup = program.setup();
        SourceRows rows = program.data().rows(places);
        Split split = program.data().split(rows);
        int train = split.train().length;
        if (train == 0) {
            throw new Problem(
                    setup.source() + ": the training split has no rows; the data have " + rows.table().rows());
        }
        if (setup.batch() > train) {
            throw new Problem(setup.source() + ": batch: " + setup.batch()
                    + " is larger than the training split, which has " + train + (train == 1 ? " row" : " rows")
                    + "; use batch: all, or a smaller one");
        }
        return new TrainingRows(rows.table(), split, setup.batch() == 0 ? train : setup.batch());
    }

    long stepsPerEpoch() {
        return Math.ceilDiv(split.train().length, batch);
    }
}
