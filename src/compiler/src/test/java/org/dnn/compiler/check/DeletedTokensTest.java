package org.dnn.compiler.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.dnn.compiler.Compiler;
import org.dnn.compiler.Request;
import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.FileTree;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Diagnostics;
import org.dnn.compiler.diagnostic.Renderer;
import org.dnn.compiler.diagnostic.Severity;
import org.dnn.compiler.model.Program;
import org.dnn.compiler.parse.Parser;
import org.dnn.compiler.source.GoldenFiles;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;
import org.dnn.grammar.DnnLexer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every token of every model left out in turn: nothing breaks, little is said, and the rest of the file stands. */
class DeletedTokensTest {
    private static final Path MODELS = Path.of("..", "..", "models", "src", "main", "dnn");

    /** What came of a text. */
    private record Checked(FileTree tree, Program program, List<Diagnostic> diagnostics) {
        List<Diagnostic> errors() {
            return diagnostics.stream().filter(d -> d.severity() == Severity.ERROR).toList();
        }

        List<String> data() {
            return program.data().stream().map(d -> d.name()).toList();
        }
    }

    private static Stream<Path> files() {
        try (Stream<Path> folder = Files.list(MODELS)) {
            List<Path> models = folder.sorted().toList();
            List<Path> names = models.stream().map(Path::getFileName).toList();
            return Stream.concat(models.stream(), GoldenFiles.in("parse/corpus", ".dnn").stream()
                    .filter(p -> !names.contains(p.getFileName())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Checked check(SourceFile file) {
        Diagnostics diagnostics = new Diagnostics();
        FileTree tree = Parser.parse(file, diagnostics);
        Program program = Check.check(tree, diagnostics, Outside.NOTHING, Map.of());
        return new Checked(tree, program, diagnostics.all());
    }

    private static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>(new DnnLexer(CharStreams.fromString(text)).getAllTokens());
        tokens.removeIf(t -> t.getChannel() != Token.DEFAULT_CHANNEL || t.getText().isBlank());
        return tokens;
    }

    @TestFactory
    Stream<DynamicTest> aTokenTooFew() {
        return files().map(path -> DynamicTest.dynamicTest(path.getFileName().toString(), () -> {
            SourceFile whole = GoldenFiles.read(path);
            Checked before = check(whole);
            for (Token token : tokens(whole.text())) {
                String text = whole.text().substring(0, token.getStartIndex())
                        + whole.text().substring(token.getStopIndex() + 1);
                holds(before, token, check(new SourceFile(whole.name(), text)));
            }
        }));
    }

    private static List<String> messages(List<Diagnostic> diagnostics) {
        return new ArrayList<>(diagnostics.stream().map(Diagnostic::message).toList());
    }

    /** What every user of a changed declaration says for itself. */
    private static boolean isOneForEachUser(List<Diagnostic> added, Checked after) {
        return after.tree().declarations().stream().allMatch(declaration -> added.stream()
                .filter(d -> declaration.span().start() <= d.primary().start()
                        && d.primary().end() <= declaration.span().end())
                .count() <= 1);
    }

    private static void holds(Checked before, Token token, Checked after) {
        List<String> known = messages(before.errors());
        List<Diagnostic> added = after.errors().stream().filter(d -> !known.remove(d.message())).toList();
        String rendered = Renderer.plain().render(added);
        boolean reads = added.stream().noneMatch(d -> d.code().text().startsWith("DNN01"));
        assertTrue(added.size() <= 2 || (reads && isOneForEachUser(added, after)),
                () -> "without " + token + ":\n" + rendered);
        for (Declaration declaration : before.tree().declarations()) {
            boolean damaged = declaration.span().start() <= token.getStopIndex() + 1
                    && token.getStartIndex() <= declaration.span().end();
            if (declaration instanceof Declaration.Data data && !damaged
                    && before.data().contains(data.name().text())) {
                assertTrue(after.data().contains(data.name().text()),
                        () -> data.name() + " is lost without " + token + ":\n" + rendered);
            }
        }
        if (after.errors().isEmpty()) {
            assertEquals(after.diagnostics(), Compiler.compile(new Request(List.of(after.tree().file()), Map.of(),
                    Outside.NOTHING, Set.of())).diagnostics());
        }
    }
}
