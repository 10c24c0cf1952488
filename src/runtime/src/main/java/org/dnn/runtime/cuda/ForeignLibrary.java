package org.dnn.runtime.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Optional;
import org.dnn.runtime.Problem;

/** A library that is called through Java's foreign functions: in every version that has them. */
@SuppressWarnings("restricted") // The signatures are those of NVIDIA's headers.
final class ForeignLibrary {
    private final String file;
    private final SymbolLookup library;

    private ForeignLibrary(String file, SymbolLookup library) {
        this.file = file;
        this.library = library;
    }

    /** The library of a file; nothing where it is not there, or does not load. */
    static Optional<ForeignLibrary> of(String file) {
        return CudaLibrary.in(file, Arena.global()).map(library -> new ForeignLibrary(file, library));
    }

    /** @throws Problem if it does not load */
    static ForeignLibrary needed(String file) {
        return of(file).orElseThrow(() -> new Problem(file + " does not load"));
    }

    boolean has(String function) {
        return library.find(function).isPresent();
    }

    /** Calls a function that gives an int. */
    int call(String function, List<MemoryLayout> parameters, Object... arguments) {
        return (int) call(function, FunctionDescriptor.of(JAVA_INT,
                parameters.toArray(MemoryLayout[]::new)), arguments);
    }

    /** Calls a function that gives a text. */
    String text(String function, int argument) {
        MemorySegment text = (MemorySegment) call(function, FunctionDescriptor
                .of(ADDRESS, JAVA_INT), argument);
        return text.reinterpret(Long.MAX_VALUE).getString(0);
    }

    private Object call(String function, FunctionDescriptor signature, Object... arguments) {
        MemorySegment address = library.find(function)
                .orElseThrow(() -> new Problem(file + " has no " + function + ": CUDA 12 or 13 is needed"));
        try {
            return Linker.nativeLinker().downcallHandle(address, signature).invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(function, e);
        }
    }
}
