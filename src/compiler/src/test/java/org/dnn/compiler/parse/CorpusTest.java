package org.dnn.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.dnn.compiler.source.GoldenFiles;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The networks of the language's description: the trees they make. */
class CorpusTest {
    @TestFactory
    Stream<DynamicTest> treesOfTheCorpus() {
        return GoldenFiles.in("parse/corpus", ".dnn").stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    Sources.Parsed parsed = Sources.parse(GoldenFiles.read(file).text());
                    assertEquals(List.of(), parsed.messages());
                    GoldenFiles.check(file, ".tree", parsed.print());
                }));
    }
}
