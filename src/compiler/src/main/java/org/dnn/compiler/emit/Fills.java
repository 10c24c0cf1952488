package org.dnn.compiler.emit;

import org.dnn.compiler.catalog.Weight.Fill;

/** How a tensor is set at first, as a call of the runtime's {@code Fill}. */
public final class Fills {
    private Fills() {}

    public static String code(Fill fill) {
        return switch (fill) {
            case Fill.Constant constant -> "constant(" + HostTerms.number(constant.value()) + ")";
            case Fill.Uniform uniform -> "uniform(" + uniform.low() + ", " + uniform.high() + ")";
            case Fill.Normal normal -> "normal(" + HostTerms.number(normal.mean()) + ", " + normal.deviation() + ")";
            case Fill.Orthogonal orthogonal -> "orthogonal(" + orthogonal.gain() + ")";
        };
    }
}
