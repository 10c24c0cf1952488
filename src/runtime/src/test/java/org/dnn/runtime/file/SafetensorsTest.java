package org.dnn.runtime.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    @TempDir
    Path folder = Path.of("");

    private static Map<String, Tensor> someTensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("z.bytes", Tensor.of(new byte[]{1, -1, 3}, 3));
        tensors.put("a.weight", Tensor.of(new float[]{1.5f, Float.NaN, -0f, Float.MIN_VALUE, 5, 6}, 2, 3));
        tensors.put("steps", Tensor.of(new long[]{Long.MIN_VALUE}));
        tensors.put("ids", Tensor.of(new int[]{1, -2}, 2, 1));
        tensors.put("exact", Tensor.of(new double[]{Math.PI}, 1));
        tensors.put("empty", Tensor.of(new float[0], 0, 5));
        return tensors;
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Path file = folder.resolve("all.safetensors");
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("zwei", "\"quoted\"\n权重");
        metadata.put("a", "");
        Safetensors.write(file, metadata, someTensors());
        Safetensors.Content content = Safetensors.read(file);
        assertEquals(List.of("z.bytes", "a.weight", "steps", "ids", "exact", "empty"),
                List.copyOf(content.tensors().keySet()));
        assertEquals(List.copyOf(metadata.entrySet()), List.copyOf(content.metadata().entrySet()));
        assertArrayEquals(new byte[]{1, -1, 3}, tensor(content, "z.bytes").bytes());
        assertArrayEquals(new float[]{1.5f, Float.NaN, -0f, Float.MIN_VALUE, 5, 6},
                tensor(content, "a.weight").floats());
        assertArrayEquals(new long[]{2, 3}, tensor(content, "a.weight").shape());
        assertArrayEquals(new long[]{Long.MIN_VALUE}, tensor(content, "steps").longs());
        assertArrayEquals(new long[0], tensor(content, "steps").shape());
        assertArrayEquals(new int[]{1, -2}, tensor(content, "ids").ints());
        assertArrayEquals(new double[]{Math.PI}, tensor(content, "exact").doubles());
        assertArrayEquals(new float[0], tensor(content, "empty").floats());
    }

    private static Tensor tensor(Safetensors.Content content, String name) {
        return Objects.requireNonNull(content.tensors().get(name));
    }

    @Test
    void theBytesAreThoseOfTheFormat() throws IOException {
        Path file = folder.resolve("one.safetensors");
        Safetensors.write(file, Map.of("format", "dnn"), Map.of("w", Tensor.of(new float[]{1, 2}, 2)));
        String header = "{\"__metadata__\":{\"format\":\"dnn\"},\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        String padded = header + " ".repeat((8 - header.length() % 8) % 8);
        ByteBuffer expected = ByteBuffer.allocate(8 + padded.length() + 8).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(padded.length()).put(padded.getBytes(StandardCharsets.UTF_8)).putFloat(1).putFloat(2);
        assertArrayEquals(expected.array(), Files.readAllBytes(file));
    }

    @Test
    void sameContentSameBytes() throws IOException {
        Path one = folder.resolve("1");
        Path two = folder.resolve("2");
        Safetensors.write(one, Map.of(), someTensors());
        Safetensors.write(two, Map.of(), Safetensors.read(one).tensors());
        assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));
    }

    @Test
    void everyNumberIsAligned() {
        Path file = folder.resolve("aligned");
        Safetensors.write(file, Map.of("odd", "length"), someTensors());
        SafetensorsHeader header = Safetensors.header(file);
        assertEquals(0, header.dataStart() % 8);
        header.tensors().forEach(
                (name, entry) -> assertEquals(0, entry.begin() % ElementType.of(entry.dtype()).bytes(), name));
    }

    @Test
    void aSliceIsAViewOfItsPart() {
        float[] arena = {0, 1, 2, 3, 4, 5};
        Tensor slice = Tensor.slice(arena, 2, 3, 1);
        arena[4] = 40;
        assertArrayEquals(new float[]{2, 3, 40}, slice.floats());
        float[] into = new float[5];
        slice.copyTo(into, 1);
        assertArrayEquals(new float[]{0, 2, 3, 40, 0}, into);
        assertEquals(3, slice.count());
    }

    @Test
    void largerThanTheChunksItIsCopiedIn() {
        float[] values = new float[700_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Path file = folder.resolve("large");
        Safetensors.write(file, Map.of(), Map.of("w", Tensor.of(values, values.length)));
        assertArrayEquals(values, tensor(Safetensors.read(file), "w").floats());
    }

    @Test
    void readsWhatPyTorchWrote() throws IOException {
        Path file = folder.resolve("torch.safetensors");
        try (InputStream in = SafetensorsTest.class.getResourceAsStream("/data/torch-linear.safetensors")) {
            Files.write(file, Objects.requireNonNull(in).readAllBytes());
        }
        Safetensors.Content content = Safetensors.read(file);
        assertTrue(Objects.requireNonNull(content.metadata().get("spec")).contains("in_features=7"));
        float[] x = tensor(content, "in.x").floats();
        float[] w = tensor(content, "param.weight").floats();
        float[] b = tensor(content, "param.bias").floats();
        float[] out = tensor(content, "out").floats();
        for (int row = 0; row < 5; row++) {
            for (int o = 0; o < 4; o++) {
                double sum = b[o];
                for (int i = 0; i < 7; i++) {
                    sum += (double) x[7 * row + i] * w[7 * o + i];
                }
                assertEquals(sum, out[4 * row + o], 1e-5);
            }
        }
    }

    @Test
    void aTensorMustBeAsLongAsItsShape() {
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(new float[5], 2, 3));
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(new float[5], -5, -1));
        assertThrows(IllegalStateException.class, () -> Tensor.of(new float[5], 5).ints());
        assertThrows(IllegalArgumentException.class, () -> Safetensors.write(folder.resolve("x"), Map.of(),
                Map.of("__metadata__", Tensor.of(new float[1], 1))));
    }
}
