package org.dnn.compiler.emit;

import java.util.List;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.kernel.Index;

/** What a language calls the things that a scalar term is made of. */
interface ScalarLanguage {
    ScalarLanguage JAVA = new JavaLanguage();
    ScalarLanguage CUDA = new CudaLanguage();

    /** A float, without a fraction where there is none. */
    String number(float value);

    /** An argument's element. */
    String element(NestNames names, int argument, Index index, List<String> axes);

    /** An element of the row of the data that stands at a place of the batch. */
    String gathered(String column, String place, String element);

    /** A random number in [0, 1). */
    String uniform(int stream, String element);

    /** A function's name; not of those that are operators. */
    String function(UnaryFunction function);

    /** A condition. */
    String isNaN(String x);

    /** NaN where one of them is, as in Java. */
    String maximum(String x, String y);

    /** NaN where one of them is, as in Java. */
    String minimum(String x, String y);

    /** Digits and a suffix, which both languages write alike. */
    static String digits(float value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e7f;
        return whole ? Integer.toString((int) value) : Float.toString(value);
    }
}
