package org.dnn.compiler.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
    private static final List<String> LAYERS = List.of("Linear", "Conv2d", "Conv3d", "BatchNorm", "Dropout", "relu",
            "gelu", "elu");

    @ParameterizedTest
    @CsvSource({"Liner, Linear", "linear, Linear", "LINAER, Linear", "Lienar, Linear", "conv2D, Conv2d",
        "BatchNrom, BatchNorm",
        "batchnorm2d, BatchNorm", "Dropuot, Dropout", "rleu, relu", "rel, relu", "Conv4d, Conv2d"})
    void near(String word, String meant) {
        assertEquals(Optional.of(meant), Suggestions.nearest(word, LAYERS));
    }

    @ParameterizedTest
    @CsvSource({"Dense", "x", "Convolution", "''", "Transformer", "tanh"})
    void far(String word) {
        assertEquals(Optional.empty(), Suggestions.nearest(word, LAYERS));
    }

    @Test
    void theFirstOfSeveral() {
        assertEquals(Optional.of("aab"), Suggestions.nearest("aaa", List.of("aab", "aac")));
        assertEquals(Optional.of("aac"), Suggestions.nearest("aaa", List.of("aac", "aab")));
        assertEquals(Optional.empty(), Suggestions.nearest("aaa", List.of()));
    }
}
