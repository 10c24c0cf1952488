package org.dnn.cli;

/** How the command ends. The codes are promised in the package's description. */
enum Exit {
    DONE(0), PROBLEM(1), MISTAKES(2), BUG(4);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
