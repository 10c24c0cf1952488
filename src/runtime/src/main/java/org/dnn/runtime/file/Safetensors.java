package org.dnn.runtime.file;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dnn.runtime.Problem;

/**
 * Files of named tensors in the safetensors format (github.com/huggingface/safetensors): eight bytes with the length of
 * the header, the header in JSON, the data without gaps.
 *
 * <p>The header names tensors in the order given. The data lie widest element first, so that with a header padded to
 * eight bytes each number is aligned; where all types are equally wide, that is the order given too. The same content
 * gives the same bytes.
 */
public final class Safetensors {
    /** What the reference implementation accepts. */
    private static final long LONGEST_HEADER = 100_000_000;
    private static final int CHUNK = 1 << 20;
    private static final int LENGTH_BYTES = 8;

    private Safetensors() {}

    /** All that a file holds; both maps in the order of the file. */
    public record Content(Map<String, String> metadata, Map<String, Tensor> tensors) {
        public Content {
            metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
            tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        }
    }

    /**
     * @throws Problem                  if the file cannot be written
     * @throws IllegalArgumentException if a tensor is called {@code __metadata__}
     */
    public static void write(Path file, Map<String, String> metadata, Map<String, Tensor> tensors) {
        if (tensors.containsKey("__metadata__")) {
            throw new IllegalArgumentException("a tensor cannot be called __metadata__");
        }
        Map<String, Tensor> laidOut = new LinkedHashMap<>();
        tensors.entrySet().stream().sorted(Comparator.comparingInt(e -> -ElementType.of(e.getValue().dtype()).bytes()))
                .forEach(e -> laidOut.put(e.getKey(), e.getValue()));
        AtomicFiles.write(file, out -> {
            out.write(header(metadata, tensors, offsets(laidOut)));
            for (Tensor tensor : laidOut.values()) {
                copy(tensor.data(), out);
            }
        });
    }

    private static Map<String, Long> offsets(Map<String, Tensor> laidOut) {
        Map<String, Long> offsets = new LinkedHashMap<>();
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : laidOut.entrySet()) {
            offsets.put(entry.getKey(), offset);
            offset += entry.getValue().data().byteSize();
        }
        return offsets;
    }

    private static byte[] header(Map<String, String> metadata, Map<String, Tensor> tensors, Map<String, Long> offsets)
            throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            if (!metadata.isEmpty()) {
                json.name("__metadata__").beginObject();
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.name(entry.getKey()).value(entry.getValue());
                }
                json.endObject();
            }
            for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
                json.name(entry.getKey());
                describe(json, entry.getValue(), offsets.getOrDefault(entry.getKey(), 0L));
            }
            json.endObject();
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        int padded = Math.ceilDiv(bytes.length, 8) * 8;
        byte[] header = new byte[LENGTH_BYTES + padded];
        Arrays.fill(header, (byte) ' ');
        ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(bytes);
        return header;
    }

    private static void describe(JsonWriter json, Tensor tensor, long offset) throws IOException {
        json.beginObject();
        json.name("dtype").value(tensor.dtype());
        json.name("shape").beginArray();
        for (long size : tensor.shape()) {
            json.value(size);
        }
        json.endArray();
        json.name("data_offsets").beginArray().value(offset).value(offset + tensor.data().byteSize()).endArray();
        json.endObject();
    }

    private static void copy(MemorySegment data, OutputStream out) throws IOException {
        byte[] chunk = new byte[(int) Math.min(CHUNK, data.byteSize())];
        for (long at = 0; at < data.byteSize(); at += chunk.length) {
            int length = (int) Math.min(chunk.length, data.byteSize() - at);
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, chunk, 0, length);
            out.write(chunk, 0, length);
        }
    }

    /**
     * Names, types and shapes without the numbers.
     *
     * @throws Problem if the file cannot be read, or is not a safetensors file, or contradicts itself
     */
    public static SafetensorsHeader header(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            return header(file, channel);
        } catch (IOException e) {
            throw FileProblem.cannotRead(file, e);
        }
    }

    private static SafetensorsHeader header(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < LENGTH_BYTES) {
            throw Problem.in(file, "has " + size + " bytes, too few for a safetensors file");
        }
        byte[] start = new byte[LENGTH_BYTES];
        read(file, channel, 0, start);
        long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (start[0] == 'P' && start[1] == 'K') {
            throw Problem.in(file, "is a zip archive, as PyTorch's own checkpoints are, not a safetensors file;"
                    + " write it again with safetensors.torch.save_file");
        }
        if (length < 0 || length > LONGEST_HEADER || length > size - LENGTH_BYTES) {
            throw Problem.in(file, "gives its header " + Long.toUnsignedString(length) + " bytes, and has " + size
                    + " in all: it is cut short, or not a safetensors file");
        }
        byte[] header = new byte[(int) length];
        read(file, channel, LENGTH_BYTES, header);
        return SafetensorsHeaderReader.read(file, header, LENGTH_BYTES + length, size - LENGTH_BYTES - length);
    }

    /**
     * The whole file, in memory of its own: it may be written again while what was read is in use.
     *
     * @throws Problem if the file cannot be read, or is not a safetensors file, or contradicts itself, or holds an
     *                 element type other than F64, I64, F32, I32 and U8
     */
    public static Content read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            SafetensorsHeader header = header(file, channel);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (Map.Entry<String, SafetensorsHeader.Entry> entry : header.tensors().entrySet()) {
                tensors.put(entry.getKey(), tensor(file, channel, header, entry.getKey(), entry.getValue()));
            }
            return new Content(header.metadata(), tensors);
        } catch (IOException e) {
            throw FileProblem.cannotRead(file, e);
        }
    }

    private static Tensor tensor(Path file, FileChannel channel, SafetensorsHeader header, String name,
            SafetensorsHeader.Entry entry) throws IOException {
        ElementType type = ElementType.named(entry.dtype())
                .orElseThrow(() -> Problem.in(file, "tensor \"" + name + "\" is " + entry.dtype()
                        + "; what can be read is " + ElementType.NAMES));
        long count = entry.bytes() / type.bytes();
        if (count > Integer.MAX_VALUE - 8) {
            throw Problem.in(file, "tensor \"" + name + "\" has " + count + " elements, more than an array can hold");
        }
        MemorySegment data = type.allocate((int) count);
        byte[] chunk = new byte[(int) Math.min(CHUNK, data.byteSize())];
        for (long at = 0; at < data.byteSize(); at += chunk.length) {
            int length = (int) Math.min(chunk.length, data.byteSize() - at);
            byte[] part = length == chunk.length ? chunk : new byte[length];
            read(file, channel, header.dataStart() + entry.begin() + at, part);
            MemorySegment.copy(part, 0, data, ValueLayout.JAVA_BYTE, at, length);
        }
        long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
        return new Tensor(entry.dtype(), shape, data);
    }

    private static void read(Path file, FileChannel channel, long position, byte[] into) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into);
        while (buffer.hasRemaining()) {
            int got = channel.read(buffer, position + buffer.position());
            if (got < 0) {
                throw Problem.in(file, "ends at byte " + (position + buffer.position()) + ": it is cut short");
            }
        }
    }
}
