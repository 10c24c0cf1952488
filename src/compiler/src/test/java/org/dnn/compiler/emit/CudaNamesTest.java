package org.dnn.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dnn.compiler.CudaPrograms;
import org.junit.jupiter.api.Test;

/** What {@code dnn.cuh} has, no value of a network is called. */
class CudaNamesTest {
    private static final Pattern FUNCTION = Pattern
            .compile("(?m)^(?:static inline __device__ [\\w ]+|KERNEL void |TOGETHER\\()\\b(\\w+)[(,]");

    @Test
    void whatTheHeaderHasIsTaken() {
        Set<String> functions = FUNCTION.matcher(CudaPrograms.header()).results().map(MatchResult::group)
                .map(m -> m.replaceAll("[(,]$", "").replaceAll(".*[ (]", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(functions.containsAll(Set.of("four", "turns", "multiply", "blockSum", "isNaN")),
                functions::toString);
        functions.removeAll(CudaNames.TAKEN);
        // Of its own in every language.
        functions.remove("NAME");
        assertEquals(Set.of(), functions);
    }

    /** In the loops that {@link CudaNest} and {@link CudaFours} write. */
    @Test
    void whatLoopsCountWithIsTaken() {
        assertTrue(
                CudaNames.TAKEN.containsAll(Stream.of("next", "inner", "point", "own", "mine", "first", "f").toList()));
    }
}
