package org.dnn.compiler.emit;

import java.util.List;

/** What nothing may be called in CUDA C beside what Java has: its other words, and what {@code dnn.cuh} has. */
final class CudaNames {
    static final List<String> TAKEN = List.of("alignas", "alignof", "and", "asm", "auto", "bitand", "bitor", "bool",
            "char8_t", "compl", "concept", "constexpr", "consteval", "constinit", "decltype", "delete", "explicit",
            "export", "extern", "friend", "inline", "mutable", "namespace", "noexcept", "not", "nullptr", "operator",
            "or", "register", "requires", "signed", "sizeof", "struct", "template", "typedef", "typeid", "typename",
            "union", "unsigned", "using", "virtual", "wchar_t", "xor", "batch", "point", "inner", "firstPoint",
            "allPoints", "element", "uniform", "isNaN", "maximum", "minimum", "sigmoid", "blockSum", "blockMaximum",
            "blockMinimum", "blockIdx", "blockDim", "threadIdx", "gridDim", "multiply", "convolve",
            "convolveInputGradient", "convolveWeightGradient", "windowMaximum", "windowSum", "windowMaximumGradient",
            "windowSumGradient", "sizeOf", "outputAt", "placeOfMaximum", "beginStep", "endStep", "findNotFinite",
            "number", "columns", "columnSum", "columnMaximum", "columnMinimum", "own", "mine", "first", "four",
            "put", "f", "turns", "next",
            "pointBehind", "gridBarrier", "fresh", "advance", "fabsf", "sqrtf", "expf", "expm1f", "logf", "log1pf",
            "tanhf", "erff", "sinf", "cosf",
            "floorf", "fmaf", "main", "index", "exp", "log", "tanh", "sin", "cos", "floor", "erf", "sqrt");

    private CudaNames() {}

    /** Names of which these are taken. */
    static Names free() {
        return new Names(TAKEN.toArray(String[]::new));
    }
}
