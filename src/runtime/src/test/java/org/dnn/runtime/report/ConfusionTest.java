package org.dnn.runtime.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionTest {
    private final Confusion confusion = new Confusion(List.of("a", "b", "c"),
            new long[][]{{6, 2, 0}, {1, 11, 0}, {0, 0, 0}});

    @Test
    void recallIsOfRowsAndPrecisionOfAnswers() {
        assertEquals(6.0 / 8, confusion.recall(0));
        assertEquals(11.0 / 12, confusion.recall(1));
        assertEquals(6.0 / 7, confusion.precision(0));
        assertEquals(11.0 / 13, confusion.precision(1));
        assertTrue(Double.isNaN(confusion.recall(2)) && Double.isNaN(confusion.precision(2)));
    }

    @Test
    void knowsWhenAllGotTheSameAnswer() {
        assertFalse(confusion.answersOneClass());
        assertTrue(new Confusion(List.of("a", "b"), new long[][]{{0, 3}, {0, 7}}).answersOneClass());
        assertFalse(new Confusion(List.of("a", "b"), new long[][]{{0, 0}, {0, 0}}).answersOneClass());
    }

    @Test
    void isSquareAndItsOwn() {
        assertThrows(IllegalArgumentException.class, () -> new Confusion(List.of("a"), new long[][]{{1, 2}}));
        assertThrows(IllegalArgumentException.class, () -> new Confusion(List.of("a", "b"), new long[][]{{1, 2}}));
        long[][] counts = {{1}};
        Confusion copy = new Confusion(List.of("a"), counts);
        counts[0][0] = 5;
        assertEquals(1, copy.count(0, 0));
    }
}
