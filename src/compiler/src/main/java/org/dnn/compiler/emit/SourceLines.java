package org.dnn.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import java.util.Optional;
import org.dnn.compiler.source.Origin;

/** The lines of the {@code .dnn} file, as comments above the statements that come of them: once above several in a row. */
final class SourceLines {
    private String last = "";

    /** What stands above a statement: nothing where the one before comes of the same line. */
    Optional<String> comment(Origin origin) {
        String here = of(origin);
        if (here.equals(last)) {
            return Optional.empty();
        }
        last = here;
        return Optional.of("// " + here);
    }

    /** The same as a line of Java. */
    CodeBlock above(Origin origin) {
        return comment(origin).map(c -> CodeBlock.of("$L\n", c)).orElseGet(() -> CodeBlock.of(""));
    }

    /** Something came between. */
    void interrupted() {
        last = "";
    }

    /** The line that something comes from, with its number. */
    static String of(Origin origin) {
        return origin.line() + "  " + origin.span().file().lineText(origin.span().line()).strip();
    }
}
