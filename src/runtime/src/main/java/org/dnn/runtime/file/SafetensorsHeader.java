package org.dnn.runtime.file;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a safetensors file says about itself before the numbers begin. Both maps keep the order of the file.
 *
 * @param dataStart the byte of the file at which the data begin; the offsets of the entries count from there
 */
public record SafetensorsHeader(Map<String, String> metadata, Map<String, Entry> tensors, long dataStart) {
    public SafetensorsHeader {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * One tensor.
     *
     * @param dtype the format's name of its element type, which need not be one that can be read (F16, BF16, …)
     * @param shape sizes, outermost first
     * @param begin its first byte
     * @param end   one after its last byte
     */
    public record Entry(String dtype, List<Long> shape, long begin, long end) {
        public Entry {
            shape = List.copyOf(shape);
        }

        public long bytes() {
            return end - begin;
        }
    }
}
