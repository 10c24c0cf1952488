package org.dnn.compiler.parity;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import java.util.stream.Collectors;
import org.dnn.compiler.ast.FileTree;
import org.dnn.compiler.check.Check;
import org.dnn.compiler.diagnostic.Diagnostics;
import org.dnn.compiler.model.Program;
import org.dnn.compiler.parse.Parser;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;

/** What a {@code .dnn} text means. */
final class CheckedText {
    private CheckedText() {}

    static Program of(String text) {
        Diagnostics diagnostics = new Diagnostics();
        FileTree tree = Parser.parse(new SourceFile("case.dnn", text), diagnostics);
        Program program = Check.check(tree, diagnostics, Outside.NOTHING, Map.of());
        assertFalse(diagnostics.hasErrors(), () -> text + diagnostics.all().stream()
                .map(d -> d.primary() + " " + d.message()).collect(Collectors.joining("\n")));
        return program;
    }
}
