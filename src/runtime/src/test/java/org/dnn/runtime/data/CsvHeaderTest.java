package org.dnn.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvHeaderTest {
    @TempDir
    Path folder = Path.of("");

    private CsvHeader header(String text) throws IOException {
        return CsvFile.header(Files.writeString(folder.resolve("data.csv"), text), CsvFile.AUTO);
    }

    @Test
    void countsWhatTheRowsHold() throws IOException {
        CsvHeader header = header("age;city;gap\n30;Berlin;\n-1.5;;NA\n40;?;abc\n7;Rom;\"x;y\"\n");
        assertEquals(List.of("age", "city", "gap"), header.names());
        assertEquals(';', header.separator());
        assertEquals(4, header.rows());
        assertEquals(new CsvHeader.Sample("age", 4, 0, 0, "", 0, false, -1.5f, 40), header.columns().get(0));
        assertEquals(new CsvHeader.Sample("city", 0, 2, 2, "Berlin", 2, true, Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY), header.columns().get(1));
        assertEquals(2, header.columns().get(2).words());
        assertEquals("abc", header.columns().get(2).firstWord());
        assertEquals(4, header.columns().get(2).firstWordLine());
    }

    @Test
    void wholeNumbersAreSeen() throws IOException {
        CsvHeader.Sample digit = header("digit\n0\n9\n4.0\n").columns().getFirst();
        assertEquals(new CsvHeader.Sample("digit", 3, 0, 0, "", 0, true, 0, 9), digit);
    }

    @Test
    void aHeaderAloneIsNoProblemYet() throws IOException {
        assertEquals(0, header("a,b\n").rows());
    }

    @Test
    void looksAtAThousandRowsAndNoMore() throws IOException {
        CsvHeader header = header("a\n" + "1\n".repeat(1000) + "word\n\"not closed");
        assertEquals(1000, header.rows());
        assertTrue(header.columns().getFirst().words() == 0);
    }
}
