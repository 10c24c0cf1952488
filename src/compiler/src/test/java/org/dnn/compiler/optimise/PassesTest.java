package org.dnn.compiler.optimise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import org.dnn.compiler.ir.BinaryFunction;
import org.dnn.compiler.ir.Convolution;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.GraphPrinter;
import org.dnn.compiler.ir.GraphVerifier;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.source.Origin;
import org.dnn.compiler.source.SourceFile;
import org.dnn.compiler.source.Span;
import org.junit.jupiter.api.Test;

/** What each pass does to a small graph, and what it leaves alone; inside repetitions too. */
class PassesTest {
    private static final TensorType PAIR = TensorType.of(2);
    private static final TensorType SQUARE = TensorType.of(2, 2);
    private static final Origin HERE = Origin.of(new Span(new SourceFile("net.dnn", "x"), 0, 1));

    private final Numbering numbering = new Numbering();
    private final GraphBuilder b = new GraphBuilder(numbering, HERE);

    private Value read(String name, TensorType type) {
        return b.read(new Variable(Variable.Role.PARAMETER, name, type));
    }

    private void store(Value value) {
        b.store(new Variable(Variable.Role.BUFFER, "y", value.type()), value);
    }

    private static String text(Graph graph) {
        return GraphPrinter.print(graph).replaceAll(" +// .*", "");
    }

    /** The graph as the pass leaves it. */
    private String after(Pass pass) {
        return text(GraphVerifier.verified(pass.name(), pass.run(b.program(), new Numbering(1000))));
    }

    private void assertLeavesAlone(Pass pass) {
        assertEquals(text(b.program()), after(pass));
    }

    @Test
    void detachmentsDisappear() {
        store(b.minus(read("x", PAIR), b.detach(read("x", PAIR))));
        assertEquals("""
                %0: [2] = read parameter x
                %1: [2] = subtract %0 %0
                store buffer y = %1
                """, after(new RemoveDetachments()));
    }

    @Test
    void withoutDetachmentsNothingDisappears() {
        store(b.negate(read("x", PAIR)));
        assertLeavesAlone(new RemoveDetachments());
    }

    @Test
    void whatNobodyUsesDisappears() {
        Value x = read("x", PAIR);
        b.unary(UnaryFunction.EXPONENTIAL, b.negate(x));
        store(b.negate(x));
        assertEquals("""
                %0: [2] = read parameter x
                %1: [2] = negate %0
                store buffer y = %1
                """, after(new RemoveDeadEquations()));
    }

    @Test
    void whatIsStoredStays() {
        store(b.unary(UnaryFunction.EXPONENTIAL, read("x", PAIR)));
        assertLeavesAlone(new RemoveDeadEquations());
    }

    @Test
    void stacksThatNobodyReadsAreNotKept() {
        GraphBuilder body = new GraphBuilder(numbering, HERE);
        Value carried = body.parameter(PAIR, "turn");
        Value unused = body.parameter(PAIR, "unused");
        Value next = body.negate(carried);
        Value kept = body.plus(carried, unused);
        store(b.addAll(List.of("last", "stack"), new Op.Repeat(3, false, 1, 0, body.body(List.of(next, kept))),
                List.of(read("x", PAIR), read("w", PAIR.stacked(3)))).getFirst());
        assertEquals("""
                %0: [2] = read parameter x
                %1: [2] = repeat 3, 1 carried, 0 shared: %0
                    %2: [2] = parameter   turn
                    %3: [2] = negate %2
                    yield %3
                store buffer y = %1
                """, after(new RemoveDeadEquations()));
    }

    @Test
    void functionsOfConstantsAreConstants() {
        store(b.times(read("x", PAIR), b.minus(2.5, b.constant(1))));
        assertEquals("""
                %0: [2] = read parameter x
                %1: [] = constant 1.0
                %2: [] = constant 2.5
                %3: [] = constant 1.5
                %4: [2] = broadcast to axes [] %3
                %5: [2] = multiply %0 %4
                store buffer y = %5
                """, after(new FoldConstants()));
    }

