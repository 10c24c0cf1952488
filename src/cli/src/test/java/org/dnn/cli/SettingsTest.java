package org.dnn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dnn.runtime.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsTest {
    private static String refusal(String name, String value) {
        return String.valueOf(assertThrows(Problem.class, () -> Settings.of(Map.of(name, value))).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"dnn.sed, seed", "dnn.Seed, seed", "dnn.thread, threads", "dnn.sourcedirectory, sourceDirectory",
        "seed, seed", "dnn.params.width, ''", "dnn.param., param.*", "dnn.quite.another, ''"})
    void unknownOnesAreErrors(String name, String meant) {
        String suggestion = meant.isEmpty() ? ";" : "; did you mean -Ddnn." + meant + "?";
        assertEquals("there is no setting -D" + name + suggestion + " `dnn help settings` lists all",
                refusal(name, "1"));
    }

    @ParameterizedTest
    @CsvSource({"threads, 0, a whole number from 1", "threads, many, a whole number from 1",
        "threads, 1__0, a whole number from 1", "seed, -1, a whole number from 0", "stacktrace, yes, true or false",
        "order, storde, seeded or stored", "form, fast, 'machine, vector or plain'",
        "checkpointSeconds, ten, a whole number from 0",
        "train, '', a value"})
    void valuesAreChecked(String key, String value, String expected) {
        assertEquals("-Ddnn." + key + "=" + value + ": expected is " + expected, refusal("dnn." + key, value));
    }

    @ParameterizedTest
    @CsvSource({"threads, 16", "seed, 0", "seed, 1_000_000", "epochs, 1_0", "resume, true"})
    void valuesAreTaken(String key, String value) {
        assertEquals(List.of("-Ddnn." + key + "=" + value), Settings.of(Map.of("dnn." + key, value)).arguments());
    }

    @Test
    void parametersHaveNamesOfTheirOwn() {
        Settings settings = Settings.of(Map.of("dnn.param.width", "32", "dnn.param.depth", "3", "dnn.seed", "1"));
        assertEquals(Map.of("width", "32", "depth", "3"), settings.parameters());
        assertEquals(List.of("-Ddnn.param.depth=3", "-Ddnn.param.width=32", "-Ddnn.seed=1"), settings.arguments());
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void allAreInTheHelp(Setting setting) {
        String help = new Desk(Path.of("")).run("help", "settings").out();
        assertTrue(help.contains("-Ddnn." + setting.key() + "=" + setting.placeholder() + "\n    "
                + setting.sentence() + "\n"), help);
        assertTrue(setting.sentence().endsWith("."), setting.sentence());
    }

    @Test
    void everyCommandChecksThem() {
        for (String command : List.of("generate", "check", "train", "test")) {
            assertEquals(new Desk.Said(1, "",
                    "error: there is no setting -Ddnn.sed; did you mean -Ddnn.seed? `dnn help settings` lists all\n"),
                    new Desk(Path.of("")).run(command, "-Ddnn.sed=1"));
        }
    }
}
