package org.dnn.runtime.predict;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.dnn.runtime.cpu.CpuMemory;
import org.dnn.runtime.cpu.CpuProgram;
import org.dnn.runtime.file.Safetensors;
import org.dnn.runtime.train.ModelSetup;
import org.dnn.runtime.train.Tensors;

/**
 * A trained network that is asked. Any number of threads may ask it at the same time; each works in a scratch of its own,
 * weights included, and the scratches are kept for the next question.
 */
public final class Predictor {
    private final ModelSetup setup;
    private final Program program;
    private final float[] weights;
    private final Queue<Scratch> idle = new ConcurrentLinkedQueue<>();

    /** Makes the generated program of a model. */
    @FunctionalInterface
    public interface Program {
        /** @param vectors whether the form with vectors is wanted; the JVM has the Vector API then */
        CpuProgram on(CpuMemory memory, boolean vectors);
    }

    private Predictor(ModelSetup setup, Program program, float[] weights) {
        this.setup = setup;
        this.program = program;
        this.weights = weights;
    }

    /**
     * Reads the weights of a model.
     *
     * @throws org.dnn.runtime.Problem if the file cannot be read, or holds the weights of another network
     */
    public static Predictor load(ModelSetup setup, Path file, Program program) {
        ArrayMemory weights = new ArrayMemory(new float[setup.weightFloats()]);
        new Tensors(setup.tensors(), weights).load(file, Safetensors.read(file).tensors(), Tensors.model());
        return new Predictor(setup, program, weights.values());
    }

    /** Writes the weights. */
    public void save(Path file) {
        new Tensors(setup.tensors(), new ArrayMemory(weights)).save(file, Map.of("format", "dnn"));
    }

    /** For each row the number of its largest output; of several, the lowest. */
    public <R> int[] classes(List<R> rows, RowWriter<R> writer, String output) {
        float[][] scores = vectors(rows, writer, output);
        int[] classes = new int[scores.length];
        for (int i = 0; i < scores.length; i++) {
            for (int c = 1; c < scores[i].length; c++) {
                classes[i] = scores[i][c] > scores[i][classes[i]] ? c : classes[i];
            }
        }
        return classes;
    }

    /** For each row the first of its outputs. */
    public <R> float[] numbers(List<R> rows, RowWriter<R> writer, String output) {
        float[][] vectors = vectors(rows, writer, output);
        float[] numbers = new float[vectors.length];
        for (int i = 0; i < vectors.length; i++) {
            numbers[i] = vectors[i][0];
        }
        return numbers;
    }

    /** For each row its outputs. */
    public <R> float[][] vectors(List<R> rows, RowWriter<R> writer, String output) {
        float[][] answers = new float[rows.size()][];
        using(scratch -> {
            for (int first = 0; first < answers.length; first += Scratch.ROWS) {
                List<R> batch = rows.subList(first, Math.min(answers.length, first + Scratch.ROWS));
                scratch.run(batch, writer);
                for (int i = 0; i < batch.size(); i++) {
                    answers[first + i] = scratch.output(output, setup.width(output), i);
                }
            }
        });
        return answers;
    }

    private interface Work {
        void with(Scratch scratch);
    }

    private void using(Work work) {
        Scratch free = idle.poll();
        Scratch scratch = free != null ? free : new Scratch(setup, weights, program);
        try {
            work.with(scratch);
        } finally {
            idle.add(scratch);
        }
    }
}
