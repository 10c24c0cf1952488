package org.dnn.runtime.cpu;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Columns of bytes as vectors of floats. To be touched only where the Vector API's module is present. */
public final class VectorBytes {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    /** As many bytes as there are lanes. */
    private static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class,
            VectorShape.forBitSize(FLOATS.vectorBitSize() / Float.BYTES));

    private VectorBytes() {}

    /** As many bytes as a vector has lanes, from {@code from} on, each from 0 to 255. */
    public static FloatVector floats(byte[] bytes, int from) {
        return (FloatVector) ByteVector.fromArray(BYTES, bytes, from)
                .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0).convertShape(VectorOperators.I2F, FLOATS, 0);
    }
}
