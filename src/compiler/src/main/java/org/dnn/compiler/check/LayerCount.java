package org.dnn.compiler.check;

import java.util.List;

import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Stage;
import org.dnn.compiler.catalog.Catalog;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.catalog.LayerRule;

/** How many layers with weights, and blocks, an expression names. */
final class LayerCount {
    private final FileScope file;

    LayerCount(FileScope file) {
        this.file = file;
    }

    int in(Expression expression) {
        return switch (expression) {
            case Expression.Chain chain -> in(chain.source()) + in(chain.stages());
            case Expression.Call call -> named(call.callee().text())
                    + call.arguments().stream().mapToInt(a -> in(a.value())).sum();
            case Expression.Reference reference -> named(reference.name().text());
            case Expression.Binary binary -> in(binary.left()) + in(binary.right());
            case Expression.Unary unary -> in(unary.operand());
            case Expression.Conditional c -> Math.max(in(c.whenTrue()), in(c.whenFalse()));
            case Expression.Numeral _,Expression.Text _,Expression.Truth _,Expression.Member _,Expression.Listing _,Expression.Segments _,Expression.Except _,Expression.Stall _,Expression.Missing _ ->
                0;
        };
    }

    int in(List<Stage> stages) {
        return stages.stream().mapToInt(s -> switch (s) {
            case Stage.Apply apply -> apply.name().isPresent() ? 0 : in(apply.function());
            case Stage.Repeat repeat -> in(repeat.stages());
        }).sum();
    }

    private int named(String name) {
        boolean weighted = file.networks.containsKey(name) || Catalog.find(Group.LAYER, name).flatMap(Entry::rule)
                .map(LayerRule::hasWeights).orElse(false);
        return weighted ? 1 : 0;
    }
}
