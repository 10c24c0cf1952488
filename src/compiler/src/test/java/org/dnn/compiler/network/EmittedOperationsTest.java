package org.dnn.compiler.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.dnn.compiler.Compiler;
import org.dnn.compiler.Request;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the kernels of generated programs call. The Vector API's exponentials and sums over lanes give other bits before they
 * are compiled than after, and {@code Math.exp} others than either: none of them is ever emitted.
 */
class EmittedOperationsTest {
    private static String programs = "";

    @BeforeAll
    static void compile() {
        List<SourceFile> files = IntStream.range(0, 50)
                .mapToObj(n -> new SourceFile("net" + n + ".dnn", RandomNetwork.text(n))).toList();
        programs = String.join("\n", Compiler
                .compile(new Request(files, Map.of(), Outside.NOTHING, Set.of())).sources().values().stream()
                .filter(s -> s.contains(" extends CpuProgram {")).toList());
        assertTrue(programs.contains("Elementary.exp("));
    }

    private static Set<String> found(String pattern) {
        Set<String> names = new TreeSet<>();
        Pattern.compile(pattern).matcher(programs).results().forEach(m -> names.add(m.group(1)));
        return names;
    }

    @Test
    void onlyExactFunctionsComeFromJava() {
        assertEquals(Set.of("abs", "max", "min", "sqrt"), found("\\bMath\\.(\\w+)"));
        assertFalse(programs.contains("StrictMath"));
    }

    @Test
    void vectorOperatorsOnlyCompare() {
        assertEquals(Set.of("EQ", "GE", "GT", "LE", "LT", "NE"), found("\\bVectorOperators\\.(\\w+)"));
    }

    @Test
    void vectorsAreOnlyWhatIsTheSameOnAllMachines() {
        assertEquals(Set.of("broadcast", "fromArray", "zero"), found("\\bFloatVector\\.(\\w+)\\("));
        Set<String> methods = found("\\)\\s*\\.(\\w+)\\(");
        methods.removeAll(Set.of("abs", "add", "blend", "compare", "div", "max", "min", "mul", "neg", "sqrt", "sub",
                "intoArray"));
        // How a nest in machine code is told its numbers, and run.
        methods.removeAll(Set.of("with", "run"));
        assertEquals(Set.of(), methods);
    }
}
