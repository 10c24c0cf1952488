package org.dnn.compiler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SourceFileTest {
    @Test
    void linesEndInThreeWays() {
        SourceFile file = new SourceFile("f", "a\r\nb\rc\nd");
        assertEquals(4, file.lineCount());
        assertEquals("a|b|c|d",
                String.join("|", file.lineText(1), file.lineText(2), file.lineText(3), file.lineText(4)));
        assertEquals(1, file.line(2));
        assertEquals(2, file.line(3));
        assertEquals(4, file.line(8));
        assertEquals("", new SourceFile("f", "a\n").lineText(2));
    }

    @Test
    void columnsCountCodePoints() {
        SourceFile file = new SourceFile("f", "\uD83D\uDE00x\nä\uD800y");
        assertEquals(2, file.column(2));
        assertEquals(3, file.column(3));
        assertEquals(3, file.column(6));
        assertEquals("f:2:3", new Span(file, 6, 7).toString());
    }

    @Test
    void spans() {
        SourceFile file = new SourceFile("f", "abcdef");
        Span span = new Span(file, 1, 2).to(new Span(file, 4, 5));
        assertEquals("bcde", span.text());
        assertEquals("", span.after().text());
        assertThrows(IllegalArgumentException.class, () -> new Span(file, 3, 7));
    }
}
