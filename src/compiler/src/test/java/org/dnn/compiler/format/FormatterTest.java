package org.dnn.compiler.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.dnn.compiler.ast.TreePrinter;
import org.dnn.compiler.diagnostic.Diagnostics;
import org.dnn.compiler.parse.Parser;
import org.dnn.compiler.source.GoldenFiles;
import org.dnn.compiler.source.SourceFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FormatterTest {
    private static String format(String text) {
        return Formatter.format(new SourceFile("test.dnn", text));
    }

    private static String tree(String text) {
        Diagnostics diagnostics = new Diagnostics();
        String tree = TreePrinter.print(Parser.parse(new SourceFile("test.dnn", text), diagnostics));
        assertEquals(List.of(), diagnostics.all());
        return tree;
    }

    private static void checkMeaning(String text) {
        String formatted = format(text);
        assertEquals(tree(text), tree(formatted), text);
        assertEquals(formatted, format(formatted), text);
    }

    private static Stream<Path> files() {
        return Stream.concat(GoldenFiles.in("format", ".dnn").stream(),
                GoldenFiles.in("parse/corpus", ".dnn").stream());
    }

    @TestFactory
    Stream<DynamicTest> layout() {
        return files().map(path -> DynamicTest.dynamicTest(path.getFileName().toString(), () -> {
            String text = GoldenFiles.read(path).text();
            GoldenFiles.check(path, ".formatted", format(text));
            checkMeaning(text);
        }));
    }

    /** Whatever spaces and empty lines an author leaves, the layout is the same. */
    @TestFactory
    Stream<DynamicTest> spacesDoNotMatter() {
        return GoldenFiles.in("parse/corpus", ".dnn").stream()
                .map(path -> DynamicTest.dynamicTest(path.getFileName().toString(), () -> {
                    String text = GoldenFiles.read(path).text();
                    Random random = new Random(7);
                    StringBuilder shaken = new StringBuilder();
                    for (String line : text.lines().toList()) {
                        shaken.append(" ".repeat(random.nextInt(5))).append(line.isBlank() ? "" : line.strip())
                                .append("\t ".repeat(random.nextInt(2))).append(line.isBlank() ? "\n\n\n" : "\n");
                    }
                    assertEquals(format(text), format(shaken.toString()));
                }));
    }

    @Test
    void mistakesAreLeftAlone() {
        for (Path path : GoldenFiles.in("parse/errors", ".dnn")) {
            SourceFile file = GoldenFiles.read(path);
            assertEquals(file.text(), Formatter.format(file));
        }
    }

    @Test
    void linesEndAsTheyDid() {
        assertEquals("a: 1\r\nb: 2\r\n", format("a :1\r\nb:2"));
        assertEquals("a: 1\nb: 2\n", format("\uFEFFa :1\rb:2\r"));
        assertEquals("", format(""));
        assertEquals("", format("\n\n  \n"));
        assertEquals("// a\n\n/// b\n", format("\n // a  \n\n\n\n/// b\n\n"));
    }
}
