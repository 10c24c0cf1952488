package org.dnn.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.dnn.compiler.Compiler;
import org.dnn.compiler.Request;
import org.dnn.compiler.ir.BinaryFunction;
import org.dnn.compiler.ir.ReduceFunction;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.kernel.Buffers;
import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.kernel.Statement;
import org.dnn.compiler.kernel.Term;
import org.dnn.compiler.source.Origin;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;
import org.dnn.compiler.source.Span;
import org.dnn.runtime.cpu.MachineNests;
import org.junit.jupiter.api.Test;

/** Which loop nests are machine code, and how they are told apart; then whole programs. */
class MachineNestTest {
    private static final Origin HERE = Origin.of(new Span(new SourceFile("net.dnn", "x"), 0, 1));
    private static final Buffers BUFFERS = new Buffers();

    private static List<Slot> places(int count) {
        return Stream.generate(() -> Slot.of(BUFFERS.temporary("x", TensorType.of(TensorType.ROWS), Optional.empty())))
                .limit(count).toList();
    }

    /** For each row: a term of the first arguments, into the last. */
    private static Kernel.LoopNest map(int arguments, Term term) {
        return new Kernel.LoopNest("x", places(arguments), List.of(TensorType.ROWS), List.of(
                new Loop(List.of(), List.of(new Statement.Store(arguments - 1, row(1), term)))), HERE);
    }

    private static Index row(int axes) {
        return Index.axis(0, axes);
    }

    private static Term load(int argument) {
        return new Term.Load(argument, row(1));
    }

    private static Term all(int arguments) {
        Term term = load(0);
        for (int i = 1; i < arguments; i++) {
            term = new Term.Binary(BinaryFunction.ADD, term, load(i));
        }
        return term;
    }

    /** For each row the largest of so many elements. */
    private static Kernel.LoopNest maximum(int size) {
        Index element = new Index(0, List.of(1L, 128L));
        return new Kernel.LoopNest("x", places(2), List.of(TensorType.ROWS), List.of(
                new Loop(List.of(size), List.of(new Statement.Accumulate(0, "m", ReduceFunction.MAXIMUM,
                        new Term.Load(0, element), Statement.Order.SEQUENTIAL))),
                new Loop(List.of(), List.of(new Statement.Store(1, row(1), new Term.Local(0))))), HERE);
    }

    private static NestNames names(Kernel.LoopNest nest) {
        return new NestNames(nest, Map.of(), _ -> false);
    }

    private static boolean isPossible(Kernel.LoopNest inStrip) {
        return MachineNest.inStrip(inStrip, names(inStrip)).isPresent();
    }

    @Test
    void theLimitIsTheRuntimes() {
        assertEquals(MachineNests.MOST_PARAMETERS, MachineNest.MOST_PARAMETERS);
        assertEquals(MachineNests.MOST_TURNING, MachineNest.MOST_TURNING);
    }

    @Test
    void elementaryFunctionsHaveAFormButSineAndCosine() {
        assertTrue(isPossible(map(2, new Term.Unary(UnaryFunction.TANH, load(0)))));
        for (UnaryFunction function : List.of(UnaryFunction.SINE, UnaryFunction.COSINE)) {
            Kernel.LoopNest nest = map(2, new Term.Unary(UnaryFunction.NEGATE, new Term.Unary(function, load(0))));
            assertTrue(StripNest.vector(nest, names(nest)).isPresent());
            assertFalse(isPossible(nest));
        }
    }

    /** How many rows there are is one of them. */
    @Test
    void thirtyNumbersCanBeTold() {
        assertTrue(isPossible(map(29, all(28))));
        assertFalse(isPossible(map(30, all(29))));
    }

