package org.dnn.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.dnn.runtime.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a CSV file can be wrong, and the words it gets. */
class CsvProblemsTest {
    @TempDir
    Path folder = Path.of("");

    private void assertProblem(String message, String text, CsvColumn... columns) throws IOException {
        assertProblem(message, text.getBytes(StandardCharsets.UTF_8), CsvFile.AUTO, columns);
    }

    private void assertProblem(String message, byte[] bytes, char separator, CsvColumn... columns) throws IOException {
        Path file = Files.write(folder.resolve("loans.csv"), bytes);
        Problem problem = assertThrows(Problem.class, () -> CsvFile.read(file, separator, List.of(columns)));
        assertEquals(message, problem.getMessage().replace(folder + "/", ""));
    }

    @Test
    void aMissingValueWhereNoneMayBe() throws IOException {
        String help = "; write the column's type as float? and fill the gaps with impute, or mend the file";
        assertProblem("loans.csv:3: column \"age\" has no value" + help, "id,age\n1,30\n2,\n", CsvColumn.number("age"));
        assertProblem("loans.csv:2: column \"age\" has no value (\"NA\")" + help, "id,age\n1, NA \n",
                CsvColumn.number("age"));
        assertProblem("loans.csv:2: column \"b\" has no value (\"?\"); mend the file", "b\n?\n", CsvColumn.bool("b"));
        assertProblem("loans.csv:2: column \"c\" has no value; mend the file", "c,d\n,1\n", CsvColumn.category("c"));
        assertProblem("loans.csv:2: column \"k\" has no value (\"null\"); mend the file", "k\nnull\n",
                CsvColumn.classNumber("k", 2));
    }

    @Test
    void aWordAmongNumbers() throws IOException {
        assertProblem(
                "loans.csv:3: column \"age\": found \"old\", expected a number; mend the file, or make the column a"
                        + " category",
                "id,age\n1,30\n2,old\n", CsvColumn.number("age"));
        assertProblem(
                "loans.csv:2: column \"age\": found \"" + "x".repeat(40)
                        + "…\", expected a number; mend the file, or make the column a category",
                "age\n" + "x".repeat(100) + "\n", CsvColumn.number("age").orMissing());
        assertProblem(
                "loans.csv:2: column \"a\": found \"1,5\", expected a number with a decimal point and no other mark;"
                        + " mend the file",
                "a;b\n1,5;2\n", CsvColumn.number("a"));
        assertProblem("loans.csv:2: column \"a\": found \"-1e39\", expected a number within float32, ±3.4e38",
                "a\n-1e39\n", CsvColumn.number("a"));
        assertProblem("loans.csv:2: column \"a\": found \"inf\", expected a number; mend the file, or make the column a"
                + " category", "a\ninf\n", CsvColumn.number("a").orMissing());
    }

    @Test
    void aWordThatIsNeitherYesNorNo() throws IOException {
        assertProblem(
                "loans.csv:2: column \"b\": found \"maybe\", expected \"true\", \"yes\", \"1\", \"t\" for yes or"
                        + " \"false\", \"no\", \"0\", \"f\" for no; or name the file's words: bool(yes: \"…\", no: \"…\")",
                "b\nmaybe\n", CsvColumn.bool("b"));
        assertProblem("loans.csv:3: column \"b\": found \"y\", expected \"Y\" for yes or \"N\" for no", "b\nY\ny\n",
                CsvColumn.bool("b", List.of("Y"), List.of("N")));
    }

    @Test
    void aNumberThatIsNoClass() throws IOException {
        CsvColumn digit = CsvColumn.classNumber("digit", 10);
        assertProblem("loans.csv:2: column \"digit\": found \"10\", expected a whole number from 0 to 9; if the file"
                + " counts from 1, write class(11) or mend the file", "digit\n10\n", digit);
        assertProblem("loans.csv:2: column \"digit\": found \"-1\", expected a whole number from 0 to 9", "digit\n-1\n",
                digit);
        assertProblem("loans.csv:2: column \"digit\": found \"2.5\", expected a whole number from 0 to 9",
                "digit\n2.5\n", digit);
        assertProblem("loans.csv:2: column \"digit\": found \"two\", expected a whole number from 0 to 9",
                "digit\ntwo\n", digit);
        assertProblem("loans.csv:2: column \"digit\": found \"1e60\", expected a whole number from 0 to 9",
                "digit\n1e60\n", digit.orMissing());
    }

