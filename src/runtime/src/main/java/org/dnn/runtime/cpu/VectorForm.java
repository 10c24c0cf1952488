package org.dnn.runtime.cpu;

import jdk.incubator.vector.FloatVector;

/** What the JVM's vectors are like. Loaded only where it has some. */
final class VectorForm {
    private VectorForm() {}

    static int lanes() {
        return FloatVector.SPECIES_PREFERRED.length();
    }
}
