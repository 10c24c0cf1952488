package org.dnn.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class GivenSettingsTest {
    private static Properties properties(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return properties;
    }

    @Test
    void theNearerPlaceWins() {
        assertEquals(Map.of("dnn.a", "pom", "dnn.b", "plugin", "dnn.c", "jvm", "dnn.d", "command line"),
                GivenSettings.of(properties("dnn.a", "pom", "dnn.b", "pom", "dnn.c", "pom", "dnn.d", "pom"),
                        Map.of("b", "plugin", "c", "plugin", "d", "plugin"), properties("dnn.c", "jvm", "dnn.d", "jvm"),
                        properties("dnn.d", "command line")));
    }

    @Test
    void othersAreLeftAlone() {
        assertEquals(Map.of(), GivenSettings.of(properties("project.version", "1", "dnn", "x"), Map.of(),
                properties("java.home", "/"), properties("maven.test.skip", "true")));
    }

    @Test
    void aPomMayNameVersions() {
        assertEquals(Map.of("dnn.versions", "1"), GivenSettings.of(
                properties("dnn.version", "1", "dnn.plugin.version", "2", "dnn.versions", "1"), Map.of(), properties(),
                properties()));
        assertEquals(Map.of("dnn.version", "1"),
                GivenSettings.of(properties(), Map.of(), properties(), properties("dnn.version", "1")),
                "which nobody does on the command line");
    }

    @Test
    void misspeltOnesReachTheCommandToo() {
        assertEquals(Map.of("dnn.sed", "3"),
                GivenSettings.of(properties("dnn.sed", "3"), Map.of(), properties(), properties()));
    }
}
