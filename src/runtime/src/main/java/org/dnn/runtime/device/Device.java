package org.dnn.runtime.device;

import java.util.Map;
import org.dnn.runtime.data.Column;

/** Where a training will run, before anything is allocated there. */
public interface Device {
    /** How many threads work together, each with room of its own in the arena; 0 where there is no team. */
    int threads();

    /** The arena as it is planned for this device. */
    ArenaSetup arena();

    /** The bytes that the data take there. */
    long dataBytes(int batch, Map<String, Column> columns);

    /** The bytes that are taken beside the arena and the data. */
    long workspaceBytes(int batch, Map<String, Column> columns);

    /** The bytes that there are for all of it. */
    long roomBytes();

    /** Says who has how much room, as in {@code this JVM has 3 GiB for large arrays}. */
    String has(String bytes);

    /** Why an arena has an end, as in {@code a Java array ends at 8 GiB}. */
    String end();

    /**
     * Opens a training.
     *
     * @param batch the most rows of a training step
     * @param steps how many steps are to come
     * @param seed  of what is drawn at random while training
     */
    Session open(Map<String, Column> columns, int batch, long steps, long seed);
}
