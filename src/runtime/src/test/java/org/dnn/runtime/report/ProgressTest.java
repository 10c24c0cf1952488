package org.dnn.runtime.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final long MILLISECOND = 1_000_000;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long now = 5;

    private Progress progress(boolean redraws, int columns, int epochs, long rows) {
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
        return new Progress(new Screen(out, redraws, columns, () -> now), epochs, rows);
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static EpochRow row(int epoch, double loss) {
        return new EpochRow(epoch, loss, 1, 0.1, SampleRuns.metrics("accuracy", 0.5), SampleRuns.metrics());
    }

    @Test
    void aLongEpochIsALineOutsideATerminal() {
        try (Progress progress = progress(false, 80, 3, 1000)) {
            for (int epoch = 1; epoch <= 3; epoch++) {
                for (int step = 1; step <= 10; step++) {
                    now += 200 * MILLISECOND;
                    progress.rows(100L * step, 1);
                }
                progress.epoch(row(epoch, 1.0 / epoch));
            }
        }
        assertEquals("""
                epoch 1/3  loss 1.0000  accuracy 0.5000  500 rows/s  4.0 s left
                epoch 2/3  loss 0.5000  accuracy 0.5000  500 rows/s  2.0 s left
                epoch 3/3  loss 0.3333  accuracy 0.5000  500 rows/s  in 6.0 s
                """, text());
    }

    @Test
    void ofShortEpochsTenASecondAreLinesOutsideATerminal() {
        try (Progress progress = progress(false, 80, 1000, 7000)) {
            for (int epoch = 1; epoch <= 1000; epoch++) {
                now += epoch == 1 ? 90 * MILLISECOND : MILLISECOND;
                progress.epoch(row(epoch, 1.0 / epoch));
            }
        }
        List<String> lines = text().lines().toList();
        assertEquals(11, lines.size());
        assertEquals("epoch    1/1000  loss 1.0000  accuracy 0.5000  77.8 k rows/s  1 min 30 s left", lines.get(0));
        assertEquals("epoch  501/1000  loss 0.0020  accuracy 0.5000  7.0 M rows/s  0.50 s left", lines.get(5));
        assertEquals("epoch 1000/1000  loss 0.0010  accuracy 0.5000  7.0 M rows/s  in 1.1 s", lines.get(10));
    }

    @Test
    void whereItStopsEarlyTheLastEpochIsALineOutsideATerminal() {
        try (Progress progress = progress(false, 80, 1000, 10)) {
            for (int epoch = 1; epoch <= 20; epoch++) {
                now += MILLISECOND;
                progress.epoch(row(epoch, 1));
            }
        }
        assertEquals(List.of("epoch    1/1000", "epoch   20/1000"),
                text().lines().map(line -> line.substring(0, 15)).toList());
    }

    @Test
    void whereItStopsEarlyTheLastEpochStaysOnTheTerminal() {
        try (Progress progress = progress(true, 80, 1000, 10)) {
            for (int epoch = 1; epoch <= 20; epoch++) {
                now += MILLISECOND;
                progress.epoch(row(epoch, 1));
            }
        }
        assertTrue(frames().getLast().startsWith("epoch   20/1000  "), text());
    }

    @Test
    void nothingIsShownOfNothing() {
        progress(false, 80, 10, 10).close();
        progress(true, 80, 10, 10).close();
        assertEquals("", text());
    }

    @Test
    void aTerminalHasOneLineThatStays() {
        try (Progress progress = progress(true, 80, 2, 1000)) {
            for (int epoch = 1; epoch <= 2; epoch++) {
                for (int step = 1; step <= 10; step++) {
                    now += 50 * MILLISECOND;
                    progress.rows(100L * step, 1);
                }
                progress.epoch(row(epoch, 0.25));
            }
        }
        String text = text();
        assertEquals(1, text.chars().filter(c -> c == '\n').count(), text);
        assertTrue(text.endsWith("\n"));
        List<String> frames = frames();
        assertTrue(frames.getFirst().startsWith("epoch 1/2 10%  loss 1.0000"), frames.getFirst());
        assertEquals("epoch 2/2  loss 0.2500  accuracy 0.5000  2,000 rows/s  in 1.0 s\u001b[K", frames.getLast());
        assertTrue(frames.size() <= 13, "at most ten a second: " + frames.size());
        frames.forEach(frame -> assertTrue(frame.endsWith("\u001b[K"), frame));
    }

    private List<String> frames() {
        return List.of(text().strip().split("\r", -1));
    }

    @Test
    void neverReachesTheLastColumn() {
        for (int columns = 20; columns < 120; columns++) {
            bytes.reset();
            try (Progress progress = progress(true, columns, 300, 1000)) {
                now += 777 * MILLISECOND;
                progress.rows(400, 0.123);
                now += 777 * MILLISECOND;
                progress.epoch(new EpochRow(1, 0.1, 1, 0.1, SampleRuns.metrics("accuracy", 0.5, "top_k(5)", 0.9),
                        SampleRuns.metrics("loss", 0.2, "accuracy", 0.4)));
            }
            for (String frame : frames()) {
                String shown = frame.replace("\u001b[K", "");
                assertTrue(shown.length() < columns, columns + " columns: " + shown);
                assertTrue(shown.isEmpty() || shown.startsWith("epoch   1/300"), shown);
            }
        }
    }

    @Test
    void inANarrowTerminalTheLeastGoesFirst() {
        EpochRow row = new EpochRow(12, 0.1, 1, 0.1, SampleRuns.metrics("accuracy", 0.5),
                SampleRuns.metrics("loss", 0.2));
        String[] lines = {
            "epoch  12/300  loss 0.1000  accuracy 0.5000  validation loss 0.2000  41.2 k rows/s  3.0 s left",
            "epoch  12/300  loss 0.1000  accuracy 0.5000  validation loss 0.2000  3.0 s left",
            "epoch  12/300  loss 0.1000  validation loss 0.2000  3.0 s left", "epoch  12/300  loss 0.1000  3.0 s left",
            "epoch  12/300  loss 0.1000", "epoch  12/300", "epoch  12"};
        for (String line : lines) {
            assertEquals(line, new ProgressLine().epoch(12, 300, 1).loss(0.1).metrics(row).rowsPerSecond(41_200).left(3)
                    .within(line.length()));
        }
    }

    @Test
    void wordsInBetweenStandAboveTheLine() {
        Progress progress = progress(true, 80, 2, 10);
        progress.say("before");
        now += MILLISECOND;
        progress.epoch(row(1, 1));
        progress.say("checkpoint");
        progress.close();
        String text = text();
        assertTrue(text.startsWith("before\n\repoch 1/2  loss 1.0000"), text);
        assertTrue(text.contains("\rcheckpoint\u001b[K\n\repoch 1/2  loss 1.0000"), text);
        bytes.reset();
        Progress plain = progress(false, 80, 2, 10);
        plain.say("checkpoint");
        plain.close();
        assertEquals("checkpoint\n", text());
    }

    @Test
    void stepsCostNothingBetweenFrames() {
        try (Progress progress = progress(true, 80, 1, 1_000_000)) {
            for (int row = 1; row < 1_000_000; row += 10) {
                progress.rows(row, 1);
            }
        }
        assertEquals(1, text().chars().filter(c -> c == '\r').count());
    }

    @Test
    void theWidthComesFromTheEnvironment() {
        assertEquals(80, Screen.columns(null));
        assertEquals(80, Screen.columns(""));
        assertEquals(80, Screen.columns("wide"));
        assertEquals(132, Screen.columns("132"));
        assertEquals(20, Screen.columns("0"));
        assertFalse(Screen.ofThisProcess().redraws(), "the tests do not run on a terminal");
    }
}
