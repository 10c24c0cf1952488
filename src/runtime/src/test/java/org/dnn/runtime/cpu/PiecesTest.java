package org.dnn.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every unit of a work is taken once, by whoever comes. */
class PiecesTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void everyUnitIsTakenOnce(int members) {
        int works = 3000;
        Pieces pieces = new Pieces(members);
        AtomicIntegerArray taken = new AtomicIntegerArray(works * 20);
        try (Team team = new Team(members)) {
            team.run(member -> {
                for (int i = 0; i < works; i++) {
                    int units = 1 + i % 20;
                    int work = pieces.next(member);
                    for (int first = pieces.take(work, units); first < units; first = pieces.take(work, units)) {
                        for (int unit = first; unit < first + pieces.size(first, units); unit++) {
                            taken.incrementAndGet(i * 20 + unit);
                        }
                    }
                }
            });
        }
        for (int i = 0; i < works; i++) {
            for (int unit = 0; unit < 20; unit++) {
                assertEquals(unit <= i % 20 ? 1 : 0, taken.get(i * 20 + unit), "unit " + unit + " of work " + i);
            }
        }
    }

    @Test
    void oneMemberTakesAllAtOnce() {
        Pieces pieces = new Pieces(1);
        int work = pieces.next(0);
        assertEquals(0, pieces.take(work, 7));
        assertEquals(7, pieces.size(0, 7));
        assertEquals(7, pieces.take(work, 7));
    }

    /** Who is late finds nothing, also where the work has been forgotten. */
    @Test
    void nothingIsLeftForWhoComesLate() {
        Pieces pieces = new Pieces(2);
        int late = pieces.next(1);
        for (int i = 0; i < 20; i++) {
            int work = pieces.next(0);
            int first = 0;
            while (first < 3) {
                first = pieces.take(work, 3);
            }
        }
        assertEquals(3, pieces.take(late, 3));
    }

    @Test
    void piecesBecomeSmaller() {
        Pieces pieces = new Pieces(2);
        int work = pieces.next(0);
        int before = 22;
        int count = 0;
        for (int first = pieces.take(work, 22); first < 22; first = pieces.take(work, 22)) {
            int size = pieces.size(first, 22);
            assertTrue(size <= before, () -> "a larger one behind a smaller");
            before = size;
            count++;
        }
        assertEquals(7, count);
    }

    @ParameterizedTest
    @CsvSource({"1024, 64, 16, 64", "128, 64, 16, 32", "100, 64, 16, 32", "64, 64, 16, 16", "512, 48, 12, 48",
        "65, 48, 12, 24"})
    void unitsAreSmallerWhereThereIsLess(int count, int most, int multiple, int expected) {
        assertEquals(expected, new Pieces(2).unit(count, most, multiple));
    }
}
