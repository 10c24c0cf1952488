package org.dnn.compiler.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.dnn.compiler.source.Origin;

/** Writes equations one after the other. Operations on a scalar and a tensor repeat the scalar. */
public final class GraphBuilder {
    /** How the name of a value ends that was derived of another. */
    private static final Pattern DERIVED = Pattern.compile(" (sum|maximum|minimum|exponential|logarithm)$");

    private final Numbering numbering;
    private final List<Equation> equations = new ArrayList<>();
    private final List<Value> parameters = new ArrayList<>();
    private final Map<Variable, Value> reads = new HashMap<>();
    private final List<Store> stores = new ArrayList<>();
    private Origin origin;

    /** Gives out the numbers of values; one for a whole compilation, bodies included. */
    public static final class Numbering {
        private int next;

        public Numbering() {
            this(0);
        }

        public Numbering(int first) {
            this.next = first;
        }

        public int next() {
            return next++;
        }
    }

    public GraphBuilder(Numbering numbering, Origin origin) {
        this.numbering = numbering;
        this.origin = origin;
    }

    public Numbering numbering() {
        return numbering;
    }

    /** From here on, equations come from this place. */
    public void at(Origin place) {
        origin = place;
    }

    public Origin origin() {
        return origin;
    }

    public List<Equation> equations() {
        return List.copyOf(equations);
    }

    /** A parameter of a body. */
    public Value parameter(TensorType type, String name) {
        Value value = new Value(numbering.next(), type, name);
        parameters.add(value);
        return value;
    }

    public Graph body(List<Value> results) {
        return new Graph(parameters, equations, results, List.of());
    }

    public Graph program() {
        return new Graph(parameters, equations, List.of(), stores);
    }

    public void store(Variable variable, Value value) {
        stores.add(new Store(variable, value));
    }

    /** Takes over an equation as it is. */
    public void add(Equation equation) {
        equations.add(equation);
    }

    /** Puts an equation in the place of one that is already there. */
    public void replace(Equation old, Equation replacement) {
        equations.set(equations.indexOf(old), replacement);
    }

    /** Gives a value another name, if one of the equations from {@code from} on defines it. */
    public Value named(Value value, String name, int from) {
        for (int i = equations.size() - 1; i >= from; i--) {
            Equation equation = equations.get(i);
            if (equation.results().equals(List.of(value))) {
                Value renamed = new Value(value.id(), value.type(), name);
                equations.set(i, new Equation(List.of(renamed), equation.op(), equation.operands(), equation.origin()));
                return renamed;
            }
        }
        return value;
    }

    /** Gives the result of the last equation another name, if it is this value. */
    public Value named(Value value, String name) {
        return named(value, name, Math.max(0, equations.size() - 1));
    }

    /** How many equations there are. */
    public int size() {
        return equations.size();
    }

    public Value add(String name, Op op, Value... operands) {
        return addAll(List.of(name), op, List.of(operands)).getFirst();
    }

    /** One equation; a result for each name. */
    public List<Value> addAll(List<String> names, Op op, List<Value> operands) {
        List<TensorType> types = TypeRules.results(op, operands.stream().map(Value::type).toList());
        List<Value> results = IntStream.range(0, types.size())
                .mapToObj(i -> new Value(numbering.next(), types.get(i), names.get(i))).toList();
        equations.add(new Equation(results, op, operands, origin));
        return results;
    }

    public Value constant(double value) {
        return add("constant", new Op.Constant(value));
    }

    public Value constant(double value, TensorType type) {
        return fill(constant(value), type);
    }

    public Value rowCount() {
        return add("rows", new Op.RowCount());
    }

    /** The variable's value; read once, however often it is asked for. */
    public Value read(Variable variable) {
        return reads.computeIfAbsent(variable, v -> add(v.name(), new Op.Read(v)));
    }

    public Value detach(Value x) {
        return add(x.name(), new Op.Detach(), x);
    }

    public Value unary(UnaryFunction function, Value x) {
        return add(switch (function) {
            case EXPONENTIAL, LOGARITHM -> derived(x, function.name());
            default -> x.name();
        }, new Op.Unary(function), x);
    }

