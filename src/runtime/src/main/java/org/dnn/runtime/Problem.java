package org.dnn.runtime;

import java.nio.file.Path;

/**
 * Something is wrong with the user's machine or files, said in a plain sentence: no data, unreadable weights, a full
 * disk. Whoever catches it shows the message alone, without a stack trace. A mistake in a {@code .dnn} file is a
 * diagnostic of the compiler instead, and a bug of ours an {@link IllegalStateException}.
 */
public class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String message;

    /** @param message one sentence, without a full stop: what was found, what was expected, what to do */
    public Problem(String message) {
        super(message);
        this.message = message;
    }

    /** @param cause what the system said; kept for those who look, never shown by itself */
    public Problem(String message, Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }

    /** A problem of a whole file: {@code loans.csv: …}. */
    public static Problem in(Path file, String message) {
        return new Problem(file + ": " + message);
    }

    /**
     * A problem at one line of a file, in the form that terminals and editors link: {@code loans.csv:17: …}.
     *
     * @param line from 1
     */
    public static Problem in(Path file, long line, String message) {
        return new Problem(file + ":" + line + ": " + message);
    }
}