    @Test
    void longLoopsAreNotUnrolled() {
        assertFalse(body(maximum(MachineNest.MOST_STATEMENTS - 1)).contains("nest.repeat("));
        assertEquals("""
                org.dnn.runtime.cpu.NestCode.Argument x = nest.argument();
                org.dnn.runtime.cpu.NestCode.Argument x2 = nest.argument();
                org.dnn.runtime.cpu.NestCode.Argument turns = nest.argument();
                org.dnn.runtime.cpu.Value mValue = nest.variable(Float.NEGATIVE_INFINITY);
                nest.repeat(turns);
                nest.become(mValue, mValue.max(nest.load(x, 128, 0)));
                nest.end();
                nest.store(mValue, x2, 0, 0);
                """, body(maximum(MachineNest.MOST_STATEMENTS)));
    }

    private static String body(Kernel.LoopNest nest) {
        return MachineNest.inStrip(nest, names(nest)).orElseThrow().body().toString();
    }

    @Test
    void innerLoopsAreThoseOfTheAssemblingMethod() {
        Kernel.LoopNest nest = maximum(10);
        assertEquals("""
                org.dnn.runtime.cpu.NestCode.Argument x = nest.argument();
                org.dnn.runtime.cpu.NestCode.Argument x2 = nest.argument();
                org.dnn.runtime.cpu.Value mValue = nest.number(Float.NEGATIVE_INFINITY);
                for (int i = 0; i < 10; i++) {
                  mValue = mValue.max(nest.load(x, 0, i * 128));
                }
                nest.store(mValue, x2, 0, 0);
                """, body(nest));
    }

    /** The place of a row in the batch is not known, that of an element of an unrolled loop is. */
    @Test
    void placesOfUnrolledLoopsAreNumbers() {
        Kernel.LoopNest row = map(1, new Term.Position(row(1)));
        assertFalse(isPossible(row));
        Kernel.LoopNest none = map(1, new Term.Position(Index.constant(3, 1)));
        assertTrue(isPossible(none));
    }

    /** What is told how many elements there are runs for one after the other, and its code knows none of their numbers. */
    @Test
    void whatComputesWithTheNumberOfAnElementIsWrittenOutForEach() {
        Index element = new Index(0, List.of(128L, 1L));
        Kernel.LoopNest nest = new Kernel.LoopNest("x", places(1), List.of(5, TensorType.ROWS), List.of(
                new Loop(List.of(), List.of(new Statement.Store(0, element, new Term.Position(Index.axis(0, 2)))))),
                HERE);
        MachineNest.Written written = MachineNest.inStrip(nest, names(nest)).orElseThrow();
        assertEquals("ofRows", written.begin());
        assertTrue(written.body().toString().contains("nest.store(nest.number((float) (i)), x, 0, i * 128)"),
                written.body().toString());
    }

    /** Each has a register while the rows are gone through. */
    @Test
    void sevenSumsGatherAtOnce() {
        assertEquals(MachineNests.MOST_SUMS, MachineNest.MOST_SUMS);
        assertTrue(isPossible(sums(MachineNest.MOST_SUMS)));
        assertFalse(isPossible(sums(MachineNest.MOST_SUMS + 1)));
    }

