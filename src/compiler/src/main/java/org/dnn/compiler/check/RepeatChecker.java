package org.dnn.compiler.check;

import java.util.List;
import java.util.Optional;

import org.dnn.compiler.ast.Stage;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.model.Node;
import org.dnn.compiler.type.ValueType;

/**
 * A repetition. Its body is written once, whatever the count; where the first turn changes the shape and no other does, the
 * first turn is written by itself.
 */
final class RepeatChecker {
    private final NetworkChecker network;
    private final Report report;
    private final NodeList nodes;

    RepeatChecker(NetworkChecker network, Report report, NodeList nodes) {
        this.network = network;
        this.report = report;
        this.nodes = nodes;
    }

    Optional<Operand.Tensor> check(Stage.Repeat repeat, Operand.Tensor input, Paths paths) {
        Optional<Integer> count = network.count(repeat.count());
        if (count.isEmpty()) {
            return Optional.empty();
        }
        if (count.get() < 0) {
            report.error(Code.OUT_OF_RANGE, repeat.count().span(), "repeat takes a count from 0, found " + count.get(),
                    "0 leaves the value as it is");
            return Optional.empty();
        }
        return count.get() == 0 ? Optional.of(input) : turns(repeat, input, paths, count.get(), 0);
    }

    /** Turns from the given number on, which all take and give the same type; or the first alone, then the rest. */
    private Optional<Operand.Tensor> turns(Stage.Repeat repeat, Operand.Tensor input, Paths paths, int count,
            int first) {
        NodeList body = nodes.body();
        int turn = body.number();
        ValueType type = input.type();
        Operand.Tensor start = new Operand.Tensor(turn, type, input.span());
        Paths inside = paths.copy();
        Optional<Operand.Tensor> result = stages(network.writingTo(body), repeat.stages(), start, inside.turn("*"));
        if (result.isEmpty()) {
            return Optional.empty();
        }
        boolean sameShape = result.get().type().shape().equals(type.shape());
        if (!sameShape) {
            return first == 0 && count > 0 ? unlike(repeat, input, paths, count) : changes(repeat, type, result.get());
        }
        paths.catchUp(inside);
        ValueType given = result.get().type();
        Node.Turn beginning = new Node.Turn(turn, type, network.origin(repeat.span()));
        int node = nodes.number();
        nodes.nodes().add(new Node.Repeat(node, count, first, input.node(), beginning, body.nodes(),
                result.get().node(), given, network.origin(repeat.span())));
        return Optional.of(new Operand.Tensor(node, given, repeat.span()));
    }

    private Optional<Operand.Tensor> unlike(Stage.Repeat repeat, Operand.Tensor input, Paths paths, int count) {
        Paths inside = paths.copy();
        Optional<Operand.Tensor> one = stages(network, repeat.stages(), input, inside.turn("0"));
        if (one.isEmpty() || count == 1) {
            paths.catchUp(inside);
            return one;
        }
        return turns(repeat, one.get(), paths, count - 1, 1);
    }

    private Optional<Operand.Tensor> changes(Stage.Repeat repeat, ValueType in, Operand.Tensor out) {
        report.add(Diagnostic.of(Code.REPEAT_CHANGES_SHAPE, repeat.span(),
                "each turn of a repeat must give what it takes: it takes " + in.shape() + " and gives "
                        + out.type().shape())
                .label(out.span(), out.type().toString()).help("keep the shape within the repeat"));
        return Optional.empty();
    }

    private static Optional<Operand.Tensor> stages(NetworkChecker checker, List<Stage> stages, Operand.Tensor input,
            Paths paths) {
        Optional<Operand.Tensor> value = Optional.of(input);
        for (Stage stage : stages) {
            value = value.flatMap(v -> checker.stage(stage, v, paths));
        }
        return value;
    }
}
