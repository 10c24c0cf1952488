package org.dnn.runtime.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The few functions of the driver that tell what there is, called without a binding: a machine is looked at before anything else
 * of CUDA is loaded. Their meaning is that of NVIDIA's driver API.
 */
@SuppressWarnings("restricted") // The signatures are those of NVIDIA's headers.
final class DriverCalls {
    private static final int NAME_BYTES = 256;
    private static final int TEXT_BYTES = 1024;
    private static final int COMPUTE_CAPABILITY_MAJOR = 75;
    private static final int COMPUTE_CAPABILITY_MINOR = 76;

    private final ForeignLibrary library;
    private final Arena arena;

    DriverCalls(ForeignLibrary library, Arena arena) {
        this.library = library;
        this.arena = arena;
    }

    /** The driver does not do what it is asked for. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String sentence) {
            super(sentence);
        }
    }

    void initialise() throws Refused {
        call("cuInit", List.of(JAVA_INT), 0);
    }

    /** The newest CUDA that the driver serves: 12060 for 12.6. */
    int version() throws Refused {
        return number("cuDriverGetVersion");
    }

    int cards() throws Refused {
        return number("cuDeviceGetCount");
    }

    Card card(int number) throws Refused {
        MemorySegment place = arena.allocate(JAVA_INT);
        call("cuDeviceGet", List.of(ADDRESS, JAVA_INT), place, number);
        int device = place.get(JAVA_INT, 0);
        MemorySegment name = arena.allocate(NAME_BYTES);
        call("cuDeviceGetName", List.of(ADDRESS, JAVA_INT, JAVA_INT), name, NAME_BYTES, device);
        MemorySegment bytes = arena.allocate(JAVA_LONG);
        call("cuDeviceTotalMem_v2", List.of(ADDRESS, JAVA_INT), bytes, device);
        return new Card(number, name.getString(0), bytes.get(JAVA_LONG, 0),
                attribute(COMPUTE_CAPABILITY_MAJOR, device), attribute(COMPUTE_CAPABILITY_MINOR, device));
    }

    private int attribute(int attribute, int device) throws Refused {
        MemorySegment place = arena.allocate(JAVA_INT);
        call("cuDeviceGetAttribute", List.of(ADDRESS, JAVA_INT, JAVA_INT), place, attribute, device);
        return place.get(JAVA_INT, 0);
    }

    private int number(String function) throws Refused {
        MemorySegment place = arena.allocate(JAVA_INT);
        call(function, List.of(ADDRESS), place);
        return place.get(JAVA_INT, 0);
    }

    private void call(String function, List<MemoryLayout> parameters, Object... arguments) throws Refused {
        int result = invoke(function, parameters, arguments);
        if (result != 0) {
            throw new Refused(function + " says " + text(result));
        }
    }

    private int invoke(String function, List<MemoryLayout> parameters, Object... arguments) throws Refused {
        if (!library.has(function)) {
            throw new Refused("the driver has no " + function + ": it is too old");
        }
        return library.call(function, parameters, arguments);
    }

    /** What an error means, in the driver's words where it has some. */
    private String text(int result) throws Refused {
        MemorySegment place = arena.allocate(ADDRESS);
        boolean known = library.has("cuGetErrorString")
                && invoke("cuGetErrorString", List.of(JAVA_INT, ADDRESS), result, place) == 0;
        return known
                ? place.get(ADDRESS, 0).reinterpret(TEXT_BYTES).getString(0) + " (" + result + ")"
                : "error " + result;
    }
}
