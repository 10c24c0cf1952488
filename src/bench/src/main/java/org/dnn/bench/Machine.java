package org.dnn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine that measures. */
final class Machine {
    private static final String PROCESSOR = processor();

    private Machine() {}

    static String describe() {
        return PROCESSOR.lines().filter(l -> l.startsWith("model name")).findFirst()
                .map(l -> l.substring(l.indexOf(':') + 1).strip()).orElse("an unknown processor")
                + (hasAvx512() ? " with AVX-512" : PROCESSOR.contains(" avx2 ") ? " with AVX2" : "") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version();
    }

    static boolean hasAvx512() {
        return PROCESSOR.contains(" avx512f ");
    }

    /** What Linux says of it; elsewhere nothing. */
    private static String processor() {
        try {
            return Files.readString(Path.of("/proc/cpuinfo"));
        } catch (IOException e) {
            return "";
        }
    }
}
