package org.dnn.compiler.measure;

import java.util.ArrayList;
import java.util.List;

import org.dnn.compiler.plan.Costs;
import org.dnn.compiler.plan.LayerCost;
import org.dnn.compiler.plan.MemoryMap;

/** The table of layers and the table of memory, for a terminal. */
public final class CostText {
    private static final String INDENT = "  ";
    private static final String GAP = "   ";
    /** A longer layer is cut: its line in the file says it all. */
    private static final int WIDEST_LAYER = 40;

    private final Expected expected;
    private final StringBuilder out = new StringBuilder();

    private CostText(Expected expected) {
        this.expected = expected;
    }

    /** Both tables, each line ended. */
    public static String tables(Expected expected) {
        CostText text = new CostText(expected);
        text.layers();
        text.out.append('\n');
        text.memory();
        text.out.append(INDENT).append(text.largest()).append('\n');
        return text.out.toString();
    }

    /** The totals in one line, without its end. */
    public static String line(Expected expected) {
        Costs costs = expected.costs();
        String memory = Text.bytes(expected.leastArenaBytes() + expected.leastDataBytes())
                + " of memory " + expected.where();
        String further = expected.batch().isEmpty()
                ? ", and more with each row"
                : expected.rows().isEmpty() ? " beside the data" : "";
        return Text.count(costs.parameters()) + " parameters, " + Text.count(costs.flops()) + " FLOP a row, " + memory
                + further;
    }

    private void layers() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("name", "layer", "output", "parameters", "FLOP a row"));
        for (LayerCost layer : expected.costs().layers()) {
            rows.add(List.of(layer.name(), cut(layer.layer()), layer.shape().toString(),
                    layer.parameters() == 0 ? "" : Text.count(layer.parameters()), Text.count(layer.flops())));
        }
        rows.add(List.of("in all", "", "", Text.count(expected.costs().parameters()),
                Text.count(expected.costs().flops())));
        table(rows, 3);
    }

    private void memory() {
        boolean known = expected.batch().isPresent();
        long batch = expected.batch().orElse(1L);
        MemoryMap map = expected.memory();
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("memory", "fixed", "a row", known ? "batch of " + Text.count(batch) : ""));
        for (MemoryMap.Part part : map.parts()) {
            String name = part.name().equals("scratch") ? "scratch, each thread" : part.name();
            rows.add(row(name, figure(part.fixed()), figure(part.perRow()),
                    known ? figure(part.bytes(batch)) : ""));
        }
        if (known) {
            if (map.evaluationBytes(batch) > 0) {
                rows.add(row("room for evaluation", "", "", figure(map.evaluationBytes(batch))));
            }
        }
        rows.add(row("arena", figure(map.parts().stream().mapToLong(MemoryMap.Part::fixed).sum()),
                figure(map.parts().stream().mapToLong(MemoryMap.Part::perRow).sum()),
                known ? figure(expected.leastArenaBytes()) : ""));
        String data = expected.rows().map(r -> figure(r * expected.dataBytesPerRow())).orElse("");
        rows.add(row("data", "", figure(expected.dataBytesPerRow()), data));
        table(rows.stream().map(r -> known ? r : r.subList(0, 3)).toList(), 1);
    }

    private String largest() {
        long most = expected.largestBatch();
        if (most >= MemoryMap.ANY_BATCH) {
            return "any batch fits";
        }
        return most == 0
                ? "no batch fits"
                : "largest batch that fits, " + expected.where() + ": " + Text.count(most) + " rows";
    }

    private static String cut(String layer) {
        return layer.length() <= WIDEST_LAYER ? layer : layer.substring(0, WIDEST_LAYER - 1) + "…";
    }

    private static List<String> row(String... cells) {
        return List.of(cells);
    }

    private static String figure(long bytes) {
        return bytes == 0 ? "" : Text.bytes(bytes);
    }

    /** @param words how many columns are words, which stand to the left; the others are numbers */
    private void table(List<List<String>> rows, int words) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(INDENT);
            for (int i = 0; i < columns; i++) {
                String room = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? "" : GAP).append(i < words ? row.get(i) + room : room + row.get(i));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
