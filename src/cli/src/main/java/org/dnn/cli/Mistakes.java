package org.dnn.cli;

/** There are errors in {@code .dnn} files. They are said already; this is the sentence that ends the command. */
final class Mistakes extends RuntimeException {
    private static final long serialVersionUID = 1;

    Mistakes(String message) {
        super(message);
    }
}
