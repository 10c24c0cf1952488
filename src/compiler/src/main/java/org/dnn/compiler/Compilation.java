package org.dnn.compiler;

import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Severity;

/**
 * All that came out.
 *
 * @param diagnostics what there is to say, in the order of the files
 * @param sources     Java by path, such as {@code digits/DigitsTraining.java}; empty where there are errors
 * @param kernels     CUDA C by path, such as {@code digits/DigitsTrainingStep.cu}
 * @param trainings   what can be trained
 * @param dumps       each stage's result as text, printed when it is asked for, by {@link Stage#word} and what it is about, as in {@code ir/CubeAdamStep}
 * @param parameters the names of all {@code param} declarations
 */
public record Compilation(List<Diagnostic> diagnostics, SortedMap<String, String> sources,
        SortedMap<String, String> kernels, List<Trainable> trainings, SortedMap<String, Supplier<String>> dumps,
        NavigableSet<String> parameters) {
    /**
     * A train block.
     *
     * @param name          its name in the {@code .dnn} file
     * @param file          the {@code .dnn} file
     * @param className     the Java class that trains it
     * @param summary       its parameters, operations and memory in one line
     * @param report        the table of its layers, its memory and the largest batch, as text
     * @param inMachineCode whether all of its kernels have a form in machine code, and so need no Vector API
     */
    public record Trainable(String name, String file, String className, String summary, String report,
            boolean inMachineCode) {}

    /** Java and CUDA C, by path. */
    public SortedMap<String, String> files() {
        SortedMap<String, String> files = new TreeMap<>(sources);
        files.putAll(kernels);
        return files;
    }

    public boolean hasErrors() {
        return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
    }

    public Optional<Trainable> training(String name) {
        return trainings.stream().filter(t -> t.name().equals(name)).findFirst();
    }
}