    private static Kernel.LoopNest sums(int count) {
        List<Statement> sums = new ArrayList<>();
        List<Statement> stores = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sums.add(new Statement.Accumulate(i, "s", ReduceFunction.SUM, new Term.Load(0, Index.axis(0, 1)),
                    Statement.Order.LANES_OF_STRIPS));
            stores.add(new Statement.Store(1 + i, Index.constant(0, 0), new Term.Local(i)));
        }
        return new Kernel.LoopNest("x", places(1 + count), List.of(), List.of(
                new Loop(List.of(TensorType.ROWS), sums), new Loop(List.of(), stores)), HERE);
    }

    private static Kernel.LoopNest sum(List<Integer> outer) {
        List<Long> strides = new ArrayList<>(outer.stream().map(_ -> 16L).toList());
        Index lanes = new Index(32, strides);
        strides.add(1L);
        return new Kernel.LoopNest("x", places(2), outer, List.of(
                new Loop(List.of(TensorType.ROWS), List.of(new Statement.Accumulate(0, "s", ReduceFunction.SUM,
                        new Term.Load(0, new Index(0, strides)), Statement.Order.LANES_OF_STRIPS))),
                new Loop(List.of(), List.of(new Statement.Store(1, lanes, new Term.Local(0))))), HERE);
    }

    @Test
    void sumsGatherForAnElementOrForEach() {
        assertTrue(isPossible(sum(List.of())));
        Kernel.LoopNest each = sum(List.of(5));
        MachineNest.Written written = MachineNest.inStrip(each, names(each)).orElseThrow();
        assertEquals("ofElements", written.begin());
        assertTrue(written.body().toString().contains("nest.sum(x2, 16, 32)"), written.body().toString());
        assertFalse(isPossible(sum(List.of(5, 5))));
    }

    /** For each of so many elements: so many sums of rows of 20 neighbours, each into a place of its own. */
    private static Kernel.LoopNest neighbours(int sums, Term term, Statement.Order order) {
        List<Statement> gathered = new ArrayList<>();
        List<Statement> stored = new ArrayList<>();
        for (int i = 0; i < sums; i++) {
            gathered.add(new Statement.Accumulate(i, "s", ReduceFunction.SUM, term, order));
            stored.add(new Statement.Store(i + 1, Index.axis(0, 1), new Term.Local(i)));
        }
        return new Kernel.LoopNest("x", places(sums + 1), List.of(6),
                List.of(new Loop(List.of(TensorType.ROWS, 20), gathered), new Loop(List.of(), stored)), HERE);
    }

    private static Term ofNeighbours() {
        return new Term.Load(0, new Index(0, List.of(20L, 120L, 1L)));
    }

    private static boolean isPossibleAlong(Kernel.LoopNest nest) {
        return MachineNeighbours.along(nest, names(nest)).isPresent();
    }

    /** Each has two registers with vectors of eight lanes. */
    @Test
    void threeSumsGatherOfNeighbours() {
        assertTrue(isPossibleAlong(neighbours(3, ofNeighbours(), Statement.Order.SIXTEEN_LANES)));
        assertFalse(isPossibleAlong(neighbours(4, ofNeighbours(), Statement.Order.SIXTEEN_LANES)));
    }

    @Test
    void whatIsSummedOneAfterTheOtherIsNotInLanes() {
        assertFalse(isPossibleAlong(neighbours(1, ofNeighbours(), Statement.Order.SEQUENTIAL)));
    }

    /** Neighbours lie side by side, and their code knows no places but those. */
    @Test
    void whatHasNoFormAlongNeighbours() {
        for (Term term : List.of(new Term.Load(0, new Index(0, List.of(20L, 120L, 2L))),
                new Term.Position(new Index(0, List.of(1L, 0L, 0L))), new Term.Rows(),
                new Term.Unary(UnaryFunction.SINE, ofNeighbours()))) {
            assertFalse(isPossibleAlong(neighbours(1, term, Statement.Order.SIXTEEN_LANES)), term.toString());
        }
    }

    /** The code would take one for the other. */
    @Test
    void anArgumentLiesAsFarFromElementToElementWhereverItIsUsed() {
        Term both = new Term.Binary(BinaryFunction.ADD, ofNeighbours(),
                new Term.Load(0, new Index(0, List.of(1L, 0L, 0L))));
        assertFalse(isPossibleAlong(neighbours(1, both, Statement.Order.SIXTEEN_LANES)));
    }

    @Test
    void neighboursAreGoneThroughForEachElement() {
        Kernel.LoopNest nest = neighbours(1, ofNeighbours(), Statement.Order.SIXTEEN_LANES);
        MachineNest.Written written = MachineNeighbours.along(nest, names(nest)).orElseThrow();
        assertEquals("ofNeighbours", written.begin());
        assertEquals(List.of("to - from", "20", "rows", "x + from * 20", "x2 + from"), written.told());
        assertEquals("""
                org.dnn.runtime.cpu.NestCode.Argument neighbours = nest.argument();
                org.dnn.runtime.cpu.NestCode.Argument rows = nest.argument();
                org.dnn.runtime.cpu.NestCode.Argument x = nest.argument(20);
                org.dnn.runtime.cpu.NestCode.Argument x2 = nest.argument(1);
                org.dnn.runtime.cpu.Value sLanes = nest.variable(0f);
                nest.neighbours(neighbours, rows);
                nest.become(sLanes, sLanes.add(nest.load(x, 120, 0)));
                nest.end();
                org.dnn.runtime.cpu.Value s = sLanes.sumOfLanes();
                nest.put(s, x2, 0);
                """, written.body().toString().replace("sValue", "s"));
    }

    private record Sources(String training, String step, String evaluation) {}

    private static Sources sources(String layers) {
        SortedMap<String, String> all = Compiler.compile(new Request(List.of(new SourceFile("net.dnn", """
                data D { source: generate(rows: 64); input x: float[3] = uniform(0, 1); target y: float = sum(x) }
                model M(x: D.x) -> y: [1] { x -> %s }
                train T { model: M(D.x); loss: mse(y, D.y); optimizer: Adam(lr: 0.001); epochs: 1; batch: 32 }
                """.formatted(layers))), Map.of(), Outside.NOTHING, Set.of())).sources();
        return new Sources(Objects.requireNonNull(all.get("net/T.java")),
                Objects.requireNonNull(all.get("net/TStep.java")),
                Objects.requireNonNull(all.get("net/TEvaluation.java")));
    }

    @Test
    void aTrainingHasTheFormInBothProgramsOrInNeither() {
        Sources sources = sources("Linear(16) -> tanh -> Linear(1)");
        assertTrue(sources.step().contains("class Machine extends TStep"), sources.step());
        assertTrue(sources.step().contains("(nests.ofPoints())"), sources.step());
        assertTrue(sources.evaluation().contains("super(place, new TStep.Machine(place))"), sources.evaluation());
        assertTrue(sources.training().contains("case MACHINE -> new TStep.Machine(place)"), sources.training());
        assertTrue(sources.training().contains("machineForms()"), sources.training());
    }

    /** Loops that are too long to be unrolled, one of which looks for the largest. */
    @Test
    void aStripOfManyClassesHasTheForm() {
        Sources sources = sources("Linear(60) -> log_softmax -> Linear(1)");
        assertTrue(sources.step().contains("strips(member"), sources.step());
        assertTrue(sources.step().contains("nest.repeat(turns)"), sources.step());
        assertTrue(sources.training().contains("case MACHINE -> new TStep.Machine(place)"), sources.training());
    }

    @Test
    void aProgramWithoutStripsHasTheFormWhereANestHas() {
        Sources sources = sources("Linear(500) -> relu -> Linear(500) -> Linear(1)");
        assertTrue(sources.step().contains("class Machine extends "), sources.step());
        assertTrue(sources.training().contains("machineForms()"), sources.training());
    }

    /** A softmax's loop over more than sixteen neighbours is one along them: nothing is left that vectors compute. */
    @Test
    void whatIsGatheredOfNeighboursHasTheForm() {
        Sources sources = sources("Linear(500) -> softmax -> Linear(500) -> Linear(1)");
        assertTrue(sources.step().contains("class Machine extends TStep"), sources.step());
        assertTrue(sources.step().contains("softmaxReduce(nests.ofNeighbours())"), sources.step());
        assertTrue(sources.step().contains("Value largest = largestLanes.maxOfLanes();"), sources.step());
        assertTrue(sources.evaluation().contains("super(place, new TStep.Machine(place))"), sources.evaluation());
    }

    /** The number of rows is not known while the nest is assembled; nor is the distance of layers that share a method. */
    @Test
    void whatIsLongIsRepeated() {
        Sources sources = sources("Linear(512) -> relu -> Linear(256) -> relu -> Linear(1)");
        assertTrue(sources.step().contains(".with(from).with(to).with(rows)"), sources.step());
        assertTrue(sources.step().contains("nest.repeat(rows);"), sources.step());
        assertTrue(sources.step().contains(", size, 0)));"), sources.step());
    }
}
