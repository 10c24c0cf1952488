package org.dnn.models;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.dnn.runtime.LocalDevices;
import org.dnn.runtime.data.DataDirectory;
import org.dnn.runtime.data.DataPlaces;
import org.dnn.runtime.data.Table;
import org.dnn.runtime.device.Batches;
import org.dnn.runtime.device.Session;
import org.dnn.runtime.device.Stretch;
import org.dnn.runtime.train.Options;
import org.dnn.runtime.train.SavedModel;
import org.dnn.runtime.train.Trainer;
import org.dnn.runtime.train.TrainingProgram;

/**
 * Trains every network for a little and prints the hash of what it saved, and how many bytes a thousand steps allocate. To
 * be started with different flags: {@code TrainAll FOLDER THREADS NETWORKS ROUNDS}, with the data that {@link #write} puts
 * there; only the first networks, and bytes counted for so many thousand steps at most, until there are none.
 */
final class TrainAll {
    private static final Path SAMPLES = Path.of("..", "src", "compiler", "src", "test", "resources", "parity");
    private static final int STEPS = 1000;
    private static final int ROWS = 4;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A block, and for how many epochs it is trained. */
    private record Block(TrainingProgram program, int epochs) {}

    private TrainAll() {}

    private static List<Block> blocks() {
        return List.of(new Block(new cube.CubeTraining(), 40), new Block(new cube.CubeAdam(), 40),
                new Block(new diabetes.FullBatch(), 40), new Block(new diabetes.MiniBatch(), 10),
                new Block(new digits.Digits10kTraining(), 2), new Block(new digits.LeNetTraining(), 1),
                new Block(new digits.ResNetTraining(), 1));
    }

    /** Stand-ins for the data that are not in the repository: 640 digits, and made-up patients. */
    static void write(Path folder) throws IOException {
        for (String part : List.of("train10k", "t10k")) {
            Files.copy(SAMPLES.resolve("digits640-images-idx3-ubyte.gz"),
                    folder.resolve(part + "-images-idx3-ubyte.gz"));
            Files.copy(SAMPLES.resolve("digits640-labels-idx1-ubyte.gz"),
                    folder.resolve(part + "-labels-idx1-ubyte.gz"));
        }
        StringBuilder patients = new StringBuilder(
                "id,pregnancies,glucose,blood_pressure,skin_thickness,insulin,bmi,pedigree,age,diabetic\n");
        Random random = new Random(1);
        for (int id = 0; id < 768; id++) {
            patients.append(id);
            double sum = 0;
            for (int column = 0; column < 8; column++) {
                int value = random.nextInt(200);
                patients.append(',').append(value);
                sum += value;
            }
            patients.append(',').append(sum > 850 ? 1 : 0).append('\n');
        }
        Files.writeString(folder.resolve("diabetes.csv"), patients);
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int threads = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[3]);
        DataPlaces places = new DataPlaces(folder, new DataDirectory(folder), _ -> {});
        List<String> lines = new ArrayList<>();
        for (Block block : blocks().subList(0, Integer.parseInt(arguments[2]))) {
            Options options = new Options(folder.resolve("runs"), folder, Optional.empty(), Optional.empty(), false,
                    false,
                    Optional.empty(), Optional.of(block.epochs()), threads, 3600);
            Trainer.Outcome outcome = Trainer.train(block.program(), options, new LocalDevices(), places, () -> false);
            lines.add("bits " + block.program().setup().name() + " "
                    + sha256(outcome.folder().path().resolve(SavedModel.FILE)));
            if (rounds > 0) {
                lines.add("bytes " + block.program().setup().name() + " "
                        + allocated(block.program(), places, threads, rounds));
            }
        }
        lines.forEach(System.out::println);
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    /** Of this thread and the team's, over a thousand steps, once it is warm: the first round of them in which there are none, else the last. */
    private static long allocated(TrainingProgram program, DataPlaces places, int threads, int rounds) {
        Table table = program.data().rows(places).table();
        int[] order = IntStream.range(0, ROWS).toArray();
        float[] numbers = new float[program.setup().arena().hyperparameters().length];
        Stretch step = new Stretch(0, 1, new Batches(order, ROWS), 0, numbers,
                new double[program.setup().arena().stepReportFloats()]);
        try (Session session = new LocalDevices().choose(program, threads, ROWS, _ -> Optional.empty()).open(
                table.columns(), ROWS, 1_000_000,
                1)) {
            long[] team = team();
            long bytes = -1;
            for (int round = 0; round < rounds && bytes != 0; round++) {
                long before = allocated(team);
                for (int i = 0; i < STEPS; i++) {
                    session.train(step);
                }
                bytes = allocated(team) - before;
            }
            return bytes;
        }
    }

    /** This thread, and those of the team that are there now. */
    private static long[] team() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t == Thread.currentThread() || t.getName().startsWith("dnn-team"))
                .mapToLong(Thread::threadId)
                .toArray();
    }

    private static long allocated(long[] team) {
        long sum = 0;
        for (long id : team) {
            sum += THREADS.getThreadAllocatedBytes(id);
        }
        return sum;
    }
}
