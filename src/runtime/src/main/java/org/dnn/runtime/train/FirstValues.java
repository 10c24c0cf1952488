package org.dnn.runtime.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.dnn.runtime.file.Tensor;

/**
 * The tensors of a model as a training begins with them, as text: name, shape, mean, standard deviation, range and the first
 * few values of each. {@code -Ddnn.dump=parameters} prints it.
 */
final class FirstValues {
    private static final String PROPERTY = "dnn.dump";
    private static final String STAGE = "parameters";
    private static final int SHOWN = 6;

    private FirstValues() {}

    static boolean areWanted() {
        return Arrays.asList(System.getProperty(PROPERTY, "").split(",", -1)).contains(STAGE);
    }

    /** A line for each tensor, behind a title. */
    static List<String> of(Map<String, Tensor> tensors) {
        List<String> lines = new ArrayList<>();
        lines.add("--- " + STAGE);
        int widest = tensors.keySet().stream().mapToInt(String::length).max().orElse(0);
        tensors.forEach((name, tensor) -> lines.add(name + " ".repeat(widest - name.length()) + " "
                + Arrays.toString(tensor.shape()) + " " + values(tensor.floats())));
        return lines;
    }

    private static String values(float[] values) {
        double sum = 0;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (float value : values) {
            sum += value;
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        double mean = sum / values.length;
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        String first = Arrays.stream(boxed(values)).limit(SHOWN).map(v -> Float.toString(v))
                .collect(Collectors.joining(" "));
        return String.format(Locale.ROOT, "mean %.6g  std %.6g  from %.6g to %.6g  ", mean,
                Math.sqrt(squares / values.length), low, high) + first + (values.length > SHOWN ? " …" : "");
    }

    private static Float[] boxed(float[] values) {
        Float[] first = new Float[Math.min(SHOWN, values.length)];
        Arrays.setAll(first, i -> values[i]);
        return first;
    }
}
