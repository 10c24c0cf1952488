package org.dnn.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.dnn.runtime.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {
    @TempDir
    Path folder = Path.of("");

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    /** An idx file of unsigned bytes with these values and sizes, whether they fit or not. */
    static byte[] idx(byte[] values, int... sizes) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length + values.length);
        bytes.put((byte) 0).put((byte) 0).put((byte) 8).put((byte) sizes.length);
        for (int size : sizes) {
            bytes.putInt(size);
        }
        return bytes.put(values).array();
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }

    private void assertProblem(String message, Executable reading) {
        Problem problem = assertThrows(Problem.class, reading);
        assertEquals(message, problem.getMessage().replace(folder + "/", ""));
    }

    private static byte[] counting(int length) {
        byte[] values = new byte[length];
        for (int i = 0; i < length; i++) {
            values[i] = (byte) i;
        }
        return values;
    }

    @Test
    void plainAndGzippedAreToldApartByTheirBytes() throws IOException {
        byte[] values = counting(2 * 3 * 5);
        Path plain = write("images.gz", idx(values, 2, 3, 5));
        Path zipped = write("images", gzip(idx(values, 2, 3, 5)));
        for (Path path : new Path[]{plain, zipped}) {
            IdxFile file = IdxFile.read(path, 3);
            assertArrayEquals(new int[]{2, 3, 5}, file.dimensions());
            assertArrayEquals(new int[]{2, 3, 5}, IdxFile.header(path));
            assertArrayEquals(values, file.values());
            assertEquals(Fingerprint.sha256(path), file.sha256());
            assertEquals(2, file.items());
            assertEquals(15, file.column().width());
            assertEquals(29, file.column().at(1, 14));
        }
    }

    @Test
    void labelsWhereImagesAreExpectedAndTheOtherWayRound() throws IOException {
        Path labels = write("labels", idx(counting(4), 4));
        Path images = write("images", gzip(idx(counting(4), 1, 2, 2)));
        assertProblem("labels: has the magic number 00 00 08 01 (labels), where 00 00 08 03 (images) is expected; are"
                + " images and labels exchanged?", () -> IdxFile.read(labels, 3));
        assertProblem("images: has the magic number 00 00 08 03 (images), where 00 00 08 01 (labels) is expected; are"
                + " images and labels exchanged?", () -> IdxFile.read(images, 1));
        assertProblem("images: has the magic number 00 00 08 03 (images), where 00 00 08 04 (4 dimensions) is expected",
                () -> IdxFile.read(images, 4));
    }

    @Test
    void somethingElse() throws IOException {
        Path text = write("text", "hello world".getBytes(StandardCharsets.UTF_8));
        assertProblem("text: begins with 68 65 6c 6c, which is no idx file: images begin with 00 00 08 03, labels with"
                + " 00 00 08 01", () -> IdxFile.read(text, 3));
        Path floats = write("floats", new byte[]{0, 0, 0x0D, 1, 0, 0, 0, 1, 0, 0, 0, 0});
        assertProblem("floats: holds 32-bit floats (type 0d); what is read is unsigned bytes (type 08)",
                () -> IdxFile.header(floats));
        Path unknown = write("unknown", new byte[]{0, 0, 0x7F, 1, 0, 0, 0, 1, 0, 0, 0, 0});
        assertProblem("unknown: holds elements of an unknown type (7f); what is read is unsigned bytes (type 08)",
                () -> IdxFile.header(unknown));
        Path none = folder.resolve("none");
        assertProblem("cannot read none: there is no such file", () -> IdxFile.read(none, 1));
    }

    @Test
    void tooFewBytes() throws IOException {
        byte[] whole = idx(counting(30), 2, 3, 5);
        Path cut = write("cut", Arrays.copyOf(whole, whole.length - 7));
        assertProblem("cut: is cut short: its sizes 2×3×5 promise 30 bytes, and 23 are there; copy it again",
                () -> IdxFile.read(cut, 3));
        Path zipped = write("zipped", gzip(Arrays.copyOf(whole, whole.length - 7)));
        assertProblem("zipped: is cut short: its sizes 2×3×5 promise 30 bytes, and 23 are there; copy it again",
                () -> IdxFile.read(zipped, 3));
        Path header = write("header", Arrays.copyOf(whole, 10));
        assertProblem("header: is cut short: it ends in the middle; copy it again", () -> IdxFile.read(header, 3));
        Path empty = write("empty", new byte[0]);
        assertProblem("empty: is empty", () -> IdxFile.read(empty, 3));
    }

    @Test
    void aGzipThatEndsInTheMiddleOrIsDamaged() throws IOException {
        byte[] zipped = gzip(idx(counting(100_000), 100_000));
        Path cut = write("cut", Arrays.copyOf(zipped, zipped.length / 2));
        Problem problem = assertThrows(Problem.class, () -> IdxFile.read(cut, 1));
        assertTrue(problem.getMessage().contains("cut: is cut short: its sizes 100000 promise 100000 bytes, and "),
                problem.getMessage());
        Path noEnd = write("noend", Arrays.copyOf(zipped, zipped.length - 4));
        assertProblem("noend: is cut short: it ends in the middle; copy it again", () -> IdxFile.read(noEnd, 1));
        zipped[zipped.length - 8] ^= 1;
        Path damaged = write("damaged", zipped);
        assertProblem("damaged: its gzip is damaged (corrupt GZIP trailer); copy it again",
                () -> IdxFile.read(damaged, 1));
    }

    @Test
    void tooManyBytes() throws IOException {
        Path longer = write("longer", idx(counting(31), 2, 3, 5));
        assertProblem("longer: goes on after the 30 bytes that its sizes 2×3×5 promise: it is damaged; copy it again",
                () -> IdxFile.read(longer, 3));
        Path zipped = write("zipped", gzip(idx(counting(31), 2, 3, 5)));
        assertProblem("zipped: goes on after the 30 bytes that its sizes 2×3×5 promise: it is damaged; copy it again",
                () -> IdxFile.read(zipped, 3));
    }

    @Test
    void sizesThatCannotBe() throws IOException {
        Path huge = write("huge", gzip(idx(counting(10), 2_000_000_000, 28, 28)));
        assertProblem(
                "huge: is cut short: its sizes 2000000000×28×28 promise 1568000000000 bytes, and 10 are there; copy it again",
                () -> IdxFile.read(huge, 3));
        Path large = write("large", idx(counting(10), 2_000_000_000));
        assertProblem(
                "large: is cut short: its sizes 2000000000 promise 2000000000 bytes, and 10 are there; copy it again",
                () -> IdxFile.read(large, 1));
        Path negative = write("negative", idx(counting(10), -1));
        assertProblem("negative: gives dimension 1 the size 4294967295: it is damaged; copy it again",
                () -> IdxFile.read(negative, 1));
        Path nothing = write("nothing", idx(new byte[0], 0, 28, 28));
        assertProblem("nothing: holds nothing: its sizes are 0×28×28", () -> IdxFile.read(nothing, 3));
    }

    /** Any byte changed, any length: a result or a problem, never another exception. */
    @Test
    void damagedFilesNeverDoWorse() throws IOException {
        byte[] plain = idx(counting(30), 2, 3, 5);
        Random random = new Random(1);
        int problems = 0;
        for (int i = 0; i < 600; i++) {
            byte[] good = i % 2 == 0 ? plain : gzip(plain);
            byte[] bad = Arrays.copyOf(good, random.nextInt(3) == 0 ? 1 + random.nextInt(good.length) : good.length);
            bad[random.nextInt(Math.min(20, bad.length))] = (byte) random.nextInt(256);
            Path file = write("bad", bad);
            try {
                assertEquals(30, IdxFile.read(file, 3).values().length);
            } catch (Problem expected) {
                problems++;
            }
        }
        assertTrue(problems > 200, problems + " problems");
    }

    private IdxTable.Part part(String name, byte[] images, byte[] labels) throws IOException {
        return new IdxTable.Part(write(name + "-images", images), write(name + "-labels", labels));
    }

    private static final IdxTable.Layout LAYOUT = new IdxTable.Layout("image", 2, 3, "digit", 10);

    @Test
    void imagesAndLabelsBecomeATable() throws IOException {
        IdxTable.Part train = part("train", idx(counting(12), 2, 2, 3), idx(new byte[]{9, 0}, 2));
        IdxTable.Part test = part("test", gzip(idx(new byte[6], 1, 2, 3)), idx(new byte[]{5}, 1));
        IdxTable both = IdxTable.read(LAYOUT, train, test);
        assertEquals(2, both.trainRows());
        assertEquals(1, both.testRows());
        assertEquals(3, both.table().rows());
        assertEquals(11, both.table().column("image").at(1, 5));
        assertEquals(0, both.table().column("image").at(2, 5));
        assertEquals(5, both.table().column("digit").at(2, 0));
        assertEquals(21, both.table().bytes());
        assertEquals(4, both.table().files().size());
        assertEquals(0, IdxTable.read(LAYOUT, train).testRows());
    }

    @Test
    void filesThatDoNotBelongTogether() throws IOException {
        byte[] images = idx(counting(12), 2, 2, 3);
        IdxTable.Part count = part("a", images, idx(new byte[3], 3));
        assertProblem("a-labels: has 3 labels for the 2 images in a-images; the two do not belong together",
                () -> IdxTable.read(LAYOUT, count));
        IdxTable.Part classes = part("b", images, idx(new byte[]{1, 10}, 2));
        assertProblem("b-labels: label 2 of 2 is 10, and 10 classes are 0 to 9", () -> IdxTable.read(LAYOUT, classes));
        IdxTable.Part size = part("c", idx(counting(12), 2, 3, 2), idx(new byte[2], 2));
        assertProblem("c-images: has images of 3×2 where \"image\" is 2×3", () -> IdxTable.read(LAYOUT, size));
        IdxTable.Part exchanged = part("d", idx(new byte[2], 2), images);
        assertProblem("d-images: has the magic number 00 00 08 01 (labels), where 00 00 08 03 (images) is expected; are"
                + " images and labels exchanged?", () -> IdxTable.read(LAYOUT, exchanged));
    }
}
