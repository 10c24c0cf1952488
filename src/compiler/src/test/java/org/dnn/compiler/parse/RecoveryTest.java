package org.dnn.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.TreePrinter;
import org.dnn.compiler.source.GoldenFiles;
import org.dnn.compiler.source.SourceFile;
import org.dnn.grammar.DnnLexer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A token too few, too many or out of place spoils the declaration it stands in, and no other. */
class RecoveryTest {
    /** A change of one declaration of a file. */
    private record Change(String text, int offset, String what) {}

    private static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>(new DnnLexer(new TextStream(text, "")).getAllTokens().stream()
                .filter(t -> t.getChannel() == Token.DEFAULT_CHANNEL && t.getType() != DnnLexer.Newline).toList());
        assertTrue(tokens.size() > 20, "a corpus file has tokens");
        return tokens;
    }

    private interface FileTest {
        void accept(String text, List<Token> tokens, List<Declaration> declarations);
    }

    private static Stream<DynamicTest> forEachFile(FileTest test) {
        return GoldenFiles.in("parse/corpus", ".dnn").stream().map(path -> DynamicTest
                .dynamicTest(path.getFileName().toString(), () -> test.accept(text(path), tokens(text(path)),
                        Sources.parse(text(path)).tree().declarations())));
    }

    private static String text(Path path) {
        return GoldenFiles.read(path).text();
    }

    /** At most {@code most} diagnostics, and the declarations that were not changed as they were. */
    private static void check(String original, List<Declaration> declarations, Change change, int most) {
        Sources.Parsed parsed = Sources.parse(change.text());
        SourceFile file = new SourceFile("original.dnn", original);
        String where = change.what() + " at line " + file.line(change.offset()) + ": "
                + file.lineText(file.line(change.offset())) + "\n" + parsed.messages();
        assertTrue(parsed.diagnostics().size() <= most, where);
        List<String> unchanged = declarations.stream()
                .filter(d -> change.offset() < d.span().start() || change.offset() >= d.span().end())
                .map(RecoveryTest::printed).toList();
        List<String> found = new ArrayList<>(parsed.tree().declarations().stream().map(RecoveryTest::printed).toList());
        unchanged.forEach(declaration -> assertTrue(found.remove(declaration), () -> "lost: " + declaration + where));
    }

    private static String printed(Declaration declaration) {
        return TreePrinter.print(declaration);
    }

    @TestFactory
    Stream<DynamicTest> aTokenTooFew() {
        return forEachFile((text, tokens, declarations) -> tokens.forEach(token -> {
            String changed = text.substring(0, token.getStartIndex()) + text.substring(token.getStopIndex() + 1);
            check(text, declarations, new Change(changed, token.getStartIndex(), "without '" + token.getText() + "'"),
                    1);
        }));
    }

    @TestFactory
    Stream<DynamicTest> aTokenTooMany() {
        return forEachFile((text, tokens, declarations) -> tokens.forEach(token -> {
            int end = token.getStopIndex() + 1;
            String changed = text.substring(0, end) + " " + token.getText() + text.substring(end);
            check(text, declarations, new Change(changed, token.getStartIndex(), "twice '" + token.getText() + "'"), 2);
        }));
    }

    @TestFactory
    Stream<DynamicTest> twoTokensSwapped() {
        return forEachFile((text, tokens, declarations) -> {
            for (int i = 0; i + 1 < tokens.size(); i++) {
                Token first = tokens.get(i);
                Token second = tokens.get(i + 1);
                String changed = text.substring(0, first.getStartIndex()) + second.getText()
                        + text.substring(first.getStopIndex() + 1, second.getStartIndex()) + first.getText()
                        + text.substring(second.getStopIndex() + 1);
                Sources.Parsed parsed = Sources.parse(changed);
                assertTrue(parsed.diagnostics().size() <= 6, () -> "swapped '" + first.getText() + "' and '"
                        + second.getText() + "' in\n" + changed + parsed.messages());
            }
        });
    }
}
