package org.dnn.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Random;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.JsonView;
import org.dnn.compiler.diagnostic.Renderer;
import org.dnn.compiler.format.Formatter;
import org.dnn.compiler.source.GoldenFiles;
import org.dnn.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;

/** Whatever the text, there is a tree, and what is said of it can be shown. */
class FuzzTest {
    private static final List<String> SCRAPS = List.of("(", ")", "[", "]", "{", "}", "->", ",", ";", ":", "=", "\n",
            "\r\n",
            "\r", "\t", "\"", "'", "//", "///", "/*", "*/", "#", "model", "data", "train", "if", "then", "else",
            "repeat",
            "not", "-", "+", "1", "1e", "5 epochs", "%", ".", "input", "when", "stalls", "for", "from", "to", "except",
            "as",
            "\uD800", "\uDC00", "\uD83D\uDE00", "\u0000", "\u001B[31m", "\u202E", "\uFEFF", "é", "世", "→", "“", "@",
            "\\");

    /** With {@code -Pfull} a hundred times as many. */
    private static final int TIMES = Boolean.getBoolean("dnn.full") ? 100 : 1;

    private static void read(String text) {
        Sources.Parsed parsed = Sources.parse(text);
        List<Diagnostic> some = parsed.diagnostics().stream().limit(20).toList();
        String rendered = Renderer.plain().render(some) + JsonView.of(some);
        assertFalse(rendered.contains("\u001B"), "no escape of the text reaches the terminal");
        boolean hole = !text.contains("?") && parsed.print().contains("?");
        assertFalse(hole && parsed.diagnostics().isEmpty(), () -> "a hole of which nothing is said: " + text);
        if (parsed.diagnostics().isEmpty()) {
            String formatted = Formatter.format(new SourceFile("test.dnn", text));
            assertEquals(parsed.print(), Sources.parse(formatted).print(), () -> text);
        }
    }

    @Test
    void randomCharacters() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000 * TIMES; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(60);
            for (int j = 0; j < length; j++) {
                text.append((char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : random.nextInt(0x80)));
            }
            read(text.toString());
        }
    }

    @Test
    void randomScraps() {
        Random random = new Random(2);
        for (int i = 0; i < 3_000 * TIMES; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(40);
            for (int j = 0; j < length; j++) {
                text.append(SCRAPS.get(random.nextInt(SCRAPS.size()))).append(random.nextBoolean() ? " " : "");
            }
            read(text.toString());
        }
    }

    @Test
    void randomChangesOfTheCorpus() {
        Random random = new Random(3);
        List<String> corpus = GoldenFiles.in("parse/corpus", ".dnn").stream().map(f -> GoldenFiles.read(f).text())
                .toList();
        for (int i = 0; i < 500 * TIMES; i++) {
            StringBuilder text = new StringBuilder(corpus.get(random.nextInt(corpus.size())));
            int changes = 1 + random.nextInt(5);
            for (int j = 0; j < changes; j++) {
                int start = random.nextInt(text.length());
                int end = Math.min(text.length(), start + random.nextInt(8));
                text.replace(start, end, random.nextBoolean() ? "" : SCRAPS.get(random.nextInt(SCRAPS.size())));
            }
            read(text.toString());
        }
    }

    @Test
    void everyBeginningOfTheCorpus() {
        for (var file : GoldenFiles.in("parse/corpus", ".dnn")) {
            String text = GoldenFiles.read(file).text();
            for (int end = 0; end < text.length(); end += 11) {
                read(text.substring(0, end));
            }
        }
    }

    @Test
    void deepAndLongTexts() {
        for (String scrap : List.of("(", "[", "{", ")", "}", "f(", "x -> repeat 2 {", "not ", "- ", "if ", "if a then ",
                "if a then b else ", "x -> ", "1 + ", "a.", "\"", "\\", "1", "_", "é", "€", "\n", "x\n", "x: 1\n",
                "data X {\n", "; ", ": ", "a: b, ", "-> (")) {
            for (String head : List.of("", "x: ", "model M(x: [1]) -> y: [1] {\n  ")) {
                read(head + scrap.repeat((scrap.equals("(") ? 100_000 : 20_000) / scrap.length()));
            }
        }
    }
}
