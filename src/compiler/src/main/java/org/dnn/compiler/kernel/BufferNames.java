package org.dnn.compiler.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What the buffers of one program are called in a text: by their names, with a number where two have the same. */
public final class BufferNames {
    private final Map<Buffer, String> names = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    /** {@code linear1}; {@code linear1#2} for the second buffer of that name that is asked for. */
    public String name(Buffer buffer) {
        String known = names.get(buffer);
        if (known != null) {
            return known;
        }
        int count = counts.merge(buffer.name(), 1, Integer::sum);
        String name = count == 1 ? buffer.name() : buffer.name() + "#" + count;
        names.put(buffer, name);
        return name;
    }

    /** {@code hidden(turn 0)} for the element of a stack. */
    public String name(Slot slot) {
        return name(slot.buffer()) + (slot.turns().isEmpty()
                ? ""
                : slot.turns().stream().map(t -> "turn " + t).collect(Collectors.joining(", ", "(", ")")));
    }
}
