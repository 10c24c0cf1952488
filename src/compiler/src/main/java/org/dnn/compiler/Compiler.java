package org.dnn.compiler;

import java.util.List;

/** Text in, Java out. Pure: reads no file, asks no clock, prints nothing; the same request gives the same compilation. */
public final class Compiler {
    private Compiler() {}

    public static Compilation compile(Request request) {
        return new Pipeline(request).run();
    }

    /** The optimisation passes, each of which a request may leave out: those of the equations, then those of the kernels. */
    public static List<String> passes() {
        return Pipeline.passes();
    }
}
