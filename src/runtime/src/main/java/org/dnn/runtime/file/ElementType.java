package org.dnn.runtime.file;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The element types that are read and written. */
enum ElementType {
    F64(8) {
        @Override
        MemorySegment allocate(int count) {
            return MemorySegment.ofArray(new double[count]);
        }
    },
    I64(8) {
        @Override
        MemorySegment allocate(int count) {
            return MemorySegment.ofArray(new long[count]);
        }
    },
    F32(4) {
        @Override
        MemorySegment allocate(int count) {
            return MemorySegment.ofArray(new float[count]);
        }
    },
    I32(4) {
        @Override
        MemorySegment allocate(int count) {
            return MemorySegment.ofArray(new int[count]);
        }
    },
    U8(1) {
        @Override
        MemorySegment allocate(int count) {
            return MemorySegment.ofArray(new byte[count]);
        }
    };

    static final String NAMES = Arrays.stream(values()).map(ElementType::name).collect(Collectors.joining(", "));

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** The size of one element. */
    int bytes() {
        return bytes;
    }

    /** An array of this type, seen as memory. */
    abstract MemorySegment allocate(int count);

    static Optional<ElementType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** @throws IllegalArgumentException if there is no such type */
    static ElementType of(String name) {
        return named(name).orElseThrow(() -> new IllegalArgumentException("no element type " + name));
    }
}
