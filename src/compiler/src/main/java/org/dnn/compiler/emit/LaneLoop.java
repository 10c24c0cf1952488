package org.dnn.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import org.dnn.compiler.ir.ReduceFunction;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Statement;

/** One of a nest's loops, at a point of the outer axes, for neighbours with a lane each. */
final class LaneLoop {
    private LaneLoop() {}

    static void into(CodeBlock.Builder code, Kernel.LoopNest nest, NestNames names, Loop loop, VectorTerms terms) {
        for (Statement.Accumulate sum : PlainNest.accumulations(loop)) {
            code.addStatement("$T $L = $L", terms.language().type(), names.local(sum.local()), RuntimeSymbols
                    .code(terms.language().gathering((float) sum.function().identity())));
        }
        int first = nest.outer().size();
        for (int a = 0; a < loop.sizes().size(); a++) {
            terms.language().begin(code, first + a, names.size(loop.sizes().get(a)));
        }
        loop.statements().forEach(s -> statement(code, names, s, terms));
        for (int a = loop.sizes().size() - 1; a >= 0; a--) {
            terms.language().end(code, first + a);
        }
    }

    static void statement(CodeBlock.Builder code, NestNames names, Statement statement, VectorTerms terms) {
        switch (statement) {
            case Statement.Let let -> code.addStatement("$T $L = $L", terms.language().type(),
                    names.local(let.local()), RuntimeSymbols.code(terms.print(let.term())));
            case Statement.Store store -> code.addStatement("$L", RuntimeSymbols.code(
                    terms.language().store(terms.print(store.term()), store.argument(), store.index())));
            case Statement.Accumulate sum -> {
                String name = names.local(sum.local());
                code.addStatement("$L", RuntimeSymbols.code(terms.language().gathered(name,
                        name + "." + operation(sum.function()) + "(" + terms.print(sum.term()) + ")")));
            }
        }
    }

    /** The method of a vector that takes one more term. */
    static String operation(ReduceFunction function) {
        return switch (function) {
            case SUM -> "add";
            case MAXIMUM -> "max";
            case MINIMUM -> "min";
        };
    }
}
