package org.dnn.runtime.cpu;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** What this JVM says of itself, where it is HotSpot. */
final class HotSpot {
    private HotSpot() {}

    /** The value of a flag, if it is known. */
    static Optional<String> flag(String name) {
        HotSpotDiagnosticMXBean flags = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return Optional.ofNullable(flags).map(f -> f.getVMOption(name).getValue());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
