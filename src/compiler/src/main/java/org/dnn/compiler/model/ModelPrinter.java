package org.dnn.compiler.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Weight;
import org.dnn.compiler.source.Origin;

/**
 * What a file means, as text: names resolved, defaults filled in, every type and every weight.
 *
 * <pre>
 * train CubeAdam   // cube.dnn:36
 *   network CubeWide -> y: [3]
 *     %0: [3] = columns x
 *     %1: [16] = Linear(features: 16, bias: true) %0   // cube.dnn:20
 *       linear1.weight [16, 3] Uniform[low=-0.57, high=0.57]
 * </pre>
 */
public final class ModelPrinter {
    private final StringBuilder out = new StringBuilder();

    private ModelPrinter() {}

    public static String print(Program program) {
        ModelPrinter printer = new ModelPrinter();
        program.data().forEach(printer::data);
        program.trainings().forEach(printer::training);
        return printer.out.toString();
    }

    private void line(int depth, String text) {
        out.append("  ".repeat(depth)).append(text).append('\n');
    }

    private static String at(Origin origin) {
        return "   // " + origin.line();
    }

    private void data(DataSet data) {
        line(0, "data " + data.name() + at(data.origin()));
        line(1, "seed " + data.seed());
        line(1, switch (data.source()) {
            case DataSet.Source.Generated generated -> "source generated, " + generated.rows() + " rows";
            case DataSet.Source.Csv csv -> "source csv \"" + csv.file() + "\""
                    + (csv.separator().isEmpty() ? "" : " separated by \"" + csv.separator() + "\"");
            case DataSet.Source.Idx idx -> "source idx " + List.of(idx.trainImages(), idx.trainLabels(),
                    idx.testImages(), idx.testLabels()) + (idx.download() ? ", downloaded if missing" : "");
        });
        data.columns().forEach(this::columns);
        data.ignored().forEach(i -> line(1, "ignore " + i));
        DataSet.Split split = data.split();
        line(1, "split " + word(split.method()) + (split.by().isEmpty() ? "" : " by " + split.by()) + part("train",
                split.train()) + part("validation", split.validation()) + part("test", split.test()));
    }

    private static String part(String name, DataSet.Part part) {
        return switch (part) {
            case DataSet.Part.Share share -> ", " + name + " " + share.of();
            case DataSet.Part.Count count -> ", " + name + " " + count.rows() + " rows";
            case DataSet.Part.Rest _ -> "";
        };
    }

    private void columns(ColumnGroup group) {
        String names = group.names().stream().map(ColumnGroup.ColumnName::name).collect(Collectors.joining(", "));
        line(1, (group.input() ? "input " : "target ") + names + ": " + group.kind() + group.shape()
                + (group.bytes() ? " bytes" : "") + (group.optional() ? " optional" : "") + group.formula()
                        .map(f -> " = " + FormulaText.of(f)).orElse("")
                + at(group.origin()));
        group.transforms().forEach(t -> line(2, "-> " + call(t.entry(), t.arguments())));
    }

    private void training(Training training) {
        line(0, "train " + training.name() + at(training.origin()));
        Network network = training.network();
        line(1, "network " + network.name() + " -> " + network.outputName() + ": " + network.outputType());
        nodes(network.nodes(), 2);
        line(2, "output %" + network.output());
        Training.Loss loss = training.loss();
        line(1, "loss " + call(loss.entry(), loss.arguments()) + " with " + part(loss.target()));
        Training.Optimizer optimizer = training.optimizer();
        line(1, "optimizer " + call(optimizer.entry(), optimizer.arguments()));
        line(2, "learning rate " + schedule(optimizer.learningRate()));
        optimizer.momentum().ifPresent(m -> line(2, "momentum " + schedule(m)));
        line(2, "weight decay " + schedule(optimizer.weightDecay())
                + (optimizer.exempt().isEmpty() ? "" : " except " + optimizer.exempt()));
        training.clip().ifPresent(c -> line(1, "clip by " + (c.byNorm() ? "norm " : "value ") + c.limit()));
        line(1, "epochs " + training.epochs() + ", batch " + (training.batch() == 0 ? "all" : training.batch())
                + ", seed " + training.seed() + ", device " + training.device());
        training.metrics().forEach(m -> line(1, "metric " + m.name() + " = " + call(m.entry(), m.arguments())));
        control(training);
    }

