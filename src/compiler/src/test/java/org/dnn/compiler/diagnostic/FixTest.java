package org.dnn.compiler.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.dnn.compiler.source.SourceFile;
import org.dnn.compiler.source.Span;
import org.junit.jupiter.api.Test;

class FixTest {
    private static final SourceFile FILE = new SourceFile("test.dnn", "0123456789");

    private static Edit edit(int start, int end, String replacement) {
        return new Edit(new Span(FILE, start, end), replacement);
    }

    @Test
    void editsInAnyOrder() {
        assertEquals("0ab13478c9",
                new Fix("", List.of(edit(9, 9, "c"), edit(1, 1, "a"), edit(1, 1, "b"), edit(2, 3, ""),
                        edit(5, 7, ""))).apply(FILE.text()));
        assertEquals(FILE.text(), new Fix("", List.of()).apply(FILE.text()));
        assertEquals("0123456789!", Fix.replace("", new Span(FILE, 10, 10), "!").apply(FILE.text()));
    }

    @Test
    void overlappingEdits() {
        Fix fix = new Fix("both", List.of(edit(1, 4, "a"), edit(3, 5, "b")));
        assertThrows(IllegalArgumentException.class, () -> fix.apply(FILE.text()));
        assertThrows(IllegalArgumentException.class, () -> Fix.replace("", new Span(FILE, 9, 10), "").apply("short"));
    }
}
