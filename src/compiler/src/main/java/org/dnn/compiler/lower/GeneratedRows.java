package org.dnn.compiler.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.ast.UnaryOperator;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.ReduceFunction;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.model.Formula;

/** The equations of rows that formulas make up. Truth is a number: 1 for true, 0 for false. */
final class GeneratedRows {
    private final GraphBuilder b;
    private final DataSet data;
    private final Map<String, Value> columns = new HashMap<>();
    private String column = "";
    private int draws;

    GeneratedRows(GraphBuilder builder, DataSet data) {
        this.b = builder;
        this.data = data;
    }

    Graph write() {
        for (ColumnGroup group : data.columns()) {
            b.at(group.origin());
            column = group.name();
            draws = 0;
            int size = group.width();
            TensorType type = type(size);
            Formula formula = group.formula()
                    .orElseThrow(() -> new CompilerBug("lower", "no formula for " + group.name()));
            Value value = sized(value(formula), type);
            columns.put(group.name(), value);
            b.store(new Variable(Variable.Role.OUTPUT, group.name(), type), value);
        }
        return b.program();
    }

    private static TensorType type(int size) {
        return TensorType.of(TensorType.ROWS, size);
    }

    /** One number, repeated where more are wanted. */
    private Value sized(Value value, TensorType type) {
        if (value.type().equals(type)) {
            return value;
        }
        return value.type().rank() == 0
                ? b.fill(value, type)
                : b.broadcast(b.reshape(value, TensorType.of(TensorType.ROWS)), type, 0);
    }

    private Value value(Formula formula) {
        return switch (formula) {
            case Formula.Constant constant -> b.constant(constant.value(), type(1));
            case Formula.Column c -> {
                Value whole = columns.get(c.group());
                if (whole == null) {
                    throw new CompilerBug("lower", c.group() + " is used before it is made");
                }
                yield b.slice(whole, 1, c.from(), c.size());
            }
            case Formula.Draw draw -> draw(draw);
            case Formula.Unary unary -> unary.operator() == UnaryOperator.NEGATE
                    ? b.negate(value(unary.operand()))
                    : b.minus(1, value(unary.operand()));
            case Formula.Binary binary -> {
                TensorType type = type(formula.size());
                yield b.binary(NetworkEquations.function(binary.operator()), sized(value(binary.left()), type),
                        sized(value(binary.right()), type));
            }
            case Formula.Reduce reduce -> reduce(reduce);
            case Formula.Apply apply -> apply(apply);
            case Formula.Choice choice -> {
                TensorType type = type(formula.size());
                yield b.select(sized(value(choice.condition()), type), sized(value(choice.whenTrue()), type),
                        sized(value(choice.whenFalse()), type));
            }
            case Formula.Listing listing -> {
                List<Value> parts = new ArrayList<>();
                listing.elements().forEach(e -> parts.add(value(e)));
                yield parts.size() == 1
                        ? parts.getFirst()
                        : b.add(column, new Op.Concat(1), parts.toArray(Value[]::new));
            }
        };
    }

    /** Uniform; or normal, by Box and Muller (1958) from two uniform numbers. */
    private Value draw(Formula.Draw draw) {
        TensorType type = type(draw.size());
        if (!draw.normal()) {
            return b.plus(b.times(uniform(type), draw.b() - draw.a()), draw.a());
        }
        Value radius = b.unary(UnaryFunction.SQUARE_ROOT,
                b.times(b.unary(UnaryFunction.LOGARITHM, b.minus(1, uniform(type))), -2));
        Value angle = b.unary(UnaryFunction.COSINE, b.times(uniform(type), 2 * Math.PI));
        return b.plus(b.times(b.times(radius, angle), draw.b()), draw.a());
    }

    private Value uniform(TensorType type) {
        String path = data.name() + "." + column + (draws == 0 ? "" : "." + draws);
        draws++;
        return b.add("random", new Op.Uniform(type, path));
    }

    private Value reduce(Formula.Reduce reduce) {
        Value operand = value(reduce.operand());
        Value result = switch (reduce.function()) {
            case "sum" -> b.sum(operand, List.of(1));
            case "mean" -> b.over(b.sum(operand, List.of(1)), operand.type().size(1));
            case "max" -> b.reduce(ReduceFunction.MAXIMUM, operand, List.of(1));
            case "min" -> b.reduce(ReduceFunction.MINIMUM, operand, List.of(1));
            default -> throw new CompilerBug("lower", "no formula for " + reduce.function());
        };
        return b.reshape(result, type(1));
    }

    private Value apply(Formula.Apply apply) {
        Value x = value(apply.operand());
        return switch (apply.function()) {
            case "exp" -> b.unary(UnaryFunction.EXPONENTIAL, x);
            case "log" -> b.unary(UnaryFunction.LOGARITHM, x);
            case "sqrt" -> b.unary(UnaryFunction.SQUARE_ROOT, x);
            case "abs" -> b.unary(UnaryFunction.ABSOLUTE, x);
            case "tanh" -> b.unary(UnaryFunction.TANH, x);
            case "sigmoid" -> b.unary(UnaryFunction.SIGMOID, x);
            case "floor" -> b.unary(UnaryFunction.FLOOR, x);
            default -> throw new CompilerBug("lower", "no formula for " + apply.function());
        };
    }
}
