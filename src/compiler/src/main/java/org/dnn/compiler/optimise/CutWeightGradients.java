package org.dnn.compiler.optimise;

import java.util.List;
import org.dnn.compiler.ir.Convolution;
import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.ReduceFunction;
import org.dnn.compiler.ir.Value;

/**
 * The gradient of few filters is computed of eight parts of the images, and summed. The members of a team then share the
 * images, which are many, and each of them has all filters, which fill its vectors. How many parts there are does not depend
 * on the team, so the bits do not either.
 *
 * <pre>
 *   %2 = convolve_weight_gradient %0 %1      →      %3 = convolve_weight_gradient … parts 8 %0 %1
 *                                                   %2 = reduce sum over axes [0] %3
 * </pre>
 */
final class CutWeightGradients implements Pass {
    private static final int PARTS = 8;
    /** As many filters as fill a member's registers, for two members. */
    private static final int FEW = 128;
    /** Weights, at most: the parts take memory. */
    private static final int MOST_WEIGHTS = 1 << 16;

    @Override
    public Graph run(Graph graph, Numbering numbering) {
        Substitution substitution = new Substitution();
        for (Equation equation : inBodies(graph, numbering).equations()) {
            if (equation.op() instanceof Op.ConvolveWeightGradient gradient && gradient.parts() == 1
                    && pays(gradient.convolution())) {
                Op.ConvolveWeightGradient cut = new Op.ConvolveWeightGradient(gradient.convolution(), PARTS);
                Value parts = new Value(numbering.next(), gradient.convolution().weightType(PARTS),
                        equation.result().name());
                substitution.keep(new Equation(List.of(parts), cut, equation.operands(), equation.origin()));
                substitution.keep(new Equation(equation.results(), new Op.Reduce(ReduceFunction.SUM, List.of(0)),
                        List.of(parts), equation.origin()));
            } else {
                substitution.keep(equation);
            }
        }
        return substitution.finish(graph);
    }

    private static boolean pays(Convolution convolution) {
        return convolution.filters() / convolution.groups() < FEW
                && convolution.weightType().elements().constant() <= MOST_WEIGHTS;
    }
}
