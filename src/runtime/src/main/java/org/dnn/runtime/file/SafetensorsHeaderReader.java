package org.dnn.runtime.file;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dnn.runtime.Problem;

/**
 * Reads the JSON of a safetensors header and believes none of it: types, names, shapes and offsets are held against
 * each other and against the size of the file before a byte of data is touched.
 */
final class SafetensorsHeaderReader {
    /** Every element type that the format knows, and its size in bytes: a header may be looked at where data may not. */
    private static final Map<String, Integer> BYTES = Map.ofEntries(Map.entry("BOOL", 1), Map.entry("U8", 1),
            Map.entry("I8", 1), Map.entry("F8_E5M2", 1), Map.entry("F8_E4M3", 1), Map.entry("I16", 2),
            Map.entry("U16", 2), Map.entry("F16", 2), Map.entry("BF16", 2), Map.entry("I32", 4), Map.entry("U32", 4),
            Map.entry("F32", 4), Map.entry("F64", 8), Map.entry("I64", 8), Map.entry("U64", 8));

    private final Path file;
    private final JsonReader json;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, SafetensorsHeader.Entry> tensors = new LinkedHashMap<>();
    private boolean hasMetadata;

    private SafetensorsHeaderReader(Path file, String text) {
        this.file = file;
        this.json = new JsonReader(new StringReader(text));
        json.setStrictness(Strictness.STRICT);
    }

    /**
     * @param dataStart where in the file the data begin
     * @param dataBytes how many bytes of data the file holds
     * @throws Problem if the header does not describe these data
     */
    static SafetensorsHeader read(Path file, byte[] header, long dataStart, long dataBytes) {
        SafetensorsHeaderReader reader = new SafetensorsHeaderReader(file, text(file, header));
        try {
            reader.readAll();
        } catch (MalformedJsonException | IllegalStateException | NumberFormatException e) {
            throw new Problem(file + ": its header is not the JSON of a safetensors file", e);
        } catch (IOException e) {
            throw new Problem(file + ": its header ends in the middle", e);
        }
        reader.checkCovered(dataBytes);
        return new SafetensorsHeader(reader.metadata, reader.tensors, dataStart);
    }

    private static String text(Path file, byte[] header) {
        if (header.length == 0 || header[0] != '{') {
            throw Problem.in(file, "its header does not begin with '{': it is not a safetensors file");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString();
        } catch (CharacterCodingException e) {
            throw new Problem(file + ": its header is not UTF-8", e);
        }
    }

    private void readAll() throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            if (!name.equals("__metadata__")) {
                readTensor(name);
            } else if (hasMetadata) {
                throw Problem.in(file, "its header has __metadata__ twice");
            } else {
                hasMetadata = true;
                readMetadata();
            }
        }
        json.endObject();
        if (json.peek() != JsonToken.END_DOCUMENT) {
            throw Problem.in(file, "its header goes on after the closing '}'");
        }
    }

    private void readMetadata() throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            String key = json.nextName();
            if (json.peek() != JsonToken.STRING) {
                throw Problem.in(file, "__metadata__ \"" + key + "\" is not a string");
            }
            if (metadata.put(key, json.nextString()) != null) {
                throw Problem.in(file, "__metadata__ has \"" + key + "\" twice");
            }
        }
        json.endObject();
    }

    private void readTensor(String name) throws IOException {
        String dtype = "";
        List<Long> shape = List.of();
        List<Long> offsets = List.of();
        List<String> seen = new ArrayList<>();
        json.beginObject();
        while (json.hasNext()) {
            String field = json.nextName();
            if (seen.contains(field)) {
                throw bad(name, "has " + field + " twice");
            }
            seen.add(field);
            switch (field) {
                case "dtype" -> dtype = json.nextString();
                case "shape" -> shape = sizes(name, field);
                case "data_offsets" -> offsets = sizes(name, field);
                default -> throw bad(name, "has an unknown field \"" + field + "\"");
            }
        }
        json.endObject();
        if (seen.size() != 3) {
            throw bad(name, "needs dtype, shape and data_offsets, and has " + String.join(", ", seen));
        }
        if (tensors.put(name, entry(name, dtype, shape, offsets)) != null) {
            throw bad(name, "is there twice");
        }
    }

    private List<Long> sizes(String name, String field) throws IOException {
        List<Long> sizes = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            String text = json.peek() == JsonToken.NUMBER ? json.nextString() : "";
            if (!text.matches("[0-9]{1,18}")) {
                throw bad(name, "has a " + field + " that is not a list of whole numbers from 0 on");
            }
            sizes.add(Long.parseLong(text));
        }
        json.endArray();
        return sizes;
    }

    private SafetensorsHeader.Entry entry(String name, String dtype, List<Long> shape, List<Long> offsets) {
        Integer bytes = BYTES.get(dtype);
        if (bytes == null) {
            throw bad(name, "has an unknown dtype \"" + dtype + "\"");
        }
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw bad(name, "has data_offsets " + offsets + ", where [begin, end] is expected");
        }
        BigInteger wanted = BigInteger.valueOf(bytes);
        for (long size : shape) {
            wanted = wanted.multiply(BigInteger.valueOf(size));
        }
        long given = offsets.get(1) - offsets.get(0);
        if (!wanted.equals(BigInteger.valueOf(given))) {
            throw bad(name, dtype + shape + " takes " + wanted + " bytes, but its data_offsets span " + given);
        }
        return new SafetensorsHeader.Entry(dtype, shape, offsets.get(0), offsets.get(1));
    }

    /** The tensors, laid end to end, must be the data: no hole, no overlap, nothing after the last. */
    private void checkCovered(long dataBytes) {
        List<Map.Entry<String, SafetensorsHeader.Entry>> inOrder = new ArrayList<>(tensors.entrySet());
        inOrder.sort(Comparator.comparingLong((Map.Entry<String, SafetensorsHeader.Entry> e) -> e.getValue().begin())
                .thenComparingLong(e -> e.getValue().end()));
        long end = 0;
        String before = "";
        for (Map.Entry<String, SafetensorsHeader.Entry> entry : inOrder) {
            long begin = entry.getValue().begin();
            if (begin < end) {
                throw bad(entry.getKey(), "overlaps tensor \"" + before + "\": it begins at byte " + begin
                        + " of the data, before byte " + end);
            }
            if (begin > end) {
                throw bad(entry.getKey(), "begins at byte " + begin + " of the data, which leaves a hole from byte "
                        + end);
            }
            end = entry.getValue().end();
            before = entry.getKey();
        }
        if (end != dataBytes) {
            throw Problem.in(file, "its header describes " + end + " bytes of data, the file has " + dataBytes
                    + (end > dataBytes ? ": it is cut short" : ""));
        }
    }

    private Problem bad(String name, String what) {
        return Problem.in(file, "tensor \"" + name + "\" " + what);
    }
}
