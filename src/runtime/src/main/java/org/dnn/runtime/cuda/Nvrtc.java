package org.dnn.runtime.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.dnn.runtime.Problem;

/**
 * NVIDIA's compiler for kernels, called through Java's foreign functions: so the library of CUDA 12 serves as well as that of
 * CUDA 13, where a binding is built for one of them. The functions' meaning is that of NVRTC's documentation.
 */
final class Nvrtc {
    /** A fused multiply-add is written where it is meant. */
    private static final String EXACT = "--fmad=false";

    private final String file;
    private final ForeignLibrary library;
    private final String identity;

    /**
     * @param file the library's name
     * @throws Problem if it does not load
     */
    Nvrtc(String file) {
        this.file = file;
        this.library = ForeignLibrary.needed(file);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment major = arena.allocate(JAVA_INT);
            MemorySegment minor = arena.allocate(JAVA_INT);
            check(library.call("nvrtcVersion", List.of(ADDRESS, ADDRESS), major, minor), "nvrtcVersion");
            this.identity = "NVRTC " + major.get(JAVA_INT, 0) + "." + minor.get(JAVA_INT, 0) + " " + EXACT;
        }
    }

    /** What tells its results from another's: name, version and options. */
    String identity() {
        return identity;
    }

    /**
     * Makes machine code of CUDA C, or what the driver can make it of.
     *
     * @param name   of the source, for messages
     * @param header what it includes, under its name
     * @throws Problem with the compiler's words if it refuses
     */
    byte[] compile(String name, String source, String headerName, String header, Card card) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment place = arena.allocate(ADDRESS);
            check(library.call("nvrtcCreateProgram", List.of(ADDRESS, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS),
                    place,
                    arena.allocateFrom(source), arena.allocateFrom(name), 1, strings(arena, List.of(header)),
                    strings(arena, List.of(headerName))), "nvrtcCreateProgram");
            MemorySegment program = place.get(ADDRESS, 0);
            try {
                Target target = target(arena, card);
                List<String> options = List.of("--gpu-architecture=" + target.name(), EXACT);
                int result = library.call("nvrtcCompileProgram", List.of(ADDRESS, JAVA_INT, ADDRESS), program,
                        options.size(),
                        strings(arena, options));
                if (result != 0) {
                    throw new Problem(file + " does not compile " + name + " for " + card.architecture() + ": "
                            + text(result) + "\n" + log(arena, program));
                }
                return bytes(arena, program, target.function()).toArray(JAVA_BYTE);
            } finally {
                library.call("nvrtcDestroyProgram", List.of(ADDRESS), place);
            }
        }
    }

    /** What kernels are compiled for, and the function that gives the result. */
    private record Target(String name, String function) {}

    /** The card's own architecture; or, for a card newer than the compiler, what its driver can make machine code of. */
    private Target target(Arena arena, Card card) {
        MemorySegment count = arena.allocate(JAVA_INT);
        check(library.call("nvrtcGetNumSupportedArchs", List.of(ADDRESS), count), "nvrtcGetNumSupportedArchs");
        MemorySegment numbers = arena.allocate(JAVA_INT, count.get(JAVA_INT, 0));
        check(library.call("nvrtcGetSupportedArchs", List.of(ADDRESS), numbers), "nvrtcGetSupportedArchs");
        int wanted = 10 * card.major() + card.minor();
        int[] known = numbers.toArray(JAVA_INT);
        int nearest = Arrays.stream(known).filter(a -> a <= wanted).max().orElseThrow(() -> new Problem(
                file + " compiles for no architecture as old as that of " + card.name() + ", " + card.architecture()));
        return nearest == wanted
                ? new Target(card.architecture(), "nvrtcGetCUBIN")
                : new Target("compute_" + nearest, "nvrtcGetPTX");
    }

    private String log(Arena arena, MemorySegment program) {
        return bytes(arena, program, "nvrtcGetProgramLog").getString(0).strip();
    }

    /** What a pair of functions gives: how long it is, and then it. */
    private MemorySegment bytes(Arena arena, MemorySegment program, String function) {
        MemorySegment size = arena.allocate(JAVA_LONG);
        check(library.call(function + "Size", List.of(ADDRESS, ADDRESS), program, size), function + "Size");
        MemorySegment bytes = arena.allocate(Math.max(1, size.get(JAVA_LONG, 0)));
        check(library.call(function, List.of(ADDRESS, ADDRESS), program, bytes), function);
        return bytes;
    }

    private static MemorySegment strings(Arena arena, List<String> texts) {
        MemorySegment array = arena.allocate(ADDRESS, texts.size());
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i)));
        }
        return array;
    }

    private void check(int result, String function) {
        if (result != 0) {
            throw new Problem(file + ": " + function + " says " + text(result));
        }
    }

    private String text(int result) {
        return library.text("nvrtcGetErrorString", result) + " (" + result + ")";
    }
}
