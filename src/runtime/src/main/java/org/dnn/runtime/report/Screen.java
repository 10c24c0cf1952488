package org.dnn.runtime.report;

import java.io.PrintStream;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Where progress goes.
 *
 * @param out       the stream
 * @param redraws   whether a line can be drawn over: true on a terminal, false in a file or another program's hands
 * @param columns   the width of the terminal; of no meaning where nothing is drawn over
 * @param nanoTime  a clock that only goes forward, in nanoseconds
 */
public record Screen(PrintStream out, boolean redraws, int columns, LongSupplier nanoTime) {
    private static final int USUAL_COLUMNS = 80;
    private static final int NARROWEST = 20;

    /** Standard output of this process, as wide as {@code COLUMNS} says, otherwise 80. */
    @SuppressWarnings("SystemConsoleNull") // in JDK 25 it is null again where nobody sits
    public static Screen ofThisProcess() {
        boolean terminal = System.console() != null && System.console().isTerminal();
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        return new Screen(System.out, terminal && !dumb, columns(System.getenv("COLUMNS")), System::nanoTime);
    }

    static int columns(@Nullable String variable) {
        if (variable == null || !variable.matches("[0-9]{1,5}")) {
            return USUAL_COLUMNS;
        }
        return Math.max(NARROWEST, Integer.parseInt(variable));
    }
}
