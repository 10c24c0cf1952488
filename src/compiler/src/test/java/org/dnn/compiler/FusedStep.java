package org.dnn.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dnn.compiler.check.Check;
import org.dnn.compiler.diagnostic.Diagnostics;
import org.dnn.compiler.differentiate.Differentiate;
import org.dnn.compiler.fuse.Fuse;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.TrainingGraphs;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.kernel.Buffers;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.KernelProgram;
import org.dnn.compiler.kernel.Step;
import org.dnn.compiler.lower.Lower;
import org.dnn.compiler.optimise.Passes;
import org.dnn.compiler.parse.Parser;
import org.dnn.compiler.plan.Layout;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;

/** The kernels of a training's step, of all rows at once, as they come from the first train block of a file. */
public record FusedStep(KernelProgram program, Buffers buffers, Layout layout) {
    public static FusedStep of(SourceFile file) {
        Diagnostics diagnostics = new Diagnostics();
        TrainingGraphs graphs = Lower.training(Check.check(Parser.parse(file, diagnostics), diagnostics,
                Outside.NOTHING, Map.of()).trainings().getFirst(), new Numbering(), Differentiate::gradients);
        List<Variable> variables = new ArrayList<>(graphs.states().keySet());
        variables.addAll(graphs.hyperparameters().keySet());
        variables.addAll(graphs.reports());
        graphs.step().stores().forEach(s -> variables.add(s.variable()));
        Buffers buffers = new Buffers();
        return new FusedStep(
                Fuse.fuse("Step", Passes.run(graphs.step(), new Numbering(1 << 20), Set.of()), buffers, false), buffers,
                Layout.of(variables));
    }

    /** All kernels, those of repetitions once. */
    public static Stream<Kernel> kernels(List<Step> steps) {
        return steps.stream().flatMap(Step::allKernels);
    }
}
