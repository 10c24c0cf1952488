package org.dnn.runtime.report;

import java.util.Locale;

/** How numbers are written for people: the same in the terminal, the report and the picture. */
final class Figures {
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;
    private static final long[] UNITS = {1, 10, 100, 1000, 10_000};
    /** Below it a double holds a whole number and what is beyond it. */
    private static final double LARGEST_FIXED = 1e9;
    /** So near to the middle of two numbers the product may have come to lie on the wrong side. */
    private static final double NEARLY_HALF = 1e-6;
    private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Figures() {}

    /** A loss or a metric in about four figures, as in {@code 0.9132}, {@code 12.35}, {@code 4.20e-5}. */
    static String metric(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        double size = Math.abs(value);
        if (value != 0 && (size < 0.001 || size >= 1e7)) {
            return scientific(value, 2);
        }
        return size < 999.995
                ? fixed(value, size < 9.99995 ? 4 : size < 99.9995 ? 3 : 2)
                : format("%,.1f", value);
    }

    /**
     * A setting such as a learning rate: no more figures than it needs, at most four, as in {@code 0.1}, {@code 3e-4}.
     */
    static String setting(double value) {
        if (!Double.isFinite(value) || value == 0) {
            return value == 0 ? "0" : Double.toString(value);
        }
        double size = Math.abs(value);
        if (size < 0.001 || size >= 1e5) {
            return scientific(value, 3);
        }
        int decimals = Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
        return withoutZeros(format("%." + decimals + "f", value));
    }

    private static String scientific(double value, int decimals) {
        String text = format("%." + decimals + "e", value);
        int split = text.indexOf('e');
        String digits = decimals > 2 ? withoutZeros(text.substring(0, split)) : text.substring(0, split);
        return digits + "e" + Integer.parseInt(text.substring(split + 1).replace("+", ""));
    }

    private static String withoutZeros(String decimal) {
        if (decimal.indexOf('.') < 0) {
            return decimal;
        }
        int end = decimal.length();
        while (decimal.charAt(end - 1) == '0') {
            end--;
        }
        return decimal.substring(0, decimal.charAt(end - 1) == '.' ? end - 1 : end);
    }

    /** A whole number, as in {@code 272,474}. */
    static String count(long value) {
        return format("%,d", value);
    }

    /** A number of things, as in {@code 1 epoch}, {@code 300 epochs}. */
    static String count(long value, String one) {
        return count(value) + " " + (value == 1 ? one : one + "s");
    }

    /** A large number short, as in {@code 41.2 MFLOP}; up to 9,999 in full. The unit may be "". */
    static String rough(double value, String of) {
        if (value < 9_999.5) {
            return format(value < 9.95 && value != Math.rint(value) ? "%.1f %s" : "%,.0f %s", value, of).strip();
        }
        String[] units = {"k", "M", "G", "T", "P", "E"};
        double scaled = value / 1e3;
        int unit = 0;
        while (scaled >= 999.5 && unit < units.length - 1) {
            scaled /= 1e3;
            unit++;
        }
        return fixed(scaled, scaled < 99.95 ? 1 : 0) + " " + units[unit] + of;
    }

    /** As in {@code 12.3 MiB}. */
    static String bytes(long value) {
        double scaled = value;
        int unit = 0;
        while (scaled >= 1023.5 && unit < BYTE_UNITS.length - 1) {
            scaled /= 1024;
            unit++;
        }
        return format(unit == 0 || scaled >= 99.95 ? "%.0f %s" : "%.1f %s", scaled, BYTE_UNITS[unit]);
    }

    /** As in {@code 38 ms}, {@code 6.1 s}, {@code 2 min 14 s}, {@code 3 h 05 min}, {@code 2 d 4 h}. */
    static String duration(double seconds) {
        if (!(seconds >= 0) || Double.isInfinite(seconds)) {
            return "?";
        }
        if (seconds < 0.0995) {
            return fixed(seconds * 1e3, seconds < 0.00995 ? 2 : 0) + " ms";
        }
        if (seconds < 59.5) {
            return fixed(seconds, seconds < 0.995 ? 2 : seconds < 9.95 ? 1 : 0) + " s";
        }
        return longDuration(Math.round(seconds));
    }

    private static String longDuration(long seconds) {
        if (seconds < HOUR) {
            return format("%d min %02d s", seconds / MINUTE, seconds % MINUTE);
        }
        if (seconds < DAY) {
            return format("%d h %02d min", seconds / HOUR, seconds % HOUR / MINUTE);
        }
        return format("%d d %d h", seconds / DAY, seconds % DAY / HOUR);
    }

    /** As {@code %.4f} and the like, which take fifty times as long: a small network has thousands of epochs in a second. */
    static String fixed(double value, int decimals) {
        long unit = UNITS[decimals];
        double scaled = Math.abs(value) * unit;
        double beyond = scaled - Math.floor(scaled);
        if (scaled >= LARGEST_FIXED || Math.abs(beyond - 0.5) < NEARLY_HALF) {
            return format("%." + decimals + "f", value);
        }
        long digits = (long) (scaled + 0.5);
        String sign = value < 0 ? "-" : "";
        return decimals == 0
                ? sign + digits
                : sign + digits / unit + "." + Long.toString(unit + digits % unit).substring(1);
    }

    @SuppressWarnings("AnnotateFormatMethod") // all callers are in this file, and its test runs every pattern
    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