    /** Their values in single precision are our own polynomials', not the JVM's. */
    @Test
    void exponentialsOfConstantsAreLeftToThePrograms() {
        store(b.unary(UnaryFunction.EXPONENTIAL, b.constant(2)));
        assertLeavesAlone(new FoldConstants());
    }

    @Test
    void whatChangesNothingDisappears() {
        Value x = b.times(read("x", SQUARE), 1);
        Value twice = b.transpose(b.transpose(b.plus(x, 0), 1, 0), 1, 0);
        store(b.negate(b.reshape(b.reshape(twice, TensorType.of(4)), SQUARE)));
        assertEquals(List.of("%7: [2, 2] = negate %0", "store buffer y = %7"),
                after(new SimplifyAlgebra()).lines().filter(l -> l.contains("negate") || l.contains("store")).toList());
    }

    /** {@code x * 0} is not 0 where x is not a number, and a transposition the other way round is one. */
    @Test
    void whatChangesSomethingStays() {
        Value rows = read("x", TensorType.of(2, 3, 4));
        store(b.times(b.transpose(b.transpose(rows, 1, 2, 0), 1, 2, 0), 0));
        assertLeavesAlone(new SimplifyAlgebra());
    }

    @Test
    void theSameIsComputedOnce() {
        Value x = read("x", PAIR);
        store(b.plus(b.unary(UnaryFunction.TANH, x), b.unary(UnaryFunction.TANH, x)));
        assertEquals("""
                %0: [2] = read parameter x
                %1: [2] = tanh %0
                %2: [2] = add %1 %1
                store buffer y = %2
                """, after(new MergeCommonSubexpressions()));
    }

    @Test
    void differentRandomNumbersStayDifferent() {
        Value first = b.add("random", new Op.Uniform(PAIR, "dropout1"));
        store(b.plus(first, b.add("random", new Op.Uniform(PAIR, "dropout2"))));
        assertLeavesAlone(new MergeCommonSubexpressions());
    }

    @Test
    void aProductThatIsUsedTransposedIsComputedSo() {
        store(b.transpose(b.matMul(read("a", SQUARE), read("b", SQUARE)), 1, 0));
        assertEquals("""
                %0: [2, 2] = read parameter a
                %1: [2, 2] = read parameter b
                %2: [2, 2] = matmul %0 %1
                %3: [2, 2] = transpose [1, 0] %1
                %4: [2, 2] = transpose [1, 0] %0
                %5: [2, 2] = matmul %3 %4
                store buffer y = %5
                """, after(new MoveTransposesIntoProducts()));
    }

    @Test
    void aProductThatIsAlsoUsedAsItIsStays() {
        Value product = b.matMul(read("a", SQUARE), read("b", SQUARE));
        store(b.plus(product, b.transpose(product, 1, 0)));
        assertLeavesAlone(new MoveTransposesIntoProducts());
    }

    @Test
    void theBackwardPassAsksTheRectifiersOutput() {
        Value condition = b.compare(BinaryFunction.LESS_OR_EQUAL, read("x", PAIR), 0);
        Value y = b.select(condition, b.constant(0), read("x", PAIR));
        store(b.times(y, b.select(condition, b.constant(0), read("g", PAIR))));
        String asked = after(new TestOutputsOfRectifiers());
        assertEquals(List.of("%3: [2] = less_or_equal %0 %2", "%7: [2] = less_or_equal %6 %5"),
                asked.lines().filter(l -> l.contains("less_or_equal")).toList());
        assertEquals(List.of("%6: [2] = select %3 %5 %0", "%11: [2] = select %7 %10 %9"),
                asked.lines().filter(l -> l.contains("select")).toList());
    }

