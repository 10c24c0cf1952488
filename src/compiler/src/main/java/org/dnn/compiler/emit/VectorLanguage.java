package org.dnn.compiler.emit;

import com.palantir.javapoet.ClassName;
import org.dnn.compiler.kernel.Index;

/** What vectors of floats, and all that is done with them, are called: terms and statements are written alike for both forms. */
interface VectorLanguage {
    /** The type of a vector. */
    ClassName type();

    /** A vector that holds one float everywhere. */
    String broadcast(String value);

    /** A vector of zeros. */
    String zero();

    /** What an argument holds for neighbours. */
    String neighbours(int argument, Index index);

    /** What an argument holds for all of them. */
    String everywhere(int argument, Index index);

    /** The same as the second operand, which may be a single float. */
    String second(int argument, Index index);

    /** Puts a vector where {@link #neighbours} takes it from. */
    String store(String vector, int argument, Index index);

    /** The class whose methods are the elementary functions. */
    String elementary();

    /** The class whose constants are the comparisons. */
    String comparisons();
}
