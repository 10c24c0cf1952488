package org.dnn.compiler.cuda;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.dnn.compiler.DistinctTraining;
import org.dnn.compiler.Generated;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.type.Kind;
import org.dnn.runtime.LocalDevices;
import org.dnn.runtime.data.ByteColumn;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.data.FloatColumn;
import org.dnn.runtime.device.ArenaSetup;
import org.dnn.runtime.device.Batches;
import org.dnn.runtime.device.Session;
import org.dnn.runtime.device.Stretch;
import org.dnn.runtime.train.TensorSetup;
import org.dnn.runtime.train.TrainingProgram;

/**
 * Trains every model of a folder for some steps on a card and on the processors of the machine, with data and weights made up, and
 * says where they differ. A main class, because the card's driver is found when a JVM starts.
 */
public final class ModelsOnACard {
    private static final int ROWS = 3;
    /** The second of two batches is short. */
    private static final int BATCH = 2;

    private ModelsOnACard() {}

    /** @param arguments the folder with the {@code .dnn} files */
    public static void main(String[] arguments) {
        List<DistinctTraining> trainings = DistinctTraining.of(Path.of(arguments[0]));
        Generated all = Generated.of(trainings.stream().map(DistinctTraining::file).distinct().toList(), Set.of());
        trainings.forEach(t -> compare(t.training(),
                all.in(t.file()).make(t.training().name(), TrainingProgram.class)));
    }

    private static void compare(Training training, TrainingProgram program) {
        Map<String, Column> columns = columns(training.data());
        Trained card = train(program, columns, "cuda");
        Trained processors = train(program, columns, "cpu");
        for (int i = 0; i < card.reports().length; i++) {
            hold(program, "report " + i, processors.reports()[i], card.reports()[i],
                    1e-4 * Math.abs(processors.reports()[i]));
        }
        for (TensorSetup tensor : program.setup().tensors()) {
            float[] expected = Objects.requireNonNull(processors.tensors().get(tensor.pattern()));
            float[] found = Objects.requireNonNull(card.tensors().get(tensor.pattern()));
            double largest = IntStream.range(0, expected.length).mapToDouble(i -> Math.abs(expected[i])).max()
                    .orElse(0);
            for (int i = 0; i < expected.length; i++) {
                hold(program, tensor.pattern() + "[" + i + "]", expected[i], found[i], 1e-4 * largest);
            }
        }
        System.out.println(program.setup().name() + " agrees");
    }

    private static void hold(TrainingProgram program, String what, double expected, double found, double tolerance) {
        if (!(Math.abs(found - expected) <= tolerance + 1e-6)) {
            throw new AssertionError(
                    program.setup().name() + ": " + what + " is " + found + " on the card, and " + expected
                            + " on the processors");
        }
    }

    private static Map<String, Column> columns(DataSet data) {
        Random random = new Random(1);
        boolean idx = data.source() instanceof DataSet.Source.Idx;
        Map<String, Column> columns = new LinkedHashMap<>();
        for (ColumnGroup group : data.columns()) {
            int width = group.width();
            float[] numbers = new float[ROWS * width];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = switch (group.kind()) {
                    case Kind.ClassOf classes -> random.nextInt(classes.classes());
                    case Kind.OneHot _ -> i % width == i / width % width ? 1 : 0;
                    case Kind.Bool _ -> random.nextInt(2);
                    default -> group.bytes() || idx ? random.nextInt(256) : (float) random.nextGaussian();
                };
            }
            columns.put(group.name(), group.bytes() || idx ? bytes(numbers, width) : new FloatColumn(numbers, width));
        }
        return columns;
    }

    private static Column bytes(float[] numbers, int width) {
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) numbers[i];
        }
        return new ByteColumn(bytes, width);
    }

    private record Trained(double[] reports, Map<String, float[]> tensors) {}

    /** More epochs than a card has room for the orders of: each is given to it when it is due. */
    private static Batches epochs() {
        int[] turned = {2, 0, 1, 1, 2, 0};
        return new Batches(IntStream.range(0, ROWS << 16).map(i -> turned[i % turned.length]).toArray(), ROWS, BATCH);
    }

    private static Trained train(TrainingProgram program, Map<String, Column> columns, String device) {
        System.setProperty("dnn.device", device);
        ArenaSetup arena = program.setup().arena();
        try (Session session = new LocalDevices().choose(program, 1, BATCH, _ -> Optional.empty()).open(columns, BATCH,
                4, 1)) {
            fill(program, session);
            Batches batches = epochs();
            int steps = batches.perEpoch() + 1;
            float[] numbers = new float[steps * arena.hyperparameters().length];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = 0.01f + 0.001f * (i % arena.hyperparameters().length);
            }
            double[] reports = new double[steps * arena.stepReportFloats()];
            session.train(new Stretch(0, steps, batches, 0, numbers, reports));
            double[] totals = new double[arena.reports().length];
            session.evaluate(IntStream.range(0, ROWS).toArray(), totals, new float[0]);
            Map<String, float[]> tensors = new LinkedHashMap<>();
            for (TensorSetup tensor : program.setup().tensors()) {
                tensors.put(tensor.pattern(), read(session, tensor));
            }
            return new Trained(DoubleStream.concat(DoubleStream.of(reports), DoubleStream.of(totals)).toArray(),
                    tensors);
        }
    }

    private static float[] read(Session session, TensorSetup tensor) {
        float[] numbers = new float[size(tensor)];
        session.read(tensor.offset(), numbers);
        return numbers;
    }

    private static int size(TensorSetup tensor) {
        return tensor.elements() * tensor.all().size();
    }

    private static void fill(TrainingProgram program, Session session) {
        Random random = new Random(2);
        for (TensorSetup tensor : program.setup().tensors()) {
            float[] numbers = new float[size(tensor)];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = tensor.role() == TensorSetup.Role.PARAMETER
                        ? (float) (random.nextGaussian() * 0.1)
                        : 0.5f + random.nextFloat();
            }
            session.write(tensor.offset(), numbers);
        }
    }
}
