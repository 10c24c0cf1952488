package org.dnn.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Diagnostics;
import org.dnn.compiler.diagnostic.Renderer;
import org.dnn.compiler.source.GoldenFiles;
import org.dnn.compiler.source.SourceFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every kind of mistake in a text: the words it gets, the tree that is left, and fixes that mend it. */
class MistakesTest {
    private static Stream<DynamicTest> forEach(java.util.function.Consumer<Path> test) {
        return GoldenFiles.in("parse/errors", ".dnn").stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> test.accept(file)));
    }

    private static List<Diagnostic> diagnostics(SourceFile file) {
        Diagnostics diagnostics = new Diagnostics();
        Parser.parse(file, diagnostics);
        return diagnostics.all();
    }

    @TestFactory
    Stream<DynamicTest> messages() {
        return forEach(path -> {
            List<Diagnostic> diagnostics = diagnostics(GoldenFiles.read(path));
            assertFalse(diagnostics.isEmpty());
            GoldenFiles.check(path, ".txt", Renderer.plain().render(diagnostics));
        });
    }

    @TestFactory
    Stream<DynamicTest> treesWithHoles() {
        return forEach(path -> GoldenFiles.check(path, ".tree", Sources.parse(GoldenFiles.read(path).text()).print()));
    }

    /** A fix takes its own mistake away and brings no other. */
    @TestFactory
    Stream<DynamicTest> fixesMend() {
        return forEach(path -> {
            SourceFile file = GoldenFiles.read(path);
            List<Diagnostic> before = diagnostics(file);
            before.forEach(diagnostic -> diagnostic.fixes().forEach(fix -> {
                String mended = fix.apply(file.text());
                List<Diagnostic> after = diagnostics(new SourceFile(file.name(), mended));
                assertTrue(after.size() < before.size(),
                        () -> fix.title() + " leaves " + Renderer.plain().render(after) + "in\n" + mended);
            }));
        });
    }
}
