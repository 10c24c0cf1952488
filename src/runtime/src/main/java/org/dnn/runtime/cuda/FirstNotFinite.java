package org.dnn.runtime.cuda;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dnn.runtime.device.NotFinite;
import org.dnn.runtime.device.Stretch;
import org.dnn.runtime.device.Trace;

/** Looks at what kernels have written for one that is not finite. */
final class FirstNotFinite {
    /** A bfloat16 is the upper half of a float. */
    private static final int UPPER = 0xFFFF0000;

    private final CudaSession session;
    private final Stretch stretch;
    private final int index;
    private Optional<NotFinite> found = Optional.empty();

    /** @param index the number of the step in the stretch */
    FirstNotFinite(CudaSession session, Stretch stretch, int index) {
        this.session = session;
        this.stretch = stretch;
        this.index = index;
    }

    /** The first of all. */
    Optional<NotFinite> found() {
        return found;
    }

    void look(List<Trace.Value> values) {
        for (Trace.Value value : values) {
            if (found.isEmpty() && !session.isFinite(value.place(), value.count(), value.inHalves())) {
                float[] numbers = numbers(value);
                found = NotFinite.in(stretch.firstStep() + index, value.name(), value.line(), numbers.length,
                        i -> numbers[i], i -> row(value, i));
            }
        }
    }

    private float[] numbers(Trace.Value value) {
        float[] floats = new float[value.floats()];
        session.read(value.place(), floats);
        if (!value.inHalves()) {
            return floats;
        }
        float[] numbers = new float[value.count()];
        for (int i = 0; i < numbers.length; i++) {
            int pair = Float.floatToRawIntBits(floats[i / 2]);
            numbers[i] = Float.intBitsToFloat(i % 2 == 0 ? pair << Short.SIZE : pair & UPPER);
        }
        return numbers;
    }

    private OptionalInt row(Trace.Value value, int number) {
        return value.width() == 0
                ? OptionalInt.empty()
                : OptionalInt
                        .of(stretch.batches().order()[stretch.firstRow(index) + number / value.width()]);
    }
}
