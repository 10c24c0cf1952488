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

    /**
     * The first of the names under which it loads, of a version that a driver can serve. What has been loaded stays: it is needed
     * again.
     *
     * @param driverVersion as {@code 12060} for 12.6
     */
    Optional<String> found(int driverVersion) {
        return files().stream().filter(f -> this == DRIVER || version(f) <= driverVersion)
                .filter(f -> in(f, Arena.global()).isPresent()).findFirst();
    }

    /** The least driver for a file with the CUDA version at its end. */
    private static int version(String file) {
        return 1000 * Integer.parseInt(file.substring(file.lastIndexOf('.') + 1));
    }

    /** Says that it is not there. */
    public String missing() {
        return "neither " + String.join(" nor ", files())
                + " is where libraries are looked for, of a version that the driver serves";
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