    /** A name for what is made of a value: the value's own, without what was derived before, and what is done to it now. */
    private static String derived(Value x, String function) {
        return DERIVED.matcher(x.name()).replaceFirst("") + " " + function.toLowerCase(Locale.ROOT);
    }

    public Value binary(BinaryFunction function, Value a, Value b) {
        TensorType type = a.type().rank() >= b.type().rank() ? a.type() : b.type();
        return add(named(a, b), new Op.Binary(function), fill(a, type), fill(b, type));
    }

    private static String named(Value a, Value b) {
        return a.name().equals("constant") || a.name().equals("rows") ? b.name() : a.name();
    }

    public Value plus(Value a, Value b) {
        return binary(BinaryFunction.ADD, a, b);
    }

    public Value minus(Value a, Value b) {
        return binary(BinaryFunction.SUBTRACT, a, b);
    }

    public Value times(Value a, Value b) {
        return binary(BinaryFunction.MULTIPLY, a, b);
    }

    public Value over(Value a, Value b) {
        return binary(BinaryFunction.DIVIDE, a, b);
    }

    public Value plus(Value a, double b) {
        return plus(a, constant(b));
    }

    public Value minus(double a, Value b) {
        return minus(constant(a), b);
    }

    public Value times(Value a, double b) {
        return times(a, constant(b));
    }

    public Value over(Value a, double b) {
        return over(a, constant(b));
    }

    public Value negate(Value x) {
        return unary(UnaryFunction.NEGATE, x);
    }

    public Value square(Value x) {
        return times(x, x);
    }

    public Value maximum(Value a, double b) {
        return binary(BinaryFunction.MAXIMUM, a, constant(b));
    }

    public Value minimum(Value a, double b) {
        return binary(BinaryFunction.MINIMUM, a, constant(b));
    }

    public Value compare(BinaryFunction comparison, Value a, double b) {
        return binary(comparison, a, constant(b));
    }

    public Value select(Value condition, Value a, Value b) {
        TensorType type = condition.type();
        return add(named(a, b), new Op.Select(), condition, fill(a, type), fill(b, type));
    }

    public Value select(Value condition, Value a, double b) {
        return select(condition, a, constant(b));
    }

    /** A scalar, repeated; any other value as it is. */
    public Value fill(Value x, TensorType type) {
        return x.type().rank() == 0 && type.rank() > 0 ? broadcast(x, type) : x;
    }

    /** The operand's axes become these axes of the result. */
    public Value broadcast(Value x, TensorType type, Integer... axes) {
        return add(x.name(), new Op.Broadcast(type, List.of(axes)), x);
    }

    /** Puts reduced axes back, repeating the value along them. */
    public Value restore(Value reduced, TensorType type, List<Integer> axes) {
        List<Integer> kept = IntStream.range(0, type.rank()).boxed().filter(a -> !axes.contains(a)).toList();
        return add(reduced.name(), new Op.Broadcast(type, kept), reduced);
    }

    public Value reduce(ReduceFunction function, Value x, List<Integer> axes) {
        return axes.isEmpty() ? x : add(derived(x, function.name()), new Op.Reduce(function, axes), x);
    }

    public Value sum(Value x, List<Integer> axes) {
        return reduce(ReduceFunction.SUM, x, axes);
    }

    public Value sumAll(Value x) {
        return sum(x, IntStream.range(0, x.type().rank()).boxed().toList());
    }

    public Value reshape(Value x, TensorType type) {
        return x.type().equals(type) ? x : add(x.name(), new Op.Reshape(type), x);
    }

    public Value transpose(Value x, Integer... order) {
        return add(x.name(), new Op.Transpose(List.of(order)), x);
    }

    public Value slice(Value x, int axis, int start, int size) {
        return size == x.type().size(axis) ? x : add(x.name(), new Op.Slice(axis, start, size), x);
    }

    public Value matMul(Value a, Value b) {
        return add(a.name(), new Op.MatMul(), a, b);
    }

    /** How many elements a value has, as a number known when the step runs. */
    public Value count(TensorType type) {
        Extent elements = type.elements();
        return elements.isConstant()
                ? constant((double) elements.constant())
                : elements.rows() == 1 ? rowCount() : times(rowCount(), (double) elements.rows());
    }
}
