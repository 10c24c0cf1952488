package org.dnn.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {
    @TempDir
    Path folder = Path.of("");

    private Table read(String text, CsvColumn... columns) throws IOException {
        return CsvFile.read(Files.writeString(folder.resolve("data.csv"), text), CsvFile.AUTO, List.of(columns));
    }

    private static float[] floats(Table table, String column) {
        return ((FloatColumn) table.column(column)).values();
    }

    private static List<String> words(Table table, String column) {
        return Objects.requireNonNull(table.vocabularies().get(column)).words();
    }

    @Test
    void everyKindOfColumn() throws IOException {
        Table table = read("""
                id,age,home,member,colour,digit
                1,30.5,yes,Y,red,0
                2,-1e2,NO,N,blue,9
                3,+.5,T,Y,red,3.0
                """, CsvColumn.number("age"), CsvColumn.bool("home"),
                CsvColumn.bool("member", List.of("Y"), List.of("N")), CsvColumn.category("colour"),
                CsvColumn.classNumber("digit", 10));
        assertEquals(3, table.rows());
        assertEquals(List.of("age", "home", "member", "colour", "digit"), List.copyOf(table.columns().keySet()));
        assertArrayEquals(new float[]{30.5f, -100, 0.5f}, floats(table, "age"));
        assertArrayEquals(new float[]{1, 0, 1}, floats(table, "home"));
        assertArrayEquals(new float[]{1, 0, 1}, floats(table, "member"));
        assertArrayEquals(new float[]{1, 0, 1}, floats(table, "colour"));
        assertEquals(List.of("blue", "red"), words(table, "colour"));
        assertArrayEquals(new float[]{0, 9, 3}, floats(table, "digit"));
        assertEquals(5 * 3 * 4, table.bytes());
        Path file = folder.resolve("data.csv");
        assertEquals(List.of(new Table.DataFile(file, Fingerprint.sha256(file))), table.files());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\n1,2\n3,4\n", "a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r",
        "a,b\r1,2\r3,4", "\uFEFFa,b\n1,2\n3,4\n", "\uFEFF\"a\",b\n1,2\n3,4\n", "a,b\n1,2\n3,4\n\n\n  \n",
        "\n \na,b\n\n1,2\n\n3,4", " a , b \n 1 , 2 \n\t3\t,4  \n", "\"a\",\"b\"\n\"1\",\"2\"\n\"3\",\"4\"\n",
        " \"a\" , \"b\" \n \" 1 \" , \"2\" \n\"3\" ,4\n", "a;b\n1;2\n3;4", "a\tb\n1\t2\n3\t4", "a|b\n1|2\n3|4",
        "a;\"b\"\n1;2\n3;4\n", "\"a\"\tb\n1\t2\n3\t4\n", "a,b\r\n\"1\",2\r\n3,\"4\"\r\n\r\n"})
    void everyFormOfTheSameFile(String text) throws IOException {
        Table table = read(text, CsvColumn.number("b"), CsvColumn.number("x").at(1));
        assertArrayEquals(new float[]{2, 4}, floats(table, "b"));
        assertArrayEquals(new float[]{1, 3}, floats(table, "x"));
    }

    @Test
    void quotesHoldSeparatorsQuotesAndLineEnds() throws IOException {
        Table table = read("name,n\n\"Smith, John\",1\n\"say \"\"no\"\"\",2\n\"two\nlines\",3\n5\" pipe,4\n",
                CsvColumn.category("name"), CsvColumn.number("n"));
        assertEquals(List.of("5\" pipe", "Smith, John", "say \"no\"", "two\nlines"), words(table, "name"));
        assertArrayEquals(new float[]{1, 2, 3, 0}, floats(table, "name"));
    }

    @Test
    void chineseHeadersAndWords() throws IOException {
        Table table = read("年龄,城市\n30,北京\n40,上海\n50,𠮷野\n60,ﬀ\n", CsvColumn.number("age").from("年龄"),
                CsvColumn.category("城市"));
        assertArrayEquals(new float[]{30, 40, 50, 60}, floats(table, "age"));
        // By code points: U+4E0A, U+5317, U+FB00, U+20BB7. UTF-16 would put the last before the third.
        assertEquals(List.of("上海", "北京", "ﬀ", "𠮷野"), words(table, "城市"));
        assertArrayEquals(new float[]{1, 0, 3, 2}, floats(table, "城市"));
    }

    @Test
    void missingValuesAreNaNWhereAllowed() throws IOException {
        Table table = read("x,b,c,k\n,,,\nNA,na,NA,null\nNaN,NULL,?,?\nnull,?,,NaN\n?,,z,3\n 1 ,t,z,0\n",
                CsvColumn.number("x").orMissing(), CsvColumn.bool("b").orMissing(),
                CsvColumn.category("c").orMissing(), CsvColumn.classNumber("k", 4).orMissing());
        float gap = Float.NaN;
        assertArrayEquals(new float[]{gap, gap, gap, gap, gap, 1}, floats(table, "x"));
        assertArrayEquals(new float[]{gap, gap, gap, gap, gap, 1}, floats(table, "b"));
        // In a category, NA is a word like any other (Namibia), and so is the question mark.
        assertEquals(List.of("?", "NA", "z"), words(table, "c"));
        assertArrayEquals(new float[]{gap, 1, 0, gap, 2, 2}, floats(table, "c"));
        assertArrayEquals(new float[]{gap, gap, gap, gap, 3, 0}, floats(table, "k"));
    }

    @Test
    void aColumnCanBeTakenTwice() throws IOException {
        Table table = read("a\n1\n0\n", CsvColumn.number("a"), CsvColumn.bool("yes").from("a"));
        assertArrayEquals(floats(table, "a"), floats(table, "yes"));
    }

    @Test
    void aHeaderMayHaveUnnamedAndEqualNamesThatNobodyAsksFor() throws IOException {
        Table table = read(",x,x,y,\n0,1,2,3,\n", CsvColumn.number("y"), CsvColumn.number("second").at(3));
        assertArrayEquals(new float[]{3}, floats(table, "y"));
        assertArrayEquals(new float[]{2}, floats(table, "second"));
    }

    @Test
    void theSeparatorIsTheMostFrequentInTheHeader() throws IOException {
        assertArrayEquals(new float[]{1.5f},
                floats(read("\"a,b,c,d\";x;income, gross\n1;1.5;2\n", CsvColumn.number("x")), "x"));
        assertEquals(';', CsvFile.header(folder.resolve("data.csv"), CsvFile.AUTO).separator());
        assertEquals(',', CsvFile.header(Files.writeString(folder.resolve("one"), "a\n1\n"), CsvFile.AUTO).separator());
        assertEquals(',',
                CsvFile.header(Files.writeString(folder.resolve("two"), "a;b,c\n"), CsvFile.AUTO).separator());
    }

    @Test
    void aGivenSeparatorIsTaken() throws IOException {
        Path file = Files.writeString(folder.resolve("data"), "a,b;c\n1,2;3\n");
        Table table = CsvFile.read(file, ';', List.of(CsvColumn.category("a,b"), CsvColumn.number("c")));
        assertEquals(List.of("1,2"), words(table, "a,b"));
    }

    @Test
    void manyRowsAreWhatTheyWere() throws IOException {
        Random random = new Random(6);
        int rows = 30_000;
        float[] a = new float[rows];
        float[] b = new float[rows];
        StringBuilder text = new StringBuilder("a,word,b\n");
        for (int i = 0; i < rows; i++) {
            a[i] = random.nextFloat();
            double exact = random.nextGaussian();
            b[i] = Float.parseFloat(Double.toString(exact));
            text.append(a[i]).append(",词").append(random.nextInt(100)).append(',').append(exact).append('\n');
        }
        Table table = read(text.toString(), CsvColumn.number("a"), CsvColumn.number("b"), CsvColumn.category("word"));
        assertArrayEquals(a, floats(table, "a"));
        assertArrayEquals(b, floats(table, "b"));
        assertEquals(100, words(table, "word").size());
    }

    /** A word of three bytes a character lies across every border of a buffer sooner or later. */
    @Test
    void longWordsOfManyBytes() throws IOException {
        StringBuilder text = new StringBuilder("w,n\n");
        for (int length = 1; length < 1500; length += 7) {
            text.append("城".repeat(length)).append(",").append(length).append('\n');
        }
        Table table = read(text.toString(), CsvColumn.category("w"), CsvColumn.number("n"));
        for (int row = 0; row < table.rows(); row++) {
            String word = words(table, "w").get((int) table.column("w").at(row, 0));
            assertEquals(table.column("n").at(row, 0), word.length());
        }
    }

    @Test
    void aWideFile() throws IOException {
        StringBuilder text = new StringBuilder("c0");
        for (int i = 1; i < 5000; i++) {
            text.append(",c").append(i);
        }
        text.append("\n7").append(",8".repeat(4999)).append('\n');
        assertArrayEquals(new float[]{8}, floats(read(text.toString(), CsvColumn.number("c4999")), "c4999"));
    }

    /** A million rows of nine numbers take half a second; a tenth of that must not take ten times as long. */
    @Test
    void isFast() throws IOException {
        String row = "0.125,3,77.5,1e-3,42,-17.25,100000,0.333,5\n";
        Path file = Files.writeString(folder.resolve("large"), "a,b,c,d,e,f,g,h,i\n" + row.repeat(100_000));
        List<CsvColumn> columns = "a b c d e f g h i".chars().filter(Character::isLetter)
                .mapToObj(c -> CsvColumn.number(Character.toString(c))).toList();
        long start = System.nanoTime();
        assertEquals(100_000, CsvFile.read(file, CsvFile.AUTO, columns).rows());
        double seconds = (System.nanoTime() - start) / 1e9;
        assertTrue(seconds < 5, seconds + " s");
    }
}
