package org.dnn.runtime.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Optional;

/** A library of CUDA, under the names that it has in the versions that serve, the newest first. */
public enum CudaLibrary {
    /** Comes with the driver. */
    DRIVER,
    /** Products of matrices. */
    CUBLAS,
    /** Compiles kernels while a program runs. */
    NVRTC;

    /** The names that are looked for. */
    public List<String> files() {
        return switch (this) {
            case DRIVER -> List.of("libcuda.so.1");
            case CUBLAS -> List.of("libcublas.so.13", "libcublas.so.12");
            case NVRTC -> List.of("libnvrtc.so.13", "libnvrtc.so.12");
        };
    }

    /** The first of the names under which it loads. */
    public Optional<String> found() {
        try (Arena arena = Arena.ofConfined()) {
            return files().stream().filter(f -> in(f, arena).isPresent()).findFirst();
        }
    }

    /** A library as long as the arena lives; nothing where it is not there, or does not load. */
    @SuppressWarnings("restricted") // Nothing else can tell whether a library is there.
    static Optional<SymbolLookup> in(String file, Arena arena) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(file, arena));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
