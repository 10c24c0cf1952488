package org.dnn.compiler.parse;

import java.util.List;
import org.dnn.compiler.ast.FileTree;
import org.dnn.compiler.ast.TreePrinter;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Diagnostics;
import org.dnn.compiler.source.SourceFile;

/** Reads texts for tests. */
final class Sources {
    /** What came of a text. */
    record Parsed(FileTree tree, List<Diagnostic> diagnostics) {
        List<String> messages() {
            return diagnostics.stream().map(Diagnostic::message).toList();
        }

        String print() {
            return TreePrinter.print(tree);
        }
    }

    private Sources() {}

    static Parsed parse(String text) {
        Diagnostics diagnostics = new Diagnostics();
        FileTree tree = Parser.parse(new SourceFile("test.dnn", text), diagnostics);
        return new Parsed(tree, diagnostics.all());
    }

    /** The tree of a text without mistakes. */
    static String tree(String text) {
        Parsed parsed = parse(text);
        if (!parsed.diagnostics().isEmpty()) {
            throw new AssertionError(parsed.messages() + " in\n" + text);
        }
        return parsed.print().strip();
    }

    /** The tree of an expression without mistakes, as the value of a setting. */
    static String expression(String text) {
        String tree = tree("e: " + text);
        return tree.substring("(e: ".length(), tree.length() - 1);
    }
}
