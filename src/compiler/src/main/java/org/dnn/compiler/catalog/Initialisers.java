package org.dnn.compiler.catalog;

import static org.dnn.compiler.catalog.Parameter.of;

import java.util.List;
import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.catalog.Arguments.Initialiser;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.catalog.Parameter.Type;
import org.dnn.compiler.catalog.Weight.Fill;

/** The ways to set first weights, by PyTorch's names and formulas ({@code torch.nn.init}). */
final class Initialisers {
    private static final Parameter GAIN = of("gain", Type.REAL, "a factor for the activation that follows")
            .standard(1.0)
            .in(Range.POSITIVE);
    private static final Parameter MODE = of("mode", Type.WORD, "which fan keeps its variance").standard("fan_in")
            .oneOf("fan_in", "fan_out");
    private static final Parameter NONLINEARITY = of("nonlinearity", Type.WORD, "the activation that follows")
            .standard("relu").oneOf("relu", "linear", "tanh", "sigmoid", "selu", "leaky_relu");

    static final List<Entry> ALL = List.of(
            Entry.of(Group.INITIALISER, "uniform", "Uniform between two numbers.",
                    of("from", Type.REAL, "the lowest").byPosition().standard(0.0),
                    of("to", Type.REAL, "the highest").byPosition().standard(1.0)),
            Entry.of(Group.INITIALISER, "normal", "Normal.",
                    of("mean", Type.REAL, "the mean").byPosition().standard(0.0),
                    of("std", Type.REAL, "the standard deviation").byPosition().standard(1.0).in(Range.NOT_NEGATIVE)),
            Entry.of(Group.INITIALISER, "constant", "All the same.",
                    of("value", Type.REAL, "the number").byPosition()),
            Entry.of(Group.INITIALISER, "xavier_uniform",
                    "Uniform, variance 2 / (fan in + fan out) (Glorot and Bengio 2010).",
                    GAIN).alsoKnownAs("glorot_uniform"),
            Entry.of(Group.INITIALISER, "xavier_normal",
                    "Normal, variance 2 / (fan in + fan out) (Glorot and Bengio 2010).",
                    GAIN).alsoKnownAs("glorot_normal"),
            Entry.of(Group.INITIALISER, "kaiming_uniform", "Uniform, variance gain² / fan (He et al. 2015).", MODE,
                    NONLINEARITY).alsoKnownAs("he_uniform"),
            Entry.of(Group.INITIALISER, "kaiming_normal", "Normal, variance gain² / fan (He et al. 2015).", MODE,
                    NONLINEARITY).alsoKnownAs("he_normal"),
            Entry.of(Group.INITIALISER, "orthogonal", "Orthogonal rows or columns (Saxe et al. 2013).", GAIN));

    private Initialisers() {}

    /** What an initialiser is for a weight with these fans. */
    static Fill fill(Initialiser initialiser, long fanIn, long fanOut) {
        Arguments a = initialiser.arguments();
        return switch (initialiser.entry().name()) {
            case "uniform" -> new Fill.Uniform(a.real("from"), a.real("to"));
            case "normal" -> new Fill.Normal(a.real("mean"), a.real("std"));
            case "constant" -> new Fill.Constant(a.real("value"));
            case "xavier_uniform" -> symmetric(a.real("gain") * Math.sqrt(6.0 / (fanIn + fanOut)));
            case "xavier_normal" -> new Fill.Normal(0, a.real("gain") * Math.sqrt(2.0 / (fanIn + fanOut)));
            case "kaiming_uniform" -> symmetric(kaiming(a, fanIn, fanOut) * Math.sqrt(3));
            case "kaiming_normal" -> new Fill.Normal(0, kaiming(a, fanIn, fanOut));
            case "orthogonal" -> new Fill.Orthogonal(a.real("gain"));
            default -> throw new CompilerBug("catalog", "no formula for " + initialiser.entry().name());
        };
    }

    static Fill symmetric(double bound) {
        return new Fill.Uniform(-bound, bound);
    }

    private static double kaiming(Arguments a, long fanIn, long fanOut) {
        return gain(a.word("nonlinearity")) / Math.sqrt(a.word("mode").equals("fan_in") ? fanIn : fanOut);
    }

    /** PyTorch's {@code calculate_gain}. */
    private static double gain(String nonlinearity) {
        return switch (nonlinearity) {
            case "linear", "sigmoid" -> 1;
            case "tanh" -> 5.0 / 3;
            case "relu" -> Math.sqrt(2);
            case "leaky_relu" -> Math.sqrt(2 / (1 + 0.01 * 0.01));
            case "selu" -> 3.0 / 4;
            default -> throw new CompilerBug("catalog", "no gain for " + nonlinearity);
        };
    }
}
