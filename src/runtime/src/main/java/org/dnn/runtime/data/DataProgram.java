package org.dnn.runtime.data;

import java.util.Map;

/** A data block, as the compiler wrote it. */
public interface DataProgram {
    /** The name of the block. */
    String name();

    /** Reads or makes all rows; columns that are treated alike stand side by side in one. */
    SourceRows rows(DataPlaces places);

    /** Which rows are for what. */
    Split split(SourceRows rows);

    /** What preprocessing learns of the training rows, by name. */
    Map<String, float[]> statistics(Table rows, int[] train);
}
