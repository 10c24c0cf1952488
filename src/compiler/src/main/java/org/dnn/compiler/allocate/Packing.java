package org.dnn.compiler.allocate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.dnn.compiler.allocate.Lifetimes.Span;
import org.dnn.compiler.kernel.Buffer;

/** Gives buffers places, so that no two that are in use at the same time share any; the largest choose first. */
final class Packing {
    private record Item(Buffer buffer, long size, Span span) {}

    private record Placed(long offset, Item item) {
        long end() {
            return offset + item.size();
        }
    }

    private final List<Item> items = new ArrayList<>();
    private final List<Placed> placed = new ArrayList<>();

    void add(Buffer buffer, long size, Span span) {
        items.add(new Item(buffer, size, span));
    }

    /** The offset of each buffer. */
    Map<Buffer, Long> run() {
        items.sort(Comparator.comparingLong(Item::size).reversed().thenComparingInt(i -> i.span().first())
                .thenComparingInt(i -> i.buffer().id()));
        Map<Buffer, Long> offsets = new HashMap<>();
        for (Item item : items) {
            long offset = firstFit(item);
            placed.add(new Placed(offset, item));
            offsets.put(item.buffer(), offset);
        }
        return offsets;
    }

    long size() {
        return placed.stream().mapToLong(Placed::end).max().orElse(0);
    }

    private long firstFit(Item item) {
        List<Placed> inTheWay = placed.stream().filter(p -> p.item().span().overlaps(item.span()))
                .sorted(Comparator.comparingLong(Placed::offset)).toList();
        long offset = 0;
        for (Placed other : inTheWay) {
            if (other.offset() >= offset + item.size()) {
                break;
            }
            offset = Math.max(offset, other.end());
        }
        return offset;
    }
}
