package org.dnn.compiler.emit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.ir.Extent;
import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.kernel.Statement;
import org.dnn.compiler.kernel.Term;

/**
 * The body of a loop nest's kernel whose threads do four neighbouring points at a time, where there are so many that memory is what
 * they wait for: what lies side by side comes and goes at once.
 */
final class CudaFours {
    private static final int FOUR = 4;

    /** Elements of a thread's four points come from what it has read, others from memory. */
    private static final class Language extends CudaLanguage {
        private final Map<String, String> read;

        /** @param read the elements of four points, by that of the first */
        Language(Map<String, String> read) {
            this.read = read;
        }

        @Override
        public String element(NestNames names, int argument, Index index, List<String> axes) {
            return among(super.element(names, argument, index, axes));
        }

        @Override
        public String gathered(String column, String place, String element) {
            return among(super.gathered(column, place, element));
        }

        private String among(String element) {
            return read.getOrDefault(element, element);
        }
    }

    private final Kernel.LoopNest nest;
    private final NestNames names;
    private final CudaText text;
    private final List<String> axes;

    private CudaFours(Kernel.LoopNest nest, NestNames names, CudaText text) {
        this.nest = nest;
        this.names = names;
        this.text = text;
        this.axes = NestNames.axes(nest, nest.loops().getFirst());
    }

    /** Whether each point stands for itself, neighbours lie side by side, where four are read at once, and there are enough. */
    static boolean fits(Kernel.LoopNest nest, CudaSizes sizes) {
        return nest.loops().size() == 1 && nest.loops().getFirst().sizes().isEmpty() && !nest.outer().isEmpty()
                && nest.outer().getLast() % FOUR == 0 && sizes.points(nest.outer()) >= sizes.foursFrom()
                && nest.terms().allMatch(t -> inFours(nest, t)) && readsFirst(nest.loops().getFirst())
                && nest.loops().getFirst().statements().stream().allMatch(
                        s -> !(s instanceof Statement.Store store) || (goesOn(store.index()) && inFours(store.index())))
                && nest.arguments().stream().allMatch(CudaFours::beginsAtFour);
    }

    private static boolean inFours(Kernel.LoopNest nest, Term term) {
        return switch (term) {
            case Term.Load load -> inFours(load.index());
            case Term.Gather gather -> gather.row().strides().getLast() == 0 && inFours(gather.index())
                    && nest.arguments().get(gather.argument()).buffer().type().elements(1).constant() % FOUR == 0;
            case Term.Position _,Term.Uniform _ -> false;
            case Term.Number _,Term.Local _,Term.Rows _,Term.Unary _,Term.Binary _,Term.Select _ -> true;
        };
    }

    private static boolean goesOn(Index index) {
        return index.strides().getLast() == 1;
    }

    /** The same for all points of the last axis, or side by side, and then from a multiple of four on. */
    private static boolean inFours(Index index) {
        int last = index.strides().size() - 1;
        boolean aligned = index.constant() % FOUR == 0
                && IntStream.range(0, last).allMatch(a -> index.stride(a) % FOUR == 0);
        return index.stride(last) == 0 || (goesOn(index) && aligned);
    }

    /** Buffers do; an element of a stack does where elements are as long. */
    private static boolean beginsAtFour(Slot slot) {
        Extent each = slot.type().elements();
        return slot.turns().isEmpty() || (each.constant() % FOUR == 0 && each.rows() % FOUR == 0);
    }

    /** Whether nothing is read that has been written. */
    private static boolean readsFirst(Loop loop) {
        Set<Integer> written = new HashSet<>();
        for (Statement statement : loop.statements()) {
            if (statement.term().all()
                    .anyMatch(t -> t instanceof Term.Load load && written.contains(load.argument()))) {
                return false;
            }
            if (statement instanceof Statement.Store store) {
                written.add(store.argument());
            }
        }
        return true;
    }

    static void body(Kernel.LoopNest nest, NestNames names, CudaText text) {
        new CudaFours(nest, names, text).write();
    }

    private void write() {
        CudaNest.rows(nest, text);
        text.open("for (int point = 4 * firstPoint(); point < " + CudaNest.count(nest.outer())
                + "; point += 4 * allPoints()) {");
        CudaNest.axes(text, "point", axes, nest.outer());
        ScalarTerms first = new ScalarTerms(ScalarLanguage.CUDA, names, axes, "");
        Map<String, String> read = new LinkedHashMap<>();
        nest.terms().filter(CudaFours::isOfFour).forEach(t -> read.computeIfAbsent(first.print(t), this::read));
        Map<String, String> written = new LinkedHashMap<>();
        ScalarTerms terms = new ScalarTerms(new Language(read), names, axes, "");
        List<String> lines = new ArrayList<>();
        for (Statement statement : nest.loops().getFirst().statements()) {
            String term = terms.print(statement.term());
            lines.add(switch (statement) {
                case Statement.Let let -> "const float " + names.local(let.local()) + " = " + term + ";";
                case Statement.Store store -> written.computeIfAbsent(
                        ScalarLanguage.CUDA.element(names, store.argument(), store.index(), axes),
                        _ -> written(store)) + ".of[f] = " + term + ";";
                case Statement.Accumulate _ -> throw new CompilerBug("emit", "a sum where there is no loop");
            });
        }
        text.line("UNROLL");
        text.open("for (int f = 0; f < 4; f++) {");
        lines.forEach(text::line);
        text.close();
        written.forEach((element, four) -> text.line("put(&" + element + ", " + four + ");"));
        text.close();
    }

    /** Whether a term has a number of its own for each of four points. */
    private static boolean isOfFour(Term term) {
        return (term instanceof Term.Load load && goesOn(load.index()))
                || (term instanceof Term.Gather gather && goesOn(gather.index()));
    }

    /** Reads four elements from one on. */
    private String read(String element) {
        String four = names.further(element.substring(0, element.indexOf('[')) + " four");
        text.line("const Four " + four + " = four(&" + element + ");");
        return four + ".of[f]";
    }

    /** Four elements that will be written together. */
    private String written(Statement.Store store) {
        String four = names.further("next " + names.argument(store.argument()));
        text.line("Four " + four + ";");
        return four;
    }
}