    /** Of {@code x ≤ 0 ? 1 : x} the output does not say where x was. */
    @Test
    void otherChoicesAreNotAsked() {
        Value condition = b.compare(BinaryFunction.LESS_OR_EQUAL, read("x", PAIR), 0);
        store(b.times(b.select(condition, b.constant(1), read("x", PAIR)), b.select(condition, read("g", PAIR), 0)));
        assertLeavesAlone(new TestOutputsOfRectifiers());
    }

    /** NaN is not less than anything, and stays. */
    @Test
    void gradientsThatVanishAreZero() {
        TensorType rows = TensorType.of(TensorType.ROWS, 3);
        Value x = read("x", rows);
        Value gradient = b.times(read("g", rows), x);
        store(b.matMul(b.transpose(gradient, 1, 0), x));
        store(b.matMul(gradient, read("w", TensorType.of(3, 2))));
        assertEquals("""
                %0: [rows, 3] = read parameter x
                %1: [rows, 3] = read parameter g
                %2: [rows, 3] = multiply %1 %0
                %3: [rows, 3] = absolute %2
                %4: [] = constant 1.0E-30
                %5: [rows, 3] = broadcast to axes [] %4
                %6: [rows, 3] = less %3 %5
                %7: [] = constant 0.0
                %8: [rows, 3] = broadcast to axes [] %7
                %9: [rows, 3] = select %6 %8 %2
                %10: [3, rows] = transpose [1, 0] %9
                %11: [3, 3] = matmul %10 %0
                %12: [3, 2] = read parameter w
                %13: [rows, 2] = matmul %9 %12
                store buffer y = %11
                store buffer y = %13
                """, after(new FlushVanishingGradients()));
    }

    /** However it was transposed, the input of the layer was there first. */
    @Test
    void inputsOfLayersStay() {
        TensorType rows = TensorType.of(TensorType.ROWS, 3);
        Value x = b.unary(UnaryFunction.SIGMOID, read("z", rows));
        Value g = read("g", rows);
        store(b.matMul(b.transpose(x, 1, 0), g));
        store(b.matMul(b.transpose(g, 1, 0), x));
        assertLeavesAlone(new FlushVanishingGradients());
    }

    @Test
    void gradientsOfImagesThatVanishAreZero() {
        Convolution convolution = new Convolution(1, 3, 3, 2, 2, 2, 1, 1, 0, 0, 1, 1, 1);
        Value gradient = b.times(read("g", convolution.outputType()), read("d", convolution.outputType()));
        store(b.add("gradient", new Op.ConvolveWeightGradient(convolution), read("x", convolution.inputType()),
                gradient));
        assertEquals(List.of("%9: [rows, 2, 2, 2] = select %6 %8 %2"),
                after(new FlushVanishingGradients()).lines().filter(l -> l.contains("select")).toList());
    }

    /** A rectifier hands on what it gets or 0, a loss's weight is a multiple of all, and a product with weights is a sum. */
    @Test
    void gradientsThatNothingMadeSmallerStay() {
        TensorType rows = TensorType.of(TensorType.ROWS, 3);
        Value x = read("x", rows);
        Value g = b.matMul(b.times(read("g", rows), x), read("w", TensorType.of(3, 3)));
        Value rectified = b.select(b.compare(BinaryFunction.GREATER, x, 0),
                b.times(g, b.broadcast(read("scale", TensorType.SCALAR), rows)), 0);
        store(b.matMul(b.transpose(rectified, 1, 0), x));
        assertLeavesAlone(new FlushVanishingGradients());
    }

    /** Each value is used twice by the next one: whoever followed every way through them would not come to an end. */
    @Test
    void longSumsAreLookedThroughOnce() {
        TensorType rows = TensorType.of(TensorType.ROWS, 3);
        Value x = read("x", rows);
        Value g = b.matMul(x, read("w", TensorType.of(3, 3)));
        for (int i = 0; i < 10_000; i++) {
            g = b.plus(g, g);
        }
        store(b.matMul(b.transpose(g, 1, 0), x));
        assertLeavesAlone(new FlushVanishingGradients());
    }

