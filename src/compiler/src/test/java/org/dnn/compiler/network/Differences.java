package org.dnn.compiler.network;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.dnn.compiler.ir.Tensor;
import org.dnn.compiler.ir.Variable;
import org.junit.jupiter.api.Assertions;

/** Where numbers in single precision are farther from those in double than rounding explains. */
final class Differences {
    /** Of the largest change of a tensor. */
    private static final double OF_CHANGE = 1e-3;
    /** Of the largest change of all tensors: where the true gradient is zero, as that of a bias before a norm, ours is nearly. */
    private static final double OF_STEP = 1e-4;
    /** Of the tensor itself: a few roundings of the last place. */
    private static final double OF_VALUE = 4e-7;
    private static final double OF_SUM = 1e-4;

    private final List<String> found = new ArrayList<>();

    List<String> found() {
        return found;
    }

    /** The variables that a step changes: the changes are compared, not what has come of them. */
    void moved(String where, Map<Variable, float[]> before, Map<Variable, Tensor> wanted,
            Map<Variable, float[]> after) {
        double largest = before.keySet().stream().filter(wanted::containsKey)
                .mapToDouble(v -> change(before.get(v), wanted.get(v).numbers())).max().orElse(0);
        after.forEach((variable, values) -> {
            if (wanted.get(variable) instanceof Tensor tensor) {
                moved(where + ": " + variable, before.get(variable), tensor.numbers(), values, largest);
            }
        });
    }

    private static double change(float[] before, double[] after) {
        return IntStream.range(0, before.length).mapToDouble(i -> Math.abs(after[i] - before[i])).max().orElse(0);
    }

    private void moved(String what, float[] before, double[] wanted, float[] after, double largest) {
        double change = change(before, wanted);
        double size = Arrays.stream(wanted).map(Math::abs).max().orElse(0);
        double tolerance = OF_CHANGE * change + OF_STEP * largest + OF_VALUE * size;
        for (int i = 0; i < wanted.length; i++) {
            double distance = Math.abs(wanted[i] - after[i]);
            boolean close = distance <= tolerance || (Double.isNaN(wanted[i]) && Float.isNaN(after[i]));
            if (!close) {
                found.add(String.format(Locale.ROOT, "%s[%d] goes from %g to %g, not to %g (largest change %g)",
                        what, i, before[i], after[i], wanted[i], change));
                return;
            }
        }
    }

    /** Sums in the order of the reports, float by float. */
    void sums(String where, List<Variable> reports, Map<Variable, Tensor> wanted, double[] sums) {
        int next = 0;
        for (Variable report : reports) {
            Tensor tensor = wanted.get(report);
            assertNotNull(tensor, report.name());
            for (double number : tensor.numbers()) {
                double distance = Math.abs(number - sums[next]);
                if (!(distance <= OF_SUM * Math.max(1, Math.abs(number)))) {
                    found.add(where + ": " + report + " is " + sums[next] + ", not " + number);
                }
                next++;
            }
        }
    }

    static void assertSameBits(float[] wanted, float[] found, Supplier<String> message) {
        for (int i = 0; i < wanted.length; i++) {
            int at = i;
            if (Float.floatToIntBits(wanted[i]) != Float.floatToIntBits(found[i])) {
                Assertions.fail(message.get() + "[" + at + "]: " + wanted[i] + " and " + found[i]);
            }
        }
    }
}
