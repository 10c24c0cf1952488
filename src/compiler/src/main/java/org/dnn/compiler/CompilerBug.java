package org.dnn.compiler;

/** A mistake of the compiler itself, never of its user: says in which stage, and about what. */
public final class CompilerBug extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CompilerBug(String stage, String message) {
        super(stage + ": " + message);
    }
}