    private static final TensorType ROWS = TensorType.of(TensorType.ROWS, 3);

    private void storeWeightGradient(Value gradient) {
        store(b.matMul(b.transpose(gradient, 1, 0), read("x", ROWS)));
    }

    /** A layer's rectifier, before it the layer's weights. */
    private static Value throughALayer(GraphBuilder at, Value gradient, Value mask, Value weight) {
        return at.select(mask, at.matMul(gradient, weight), 0);
    }

    /** The gradient of the loss; then those of some layers, each of which is in a gradient of weights. */
    private void storeThroughLayers(int layers) {
        Value mask = b.compare(BinaryFunction.GREATER, read("x", ROWS), 0);
        Value gradient = read("g", ROWS);
        storeWeightGradient(gradient);
        for (int i = 1; i < layers; i++) {
            gradient = throughALayer(b, gradient, mask, read("w" + i, TensorType.of(3, 3)));
            storeWeightGradient(gradient);
        }
    }

    /** How many values the pass makes 0 where they are small: rectifiers' masks are comparisons of another kind. */
    private long flushed() {
        return after(new FlushVanishingGradients()).lines().filter(line -> line.contains("= less %")).count();
    }

    @Test
    void gradientsOfManyLayersAreZeroWhereTheyVanish() {
        storeThroughLayers(8);
        assertEquals(8, flushed());
    }

    @Test
    void gradientsOfFewLayersStay() {
        storeThroughLayers(7);
        assertLeavesAlone(new FlushVanishingGradients());
    }

    @Test
    void convolutionsAreLayers() {
        storeThroughLayers(7);
        store(weightGradient(new Convolution(1, 3, 3, 2, 2, 2, 1, 1, 0, 0, 1, 1, 1)));
        assertEquals(8, flushed());
    }

    /**
     * Turns of one layer, behind one outside.
     *
     * @param handedOn whether a turn computes the gradient of its weights of what the turn before has handed on
     */
    private void storeTurns(int count, boolean handedOn) {
        Value mask = b.compare(BinaryFunction.GREATER, read("x", ROWS), 0);
        GraphBuilder body = new GraphBuilder(numbering, HERE);
        Value gradient = body.parameter(ROWS, "gradient");
        Value weight = body.parameter(TensorType.of(3, 3), "weight");
        Value sign = body.parameter(mask.type(), "mask");
        Value input = body.parameter(ROWS, "input");
        Value next = throughALayer(body, gradient, sign, weight);
        Value ofWeights = body.matMul(body.transpose(input, 1, 0), handedOn ? gradient : next);
        Op.Repeat repeat = new Op.Repeat(count, true, 1, 3, body.body(List.of(next, ofWeights)));
        Value loss = read("g", ROWS);
        storeWeightGradient(loss);
        store(b.addAll(List.of("gradient", "weights"), repeat,
                List.of(loss, read("w", TensorType.of(3, 3)), mask, read("x", ROWS))).get(1));
    }

    @Test
    void turnsOfARepetitionAreLayers() {
        storeTurns(7, false);
        assertEquals(2, flushed());
    }

    @Test
    void fewTurnsOfARepetitionAreLeftAlone() {
        storeTurns(6, false);
        assertLeavesAlone(new FlushVanishingGradients());
    }

    /** Where it is computed, which takes no loop of its own. */
    @Test
    void whatATurnHandsOnIsZeroWhereItVanishes() {
        storeTurns(7, true);
        assertEquals(2, flushed());
        List<String> lines = after(new FlushVanishingGradients()).lines().map(String::strip).toList();
        assertTrue(lines.contains("%31: [rows, 3] = select %28 %30 %24"), lines::toString);
        assertTrue(lines.contains("yield %31 %33"), lines::toString);
    }

