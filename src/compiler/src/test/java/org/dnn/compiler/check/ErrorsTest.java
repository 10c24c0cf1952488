package org.dnn.compiler.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dnn.compiler.Compiler;
import org.dnn.compiler.Request;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Renderer;
import org.dnn.compiler.diagnostic.Severity;
import org.dnn.compiler.source.GoldenFiles;
import org.dnn.compiler.source.SourceFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A file a mistake, in {@code errors/}: the words it gets, beside it, and fixes that mend it. */
class ErrorsTest {
    /** Codes that depend on a plan, not on a text; they are tested where memory is. */
    private static final Set<Code> ELSEWHERE = EnumSet.of(Code.MEMORY, Code.ARENA_REGION);

    private static final Map<Path, List<Diagnostic>> DIAGNOSTICS = new HashMap<>();

    private static Stream<DynamicTest> forEach(Consumer<Path> test) {
        return GoldenFiles.in("errors", ".dnn").stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> test.accept(file)));
    }

    private static List<Diagnostic> compile(SourceFile file) {
        return Compiler.compile(new Request(List.of(file), Map.of(), new FakeOutside(), Set.of())).diagnostics();
    }

    private static List<Diagnostic> diagnostics(Path path) {
        return DIAGNOSTICS.computeIfAbsent(path, p -> compile(GoldenFiles.read(p)));
    }

    @TestFactory
    Stream<DynamicTest> messages() {
        return forEach(path -> {
            List<Diagnostic> diagnostics = diagnostics(path);
            assertFalse(diagnostics.isEmpty(), "nothing is said");
            GoldenFiles.check(path, ".txt", Renderer.plain().render(diagnostics) + fixes(diagnostics));
        });
    }

    private static String fixes(List<Diagnostic> diagnostics) {
        return diagnostics.stream().flatMap(d -> d.fixes().stream()).map(f -> "fix: " + f.title() + "\n")
                .collect(Collectors.joining());
    }

    @TestFactory
    Stream<DynamicTest> whatIsWrongIsSaidOnce() {
        return forEach(path -> {
            List<Diagnostic> errors = diagnostics(path).stream()
                    .filter(d -> d.severity() == Severity.ERROR).toList();
            assertTrue(errors.size() <= 2, () -> Renderer.plain().render(errors));
        });
    }

    @TestFactory
    Stream<DynamicTest> everyMistakeHasHelp() {
        return forEach(path -> diagnostics(path).stream()
                .filter(d -> d.severity() == Severity.ERROR && !d.code().text().startsWith("DNN01"))
                .forEach(d -> assertFalse(d.help().isEmpty(), () -> Renderer.plain().render(List.of(d)))));
    }

    /** Each fix alone takes its own diagnostic away, and leaves no error that was not there. */
    @TestFactory
    Stream<DynamicTest> fixesMend() {
        return forEach(path -> {
            SourceFile file = GoldenFiles.read(path);
            List<Diagnostic> before = diagnostics(path);
            before.forEach(diagnostic -> diagnostic.fixes().forEach(fix -> {
                String mended = fix.apply(file.text());
                List<String> left = messages(before);
                left.remove(diagnostic.message());
                List<Diagnostic> after = compile(new SourceFile(file.name(), mended));
                assertTrue(left.containsAll(messages(after)) && after.size() < before.size(),
                        () -> fix.title() + " leaves\n" + Renderer.plain().render(after) + "in\n" + mended);
            }));
        });
    }

    private static List<String> messages(List<Diagnostic> diagnostics) {
        return new ArrayList<>(diagnostics.stream().map(Diagnostic::message).toList());
    }

    @Test
    void everyCodeHasAMistake() {
        Set<Code> seen = EnumSet.copyOf(ELSEWHERE);
        for (Path path : GoldenFiles.in("errors", ".dnn")) {
            diagnostics(path).forEach(d -> seen.add(d.code()));
        }
        for (Path path : GoldenFiles.in("parse/errors", ".dnn")) {
            diagnostics(path).forEach(d -> seen.add(d.code()));
        }
        List<Code> without = Arrays.stream(Code.values()).filter(c -> !seen.contains(c)).toList();
        assertEquals(List.of(), without, "codes that no file of errors/ shows");
    }
}
