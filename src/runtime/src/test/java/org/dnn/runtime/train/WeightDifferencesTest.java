package org.dnn.runtime.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightDifferencesTest {
    private static Map<String, long[]> shapes(Object... namesAndShapes) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        for (int i = 0; i < namesAndShapes.length; i += 2) {
            shapes.put((String) namesAndShapes[i], (long[]) namesAndShapes[i + 1]);
        }
        return shapes;
    }

    private static final Map<String, long[]> NETWORK = shapes("linear1.weight", new long[]{4, 3}, "linear1.bias",
            new long[]{4}, "linear2.weight", new long[]{4, 4}, "linear2.bias", new long[]{4});

    private static List<String> differences(Map<String, long[]> file) {
        return new WeightDifferences(NETWORK, file).list();
    }

    @Test
    void noneBetweenTheSame() {
        assertEquals(List.of(), differences(NETWORK));
    }

    @Test
    void otherNamesAreSuggestedOnceEachInOrder() {
        assertEquals(
                List.of("linear1.weight is missing; fc1.weight has its shape, rename it?",
                        "linear1.bias is missing; fc1.bias has its shape, rename it?",
                        "linear2.weight is missing; fc2.weight has its shape, rename it?",
                        "linear2.bias is missing; fc2.bias has its shape, rename it?"),
                differences(shapes("fc1.weight", new long[]{4, 3}, "fc1.bias", new long[]{4}, "fc2.weight",
                        new long[]{4, 4}, "fc2.bias", new long[]{4})));
    }

    @Test
    void otherShapesAndOtherTensorsAreNamed() {
        assertEquals(List.of("linear1.weight is [5, 3], not [4, 3]", "linear2.weight is missing",
                "linear2.bias is missing", "linear3.weight is not of this network"),
                differences(shapes("linear1.weight", new long[]{5, 3}, "linear1.bias", new long[]{4}, "linear3.weight",
                        new long[]{9})));
    }
}
