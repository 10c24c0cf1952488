package org.dnn.compiler.measure;

import java.util.Locale;

/** Numbers as people read them. */
final class Text {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Text() {}

    /** As in {@code 272,474}. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** As in {@code 12.3 MiB}. */
    static String bytes(long value) {
        double scaled = value;
        int unit = 0;
        while (scaled >= 1023.5 && unit < UNITS.length - 1) {
            scaled /= 1024;
            unit++;
        }
        return unit == 0 || scaled >= 99.95
                ? String.format(Locale.ROOT, "%.0f %s", scaled, UNITS[unit])
                : String.format(Locale.ROOT, "%.1f %s", scaled, UNITS[unit]);
    }
}