    @Test
    void tooFewOrTooManyValues() throws IOException {
        assertProblem("loans.csv:3: 1 value where the header has 2 columns; a value that is missing still needs its"
                + " \",\"", "a,b\n1,2\n3\n", CsvColumn.number("a"));
        assertProblem("loans.csv:2: 3 values where the header has 2 columns; a value that holds \",\" must stand in"
                + " quotes", "a,b\n1,2,3\n", CsvColumn.number("a"));
        assertProblem("loans.csv:5: 3 values where the header has 2 columns; a value that holds \",\" must stand in"
                + " quotes", "a,b\n\"1\n1\",2\n\n1,2,3\n", CsvColumn.category("a"));
        assertProblem("loans.csv:2: 1 value where the header has 2 columns; is the separator \";\"?", "a,b\n1;2\n",
                CsvColumn.number("a"));
        assertProblem("loans.csv:2: 2 values where the header has 1 column; a value that holds \",\" must stand in"
                + " quotes", "a\n1,2\n", CsvColumn.number("a"));
    }

    @Test
    void anotherSeparator() throws IOException {
        byte[] text = "a;b\n1;2\n".getBytes(StandardCharsets.UTF_8);
        assertProblem("loans.csv:1: there is no column \"a\"; the header is one name, \"a;b\"; is the separator \";\"?",
                text, ',', CsvColumn.number("a"));
        assertProblem("loans.csv:1: there is no column 2; the header has 1 column; is the separator \";\"?", text, '\t',
                CsvColumn.number("a").at(2));
        assertProblem(
                "loans.csv:1: there is no column \"a\"; the header is one name, \"a\tb\"; is the separator \"\\t\"?",
                "a\tb\n1\t2\n".getBytes(StandardCharsets.UTF_8), ',', CsvColumn.number("a"));
        assertProblem("loans.csv:2: 3 values where the header has 1 column; is the separator \";\"?",
                "a;b\n1,5;2,5\n".getBytes(StandardCharsets.UTF_8), ',', CsvColumn.number("x").at(1));
    }

    @Test
    void aColumnThatIsNotThere() throws IOException {
        String text = "id,blood_pressure,Age\n1,2,3\n";
        assertProblem("loans.csv:1: there is no column \"blood-presure\"; did you mean \"blood_pressure\"?", text,
                CsvColumn.number("blood-presure"));
        assertProblem("loans.csv:1: there is no column \"age\"; did you mean \"Age\"?", text, CsvColumn.number("age"));
        assertProblem("loans.csv:1: there is no column \"glucose\"; the file has \"id\", \"blood_pressure\", \"Age\"",
                text, CsvColumn.number("glucose"));
        assertProblem("loans.csv:1: there is no column \"glucose\"; the first line looks like data, and must name the"
                + " columns", "1,2,3\n4,5,6\n", CsvColumn.number("glucose"));
        assertProblem("loans.csv:1: there is no column 4; the header has 3 columns", text,
                CsvColumn.number("x").at(4));
        assertProblem("loans.csv:1: there is no column 0; the header has 3 columns", text,
                CsvColumn.number("x").at(0));
    }

    @Test
    void aNameThatStandsTwice() throws IOException {
        assertProblem("loans.csv:1: the header has \"age\" twice, as columns 2 and 3; rename one, or take it by its"
                + " position: column(2)", "id,age,age\n1,2,3\n", CsvColumn.number("age"));
    }

    @Test
    void noRows() throws IOException {
        assertProblem("loans.csv: has a header and no rows", "a,b\n", CsvColumn.number("a"));
        assertProblem("loans.csv: has a header and no rows", "\"a\",b\n\n", CsvColumn.number("a"));
        assertProblem("loans.csv: is empty", "", CsvColumn.number("a"));
        assertProblem("loans.csv: has nothing but blank lines", "\uFEFF\n \n", CsvColumn.number("a"));
    }

