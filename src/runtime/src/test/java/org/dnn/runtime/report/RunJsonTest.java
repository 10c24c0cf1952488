package org.dnn.runtime.report;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunJsonTest {
    @Test
    void small() {
        Golden.check("run.json", RunJson.of(SampleRuns.small()));
    }

    @Test
    void hasTheKeysThatProgramsReadAndNoneTwice() {
        Map<?, ?> run = object(RunJson.of(SampleRuns.image()));
        for (String key : List.of("train", "device", "seed", "parameters", "batch", "epochs", "test", "wall_seconds",
                "arena_bytes",
                "data_bytes", "data")) {
            assertTrue(run.containsKey(key), key);
        }
        Map<?, ?> epoch = (Map<?, ?>) ((List<?>) requireNonNull(run.get("epochs"))).get(99);
        assertEquals("100", epoch.get("epoch"));
        assertEquals(SampleRuns.image().epochs().get(99).validation().get("accuracy"),
                Double.valueOf((String) epoch.get("validation.accuracy")));
    }

    @Test
    void numbersReadBackAsTheSameBits() {
        Random random = new Random(3);
        RunRecord record = new RunRecord(
                RunSetup.of("T", "t.dnn").seed(Long.MIN_VALUE).parameters(Long.MAX_VALUE).build());
        double[] values = random.longs(1000).mapToDouble(Double::longBitsToDouble).toArray();
        for (int i = 0; i < values.length; i++) {
            record.epoch(new EpochRow(i + 1, values[i], Math.abs(values[i]), Double.MIN_VALUE, SampleRuns.metrics(),
                    SampleRuns.metrics()));
        }
        Map<?, ?> run = object(RunJson.of(record));
        assertEquals(Long.MIN_VALUE, Long.parseLong((String) run.get("seed")));
        assertEquals(Long.MAX_VALUE, Long.parseLong((String) run.get("parameters")));
        List<?> epochs = (List<?>) requireNonNull(run.get("epochs"));
        for (int i = 0; i < values.length; i++) {
            Map<?, ?> epoch = (Map<?, ?>) epochs.get(i);
            assertEquals(values[i], Double.parseDouble((String) epoch.get("loss")));
            assertEquals(Double.MIN_VALUE, Double.parseDouble((String) epoch.get("lr")));
        }
    }

    @Test
    void whatIsNotFiniteIsAString() {
        RunRecord record = new RunRecord(RunSetup.of("T", "t.dnn").build());
        record.test(SampleRuns.metrics("a", Double.NaN, "b", Double.POSITIVE_INFINITY, "c", Double.NEGATIVE_INFINITY,
                "d", -0.0));
        String text = RunJson.of(record);
        assertTrue(text.contains("\"a\": \"NaN\""), text);
        assertTrue(text.contains("\"b\": \"Infinity\""), text);
        assertTrue(text.contains("\"c\": \"-Infinity\""), text);
        assertTrue(text.contains("\"d\": -0.0"), text);
    }

    @Test
    void anEpochIsALine() {
        String text = RunJson.of(SampleRuns.image());
        assertEquals(100, text.lines().filter(line -> line.startsWith("    {\"epoch\": ")).count());
        assertFalse(text.contains("\r"));
    }

    @Test
    void theSameRecordGivesTheSameBytes() {
        assertEquals(RunJson.of(SampleRuns.image()), RunJson.of(SampleRuns.image()));
    }

    private static Map<?, ?> object(String json) {
        try (JsonReader reader = new JsonReader(new StringReader(json))) {
            return (Map<?, ?>) value(reader);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Object value(JsonReader reader) throws IOException {
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                reader.beginObject();
                while (reader.hasNext()) {
                    String name = reader.nextName();
                    assertFalse(map.containsKey(name), "twice: " + name);
                    map.put(name, value(reader));
                }
                reader.endObject();
                yield map;
            }
            case BEGIN_ARRAY -> {
                List<Object> list = new ArrayList<>();
                reader.beginArray();
                while (reader.hasNext()) {
                    list.add(value(reader));
                }
                reader.endArray();
                yield list;
            }
            case STRING, NUMBER -> reader.nextString();
            case BOOLEAN -> reader.nextBoolean();
            case NULL -> {
                reader.nextNull();
                yield "null";
            }
            case NAME, END_ARRAY, END_OBJECT, END_DOCUMENT -> throw new AssertionError(reader.toString());
        };
    }
}
