package org.dnn.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

import org.dnn.compiler.Compilation;
import org.dnn.compiler.Compiler;
import org.dnn.compiler.Request;

/**
 * What the command meets. Tests have one of their own.
 *
 * @param here     the folder that it was started in, absolute
 * @param compiler what compiles
 * @param starter  runs a command line to its end and gives its exit code
 */
record World(Path here, PrintStream out, PrintStream err, Function<Request, Compilation> compiler,
        ToIntFunction<List<String>> starter) {
    /** The real one. */
    static World real() {
        Path here = Path.of("").toAbsolutePath();
        return new World(here, System.out, System.err, Compiler::compile, c -> ChildProcess.run(c, here));
    }
}
