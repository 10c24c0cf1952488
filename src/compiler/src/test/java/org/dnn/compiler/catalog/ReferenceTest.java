package org.dnn.compiler.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dnn.compiler.Compiler;
import org.dnn.compiler.Request;
import org.dnn.compiler.diagnostic.Renderer;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The language reference says what the catalogue says, and its complete examples compile. */
class ReferenceTest {
    private static final Path REFERENCE = Path.of("..", "..", "grammar", "README.md");
    private static final String BEGIN = "<!-- catalogue -->\n";
    private static final String END = "<!-- end of catalogue -->";

    private static String text() throws IOException {
        return Files.readString(REFERENCE);
    }

    @Test
    void tablesAreThoseOfTheCatalogue() throws IOException {
        String text = text();
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        String expected = "\n" + ReferenceTables.text() + "\n";
        if (Boolean.getBoolean("dnn.bless")) {
            Files.writeString(REFERENCE, text.substring(0, begin) + expected + text.substring(end));
        } else {
            assertEquals(expected, text.substring(begin, end), "run with -Ddnn.bless=true, and read the difference");
        }
    }

    @TestFactory
    Stream<DynamicTest> completeExamplesCompile() throws IOException {
        List<String> examples = Pattern.compile("```dnn\n(.*?)```", Pattern.DOTALL).matcher(text()).results()
                .map(MatchResult::group).map(s -> s.substring("```dnn\n".length(), s.length() - "```".length()))
                .toList();
        assertTrue(examples.size() >= 3);
        return examples.stream().map(example -> DynamicTest.dynamicTest(example.lines().findFirst().orElseThrow(),
                () -> assertEquals("", Renderer.plain().render(Compiler.compile(
                        new Request(List.of(new SourceFile("example.dnn", example)), Map.of(), Outside.NOTHING,
                                Set.of()))
                        .diagnostics()))));
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        String text = text();
        Set<String> headings = new java.util.HashSet<>(text.lines().filter(l -> l.startsWith("## "))
                .map(l -> l.substring(3).toLowerCase(java.util.Locale.ROOT).replace(' ', '-')).toList());
        Pattern.compile("\\]\\(#([a-z0-9-]+)\\)").matcher(text).results().map(m -> m.group(1))
                .forEach(link -> assertTrue(headings.contains(link), link));
    }
}
