package org.dnn.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.List;
import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.Term;

/** What vectors of floats, and all that is done with them, are called: terms and statements are written alike for both forms. */
interface VectorLanguage {
    /** What the nest calls its things. */
    NestNames names();

    /** The type of a vector. */
    ClassName type();

    /** A vector that holds one float everywhere. */
    String broadcast(String value);

    /** A vector of zeros. */
    String zero();

    /** The number of an element, which is the same for all neighbours. */
    default String position(Index index) {
        return broadcast("(float) (" + names().place("", index, axes()) + ")");
    }

    /** What an argument holds for neighbours. */
    String neighbours(int argument, Index index);

    /** What an argument holds for all of them. */
    String everywhere(int argument, Index index);

    /** The same as the second operand, which may be a single float. */
    String second(int argument, Index index);

    /** What a column holds for neighbours. */
    String gathered(Term.Gather gather);

    /** What the axes are called. */
    List<String> axes();

    /** Begins a loop over an axis. */
    default void begin(CodeBlock.Builder code, int axis, String size) {
        String name = axes().get(axis);
        code.beginControlFlow("for (int $L = 0; $L < $L; $L++)", name, name, size, name);
    }

    /** Ends it. */
    default void end(CodeBlock.Builder code, int axis) {
        code.endControlFlow();
    }

    /** In what a sum, or an extreme, gathers: what it is before its first term. */
    default String gathering(float first) {
        return broadcast(ScalarTerms.number(first));
    }

    /** The statement by which a local that gathers something becomes another value. */
    default String gathered(String local, String value) {
        return local + " = " + value;
    }

    /** Puts a vector where {@link #neighbours} takes it from. */
    String store(String vector, int argument, Index index);

    /** The class whose methods are the elementary functions. */
    String elementary();

    /** The class whose constants are the comparisons. */
    String comparisons();
}
