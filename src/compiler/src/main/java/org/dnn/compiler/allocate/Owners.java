package org.dnn.compiler.allocate;

import java.util.Optional;
import java.util.TreeMap;

import org.dnn.compiler.kernel.Buffer;

/** Whose content stands where, in a stretch of memory from 0 on. */
final class Owners {
    /** From each key to the next. */
    private final TreeMap<Long, Optional<Buffer>> from = new TreeMap<>();

    Owners() {
        from.put(Long.MIN_VALUE, Optional.empty());
    }

    /** The content of a buffer takes the place of what was there. */
    void put(long begin, long end, Buffer owner) {
        from.putIfAbsent(end, at(end));
        from.subMap(begin, end).clear();
        from.put(begin, Optional.of(owner));
    }

    /** Someone whose content is in a stretch instead of this buffer's, or nobody's; empty where all of it is this buffer's. */
    Optional<String> other(long begin, long end, Buffer owner) {
        Optional<Buffer> wanted = Optional.of(owner);
        if (!at(begin).equals(wanted)) {
            return Optional.of(name(at(begin)));
        }
        return from.subMap(begin, end).values().stream().filter(o -> !o.equals(wanted)).map(Owners::name).findFirst();
    }

    private Optional<Buffer> at(long place) {
        return from.floorEntry(place).getValue();
    }

    private static String name(Optional<Buffer> owner) {
        return owner.map(Buffer::toString).orElse("nothing");
    }
}