    @Test
    void tablesOfClassesAreNoGradients() {
        storeThroughLayers(7);
        Value called = b.compare(BinaryFunction.EQUAL, read("called", ROWS), 0);
        store(b.matMul(b.transpose(b.compare(BinaryFunction.EQUAL, read("actual", ROWS), 0), 1, 0), called));
        assertLeavesAlone(new FlushVanishingGradients());
    }

    private Value weightGradient(Convolution convolution) {
        return b.add("gradient", new Op.ConvolveWeightGradient(convolution), read("x", convolution.inputType()),
                read("g", convolution.outputType()));
    }

    @Test
    void theGradientOfFewFiltersIsSummedOverParts() {
        store(weightGradient(new Convolution(1, 3, 3, 2, 2, 2, 1, 1, 0, 0, 1, 1, 1)));
        assertEquals(
                """
                        %0: [rows, 1, 3, 3] = read parameter x
                        %1: [rows, 2, 2, 2] = read parameter g
                        %2: [8, 2, 1, 2, 2] = convolve_weight_gradient kernel 2×2 stride 1×1 padding 0×0 dilation 1×1 groups 1 parts 8 %0 %1
                        %3: [2, 1, 2, 2] = reduce sum over axes [0] %2
                        store buffer y = %3
                        """,
                after(new CutWeightGradients()));
    }

    @Test
    void theGradientOfManyFiltersIsLeftAlone() {
        store(weightGradient(new Convolution(1, 3, 3, 128, 2, 2, 1, 1, 0, 0, 1, 1, 1)));
        store(weightGradient(new Convolution(1024, 3, 3, 64, 1, 2, 1, 1, 0, 0, 1, 1, 1)));
        assertLeavesAlone(new CutWeightGradients());
    }

    /** A pass that forgets the bodies of repetitions would leave most of a deep network as it is. */
    @Test
    void passesWorkInsideRepetitions() {
        for (Pass pass : Passes.all()) {
            Graph graph = repeated();
            UnaryOperator<String> body = text -> text.substring(text.indexOf("repeat"), text.indexOf("yield"));
            assertNotEquals(body.apply(text(graph)), body.apply(text(pass.run(graph, new Numbering(1000)))),
                    pass.name());
        }
    }

    /** A body in which there is something to do for each pass. */
    private static Graph repeated() {
        Numbering own = new Numbering();
        GraphBuilder body = new GraphBuilder(own, HERE);
        Value x = body.parameter(SQUARE, "turn");
        Value condition = body.compare(BinaryFunction.LESS_OR_EQUAL, x, 0);
        Value relu = body.select(condition, body.constant(0), x);
        Value masked = body.select(condition, body.constant(0), relu);
        Value product = body.transpose(body.matMul(relu, masked), 1, 0);
        Value scaled = body.times(product, body.plus(body.constant(0.5), 0.5));
        body.unary(UnaryFunction.SINE, x);
        Convolution convolution = new Convolution(1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1);
        Value image = body.broadcast(body.constant(1), convolution.inputType());
        Value gradient = body.add("gradient", new Op.ConvolveWeightGradient(convolution), image,
                body.unary(UnaryFunction.EXPONENTIAL, image));
        Value next = body.times(body.detach(body.negate(scaled)), body.times(body.times(body.negate(scaled), 1),
                body.broadcast(body.reshape(gradient, TensorType.of()), SQUARE)));
        GraphBuilder outer = new GraphBuilder(own, HERE);
        Value first = outer.read(new Variable(Variable.Role.PARAMETER, "x", SQUARE));
        Value last = outer.addAll(List.of("last"), new Op.Repeat(3, false, 1, 0, body.body(List.of(next))),
                List.of(first)).getFirst();
        outer.store(new Variable(Variable.Role.BUFFER, "y", SQUARE), last);
        return outer.program();
    }
}
