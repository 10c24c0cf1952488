package org.dnn.runtime.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LossSvgTest {
    @Test
    void linearWithValidation() {
        Golden.check("loss.svg", LossSvg.of(SampleRuns.image()));
    }

    @Test
    void logarithmicOverMoreThanTwoDecades() {
        Golden.check("loss-logarithmic.svg", LossSvg.of(SampleRuns.points()));
        assertTrue(LossSvg.spansDecades(losses(1, 0.0099)));
        assertFalse(LossSvg.spansDecades(losses(1, 0.0101)));
        assertFalse(LossSvg.spansDecades(losses(1, 0)), "0 has no logarithm");
        assertFalse(LossSvg.spansDecades(losses(1, -0.001)));
        assertTrue(LossSvg.spansDecades(losses(1, 0.001, Double.NaN, Double.POSITIVE_INFINITY)));
        assertFalse(LossSvg.spansDecades(List.of()));
    }

    @Test
    void aLossThatIsNotFiniteInterruptsTheLine() {
        String svg = LossSvg.of(run("T", losses(3, 2, Double.NaN, 1, Double.POSITIVE_INFINITY)));
        String path = paths(svg).getFirst();
        assertEquals(2, path.chars().filter(c -> c == 'M').count(), path);
        assertFalse(svg.contains("NaN") || svg.contains("Infinity"), svg);
    }

    @Test
    void hasWordsWhereThereIsNothingToDraw() {
        assertTrue(LossSvg.of(run("T", List.of())).contains("no finite loss"));
        assertTrue(LossSvg.of(run("T", losses(Double.NaN, Double.NaN))).contains("no finite loss"));
    }

    @Test
    void everythingIsWellFormedAndWithinThePicture() throws Exception {
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            double[] values = random.doubles(1 + random.nextInt(40))
                    .map(x -> random.nextInt(-3, 4) * Math.pow(10, 6 * x - 3)).toArray();
            String svg = LossSvg.of(run("Träin <&>", losses(values)));
            XmlPage.parse(svg);
            for (String path : paths(svg)) {
                assertWithin(path);
            }
            assertFalse(svg.contains("<script") || svg.contains("href"), svg);
        }
    }

    @Test
    void longRunsStaySmall() {
        double[] values = new Random(2).doubles(100_000).toArray();
        assertTrue(LossSvg.of(run("T", losses(values))).length() < 20_000);
    }

    private static void assertWithin(String path) {
        Matcher point = Pattern.compile("[ML]([-0-9.]+) ([-0-9.]+)").matcher(path);
        while (point.find()) {
            double x = Double.parseDouble(point.group(1));
            double y = Double.parseDouble(point.group(2));
            assertTrue(x >= 60 && x <= 690 && y >= 84 && y <= 344, path);
        }
    }

    private static List<String> paths(String svg) {
        return Pattern.compile("<path class=\"line [a-z]+\" d=\"([^\"]*)\"").matcher(svg).results()
                .map(found -> found.group(1)).toList();
    }

    private static RunRecord run(String train, List<EpochRow> epochs) {
        RunRecord record = new RunRecord(RunSetup.of(train, "t.dnn").build());
        epochs.forEach(record::epoch);
        return record;
    }

    private static List<EpochRow> losses(double... values) {
        List<EpochRow> rows = new ArrayList<>();
        for (double value : values) {
            rows.add(new EpochRow(rows.size() + 1, value, 1, 0.1, SampleRuns.metrics(), SampleRuns.metrics()));
        }
        return rows;
    }
}