    @Test
    void aBlankLineInASingleColumn() throws IOException {
        assertProblem("loans.csv:3: a blank line between rows; with a single column, write NA for a missing value, or"
                + " delete the line", "a\n1\n\n2\n", CsvColumn.number("a").orMissing());
    }

    @Test
    void notUtf8() throws IOException {
        String help = " is not UTF-8; save the file as UTF-8 (it may be in Latin-1, GB 18030 or another encoding)";
        assertProblem("loans.csv:3: byte 10 (E9)" + help, "a,b\n1,2\n3,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1),
                CsvFile.AUTO, CsvColumn.number("a"));
        assertProblem("loans.csv:2: byte 6 (C9)" + help, "a,b\r\n\"\u00c9\"".getBytes(StandardCharsets.ISO_8859_1),
                CsvFile.AUTO, CsvColumn.number("a"));
        assertProblem("loans.csv:2: byte 2 (B1)" + help, "a\r北京\r".getBytes(Charset.forName("GB18030")), CsvFile.AUTO,
                CsvColumn.category("a"));
        byte[] far = ("a,b\n" + "1,é\n".repeat(50_000) + "2,\u00e9").getBytes(StandardCharsets.UTF_8);
        byte[] cut = Arrays.copyOf(far, far.length - 1);
        assertProblem("loans.csv:50002: byte 250006 (C3)" + help, cut, CsvFile.AUTO, CsvColumn.number("a"));
    }

    @Test
    void somethingElseThanText() throws IOException {
        assertProblem("loans.csv: is UTF-16; save it as UTF-8", "\uFEFFa,b\n1,2\n".getBytes(StandardCharsets.UTF_16LE),
                CsvFile.AUTO, CsvColumn.number("a"));
        assertProblem("loans.csv: is a zip archive or a spreadsheet, not CSV; unpack it, or save it as CSV",
                "PK\3\4xl".getBytes(StandardCharsets.UTF_8), CsvFile.AUTO, CsvColumn.number("a"));
        assertProblem("loans.csv: is gzipped; unpack it first", new byte[]{0x1F, (byte) 0x8B, 8}, CsvFile.AUTO,
                CsvColumn.number("a"));
    }

    @Test
    void quotesThatDoNotMatch() throws IOException {
        String rest = ": in the record that begins here, a quote is not closed or is followed by something other than a"
                + " separator; a quote inside quotes is written twice";
        assertProblem("loans.csv:3" + rest, "a,b\n1,2\n3,\"open\n5,6\n", CsvColumn.number("a"));
        assertProblem("loans.csv:2" + rest, "a,b\n1,\"x\"y\n5,6\n", CsvColumn.number("a"));
    }

    @Test
    void aFileThatCannotBeRead() throws IOException {
        Path none = folder.resolve("none.csv");
        Problem problem = assertThrows(Problem.class, () -> CsvFile.header(none, CsvFile.AUTO));
        assertEquals("cannot read " + none + ": there is no such file", problem.getMessage());
        problem = assertThrows(Problem.class, () -> CsvFile.header(folder, CsvFile.AUTO));
        assertEquals("cannot read " + folder + ": is a directory", problem.getMessage());
    }

    /** Any bytes put anywhere: a table or a problem, never another exception. */
    @Test
    void damagedFilesNeverDoWorse() throws IOException {
        byte[] good = "n,b,c,k\n1,t,北京,0\n-2.5e3,no,\"a, b\",1\n,F,x,2\n".getBytes(StandardCharsets.UTF_8);
        byte[] poison = "\"\"\n\r,;\t |\0?xé1\uFEFF".getBytes(StandardCharsets.UTF_8);
        Random random = new Random(2);
        int problems = 0;
        for (int i = 0; i < 1500; i++) {
            byte[] bad = good.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bad[random.nextInt(bad.length)] = poison[random.nextInt(poison.length)];
            }
            Path file = Files.write(folder.resolve("bad.csv"), bad);
            try {
                CsvFile.header(file, CsvFile.AUTO);
                CsvFile.read(file, ',', List.of(CsvColumn.number("n").orMissing(), CsvColumn.bool("b"),
                        CsvColumn.category("c"), CsvColumn.classNumber("k", 3)));
            } catch (Problem expected) {
                problems++;
            }
        }
        assertTrue(problems > 500, problems + " problems");
    }
}
