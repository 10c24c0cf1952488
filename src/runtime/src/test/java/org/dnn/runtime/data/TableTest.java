package org.dnn.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dnn.runtime.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
    @Test
    void columnsAreAsLongAsTheTable() {
        FloatColumn two = new FloatColumn(new float[]{1, 2, 3, 4}, 2);
        Table table = new Table(2, Map.of("x", two, "b", new ByteColumn(new byte[]{-1, 1}, 1)), Map.of(), List.of());
        assertEquals(4, table.column("x").at(1, 1));
        assertEquals(255, table.column("b").at(0, 0));
        assertEquals(18, table.bytes());
        assertThrows(IllegalArgumentException.class, () -> table.column("y"));
        assertThrows(IllegalArgumentException.class, () -> new Table(3, Map.of("x", two), Map.of(), List.of()));
        assertThrows(IllegalArgumentException.class, () -> new FloatColumn(new float[5], 2));
        assertThrows(IllegalArgumentException.class, () -> new ByteColumn(new byte[5], 0));
    }

    @Test
    void aVocabularyOfTheTrainingRowsKnowsNoOtherWord() {
        Vocabulary all = new Vocabulary(List.of("blue", "green", "red"));
        FloatColumn column = new FloatColumn(new float[]{2, 0, 1, Float.NaN, 2}, 1);
        Vocabulary known = all.usedIn(column, new int[]{0, 1, 3});
        assertEquals(List.of("blue", "red"), known.words());
        assertEquals(2, known.size());
        assertArrayEquals(new float[]{1, 0, -1, Float.NaN, 1}, all.translate(column, known, -1).values());
    }

    @Test
    void theFingerprintIsSha256(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("abc"), "abc");
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Fingerprint.sha256(file));
        assertEquals("cannot read " + folder.resolve("none") + ": there is no such file",
                assertThrows(Problem.class, () -> Fingerprint.sha256(folder.resolve("none"))).getMessage());
    }

    @Test
    void theNearestName() {
        List<String> names = List.of("", "glucose", "Blood Pressure", "bmi", "age");
        assertEquals("glucose", NearestName.of("glucsoe", names).orElseThrow());
        assertEquals("Blood Pressure", NearestName.of("blood_pressure", names).orElseThrow());
        assertEquals("bmi", NearestName.of("BMI", names).orElseThrow());
        assertEquals("age", NearestName.of("ages", names).orElseThrow());
        assertEquals(true, NearestName.of("insulin", names).isEmpty());
    }
}