    private void control(Training training) {
        for (Training.Checkpoint checkpoint : training.checkpoints()) {
            line(1, switch (checkpoint) {
                case Training.Checkpoint.Best best -> "checkpoint the best " + best.keep() + " by " + best.by();
                case Training.Checkpoint.Every every -> "checkpoint every " + every.every();
            });
        }
        training.stop().ifPresent(s -> line(1, "stop when " + s.by() + " stalls for " + s.patience()));
        for (Training.Requirement requirement : training.requirements()) {
            line(1, "require " + switch (requirement) {
                case Training.Requirement.Memory memory -> "memory " + (memory.orEqual() ? "<= " : "< ")
                        + memory.bytes() + " bytes";
                case Training.Requirement.Measured m -> m.quantity() + " " + m.comparison() + " " + m.limit();
            });
        }
        if (!training.export().isEmpty()) {
            line(1, "export \"" + training.export() + "\"");
        }
    }

    private void nodes(List<Node> nodes, int depth) {
        for (Node node : nodes) {
            line(depth, "%" + node.id() + ": " + node.type() + " = " + operation(node) + at(node.origin()));
            switch (node) {
                case Node.Layer layer -> layer.weights().forEach(w -> line(depth + 1, weight(layer, w)));
                case Node.Repeat repeat -> {
                    nodes(List.of(repeat.turn()), depth + 1);
                    nodes(repeat.body(), depth + 1);
                    line(depth + 1, "result %" + repeat.result());
                }
                case Node.Input _,Node.Turn _,Node.Combine _,Node.Scale _ -> {
                    /* The line says it all. */
                }
            }
        }
    }

    private static String weight(Node.Layer layer, Weight weight) {
        return layer.path() + "." + weight.name() + " " + weight.shape() + " " + weight.fill()
                + (weight.trained() ? "" : ", not trained");
    }

    private static String operation(Node node) {
        return switch (node) {
            case Node.Input input -> "columns " + input.columns().stream().map(ModelPrinter::part)
                    .collect(Collectors.joining(", "));
            case Node.Turn _ -> "turn";
            case Node.Layer layer -> call(layer.entry(), layer.arguments()) + layer.operands().stream()
                    .map(o -> " %" + o).collect(Collectors.joining());
            case Node.Combine combine -> "%" + combine.left() + " " + combine.operator().symbol() + " %"
                    + combine.right();
            case Node.Scale scale -> scale.numberFirst()
                    ? scale.number() + " " + scale.operator().symbol() + " %" + scale.tensor()
                    : "%" + scale.tensor() + " " + scale.operator().symbol() + " " + scale.number();
            case Node.Repeat repeat -> "repeat " + repeat.count() + " from %" + repeat.operand();
        };
    }

    private static String part(Node.ColumnPart part) {
        boolean all = part.from() == 0 && part.count() == part.group().storedShape().stream().reduce(1,
                Math::multiplyExact);
        return part.group().name() + (all ? "" : "[" + part.from() + " to " + (part.from() + part.count() - 1) + "]");
    }

    private static String schedule(Schedule schedule) {
        return switch (schedule) {
            case Schedule.Constant constant -> Double.toString(constant.value());
            case Schedule.Pieces pieces -> pieces.pieces().stream().map(p -> p.curve() + " from " + p.from() + " to "
                    + p.to() + p.over().map(d -> " over " + d).orElse("")).collect(Collectors.joining(", then "));
            case Schedule.Named named -> call(named.entry(), named.arguments());
        };
    }

    private static String call(Entry entry, Arguments arguments) {
        return entry.name() + (arguments.values().isEmpty()
                ? ""
                : arguments.values().entrySet().stream().map(ModelPrinter::argument)
                        .collect(Collectors.joining(", ", "(", ")")));
    }

    private static String argument(Map.Entry<String, Object> argument) {
        Object value = argument.getValue();
        String text = switch (value) {
            case Arguments.Initialiser initialiser -> call(initialiser.entry(), initialiser.arguments());
            case Optional<?> optional -> optional.map(Object::toString).orElse("none");
            default -> value.toString();
        };
        return argument.getKey() + ": " + text;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT);
    }
}
