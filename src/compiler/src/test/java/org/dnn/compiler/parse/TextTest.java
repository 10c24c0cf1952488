package org.dnn.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.dnn.compiler.diagnostic.Renderer;
import org.dnn.compiler.source.GoldenFiles;
import org.dnn.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;

/** The same file in other clothes: line ends, byte order mark, tabs, all the signs of the world in comments. */
class TextTest {
    private static String tree(String text) {
        return Sources.tree(text);
    }

    @Test
    void lineEndsDoNotMatter() {
        for (var file : GoldenFiles.in("parse/corpus", ".dnn")) {
            String text = GoldenFiles.read(file).text();
            assertEquals(tree(text), tree(text.replace("\n", "\r\n")));
            assertEquals(tree(text), tree(text.replace("\n", "\r")));
            assertEquals(tree(text), tree("\uFEFF" + text.replace("  ", "\t")));
        }
    }

    @Test
    void anyCharacterMayStandInCommentsAndStrings() {
        assertEquals("(a: \"世界 \uD83D\uDE00 \u0301 ∑\")\n(b: 1)",
                tree("a: \"世界 \uD83D\uDE00 \u0301 ∑\" // 世界 \uD83D\uDE00 \uD800\nb: 1"));
    }

    @Test
    void columnsCountCodePoints() {
        assertEquals(List.of("test.dnn:2:9"), Sources.parse("a: 1\nb: \"\uD83D\uDE00世\" @").diagnostics().stream()
                .map(d -> d.primary().toString()).toList());
    }

    @Test
    void aByteOrderMarkTakesNoColumn() {
        var diagnostic = Sources.parse("\uFEFFa @: 1\n@").diagnostics();
        assertEquals(List.of("test.dnn:1:3", "test.dnn:2:1"),
                diagnostic.stream().map(d -> d.primary().toString()).toList());
        assertEquals("1 | a @: 1\n  |   ^\n", Renderer.plain().render(diagnostic.getFirst()).split("\n", 3)[2]);
    }

    @Test
    void aWordOfOtherLettersIsReportedOnce() {
        Sources.Parsed parsed = Sources.parse("größe: 1\nb: größe + 2größe + é.größe");
        assertEquals("(größe: 1)\n(b: (+ (+ größe 2'größe) é.größe))", parsed.print().strip());
        assertEquals(2, parsed.diagnostics().size());
    }

    @Test
    void largeFilesAreReadInNoTime() {
        String text = GoldenFiles.in("parse/corpus", ".dnn").stream().map(f -> GoldenFiles.read(f).text()).reduce("",
                String::concat);
        StringBuilder large = new StringBuilder();
        while (new SourceFile("large.dnn", large.toString()).lineCount() < 5_000) {
            large.append(text).append('\n');
        }
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 8; i++) {
            long start = System.nanoTime();
            assertEquals(List.of(), Sources.parse(large.toString()).messages());
            best = Math.min(best, System.nanoTime() - start);
        }
        assertTrue(best < 500_000_000L, "5,000 lines took " + best / 1_000_000 + " ms");
    }
}
