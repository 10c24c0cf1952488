package org.dnn.compiler;

/** Text in, Java out. Pure: reads no file, asks no clock, prints nothing; the same request gives the same compilation. */
public final class Compiler {
    private Compiler() {}

    public static Compilation compile(Request request) {
        return new Pipeline(request).run();
    }
}
