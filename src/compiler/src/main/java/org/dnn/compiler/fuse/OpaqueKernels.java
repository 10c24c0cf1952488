package org.dnn.compiler.fuse;

import java.util.List;
import java.util.stream.Stream;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.ir.Convolution;
import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.ir.Window;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Kernel.ConvolutionKind;
import org.dnn.compiler.kernel.Kernel.Matrix;
import org.dnn.compiler.kernel.Kernel.WindowKind;
import org.dnn.compiler.kernel.Slot;

/** The kernels that are not loop nests. */
final class OpaqueKernels {
    private final Region region;
    private final Clustering clustering;
    private final Storage storage;

    OpaqueKernels(Region region, Clustering clustering, Storage storage) {
        this.region = region;
        this.clustering = clustering;
        this.storage = storage;
    }

    Kernel write(Equation equation) {
        return switch (equation.op()) {
            case Op.MatMul _ -> product(equation);
            case Op.Convolve c -> convolve(equation, ConvolutionKind.FORWARD, c.convolution(), 1);
            case Op.ConvolveInputGradient c -> convolve(equation, ConvolutionKind.INPUT_GRADIENT, c.convolution(),
                    1);
            case Op.ConvolveWeightGradient c -> convolve(equation, ConvolutionKind.WEIGHT_GRADIENT, c.convolution(),
                    c.parts());
            case Op.WindowMaximum w -> slide(equation, WindowKind.MAXIMUM, w.window());
            case Op.WindowMaximumGradient w -> slide(equation, WindowKind.MAXIMUM_GRADIENT, w.window());
            case Op.WindowSum w -> slide(equation, WindowKind.SUM, w.window());
            case Op.WindowSumGradient w -> slide(equation, WindowKind.SUM_GRADIENT, w.window());
            default -> throw new CompilerBug("fuse", "not opaque: " + equation);
        };
    }

    private Kernel convolve(Equation equation, ConvolutionKind kind, Convolution convolution, int parts) {
        return new Kernel.Convolve(equation.result().name(), kind, slots(equation), convolution, parts,
                equation.origin());
    }

    private Kernel slide(Equation equation, WindowKind kind, Window window) {
        return new Kernel.Slide(equation.result().name(), kind, slots(equation), window, equation.origin());
    }

    private List<Slot> slots(Equation equation) {
        return Stream.concat(equation.operands().stream(), equation.results().stream()).map(storage::slot).toList();
    }

    /** A transposed operand is the operand itself with its strides changed about. */
    private Kernel product(Equation equation) {
        Value a = equation.operand(0);
        Value b = equation.operand(1);
        Value storedA = stored(equation, a);
        Value storedB = stored(equation, b);
        List<Slot> slots = Stream.of(storedA, storedB, equation.result()).map(storage::slot).toList();
        return new Kernel.Product(equation.result().name(), slots, matrix(a, storedA), matrix(b, storedB),
                a.type().size(0), b.type().size(1), a.type().size(1), equation.origin());
    }

    private Value stored(Equation user, Value value) {
        return clustering.leaves(user).test(value) ? value : region.untransposed(value);
    }

    private static Matrix matrix(Value value, Value stored) {
        long row = stored.type().elements(1).constant();
        return stored.equals(value) ? new Matrix(row, 1) : new Matrix(1, row);
    }
}
