package org.dnn.compiler.catalog;

import static org.dnn.compiler.catalog.Parameter.of;

import java.util.List;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.catalog.Parameter.Type;

/** Losses, optimizers and schedules, by PyTorch's names, defaults and formulas. */
final class Learning {
    private static final Parameter REDUCTION = of("reduction", Type.WORD, "what the numbers of all rows become")
            .standard("mean").oneOf("mean", "sum");
    private static final Parameter CLASS_WEIGHTS = of("weight", Type.REALS, "how much each class counts")
            .standard(List.of()).in(Range.NOT_NEGATIVE);
    private static final Parameter LEARNING_RATE = of("lr", Type.REAL, "the learning rate").standard("none")
            .in(Range.POSITIVE);
    private static final Parameter EPS = of("eps", Type.REAL, "added to the denominator").standard(1e-8)
            .in(Range.NOT_NEGATIVE);

    static final List<Entry> LOSSES = List.of(
            loss("mse", "The mean of (prediction - target)².").alsoKnownAs("MSELoss", "mean_squared_error"),
            loss("l1", "The mean of |prediction - target|.").alsoKnownAs("L1Loss"),
            loss("smooth_l1", "Squared below beta, linear above.",
                    of("beta", Type.REAL, "where it becomes linear").standard(1.0).in(Range.NOT_NEGATIVE))
                    .alsoKnownAs("SmoothL1Loss"),
            loss("huber", "Squared below delta, linear above.",
                    of("delta", Type.REAL, "where it becomes linear").standard(1.0).in(Range.POSITIVE))
                    .alsoKnownAs("HuberLoss"),
            loss("bce", "Binary cross-entropy of a probability; logarithms no lower than -100.").alsoKnownAs("BCELoss",
                    "binary_cross_entropy"),
            loss("bce_with_logits", "Binary cross-entropy of the sigmoid of logits.",
                    of("pos_weight", Type.REAL_OR_REALS, "how much true counts").standard(List.of())
                            .in(Range.NOT_NEGATIVE))
                    .alsoKnownAs("BCEWithLogitsLoss"),
            loss("cross_entropy", "-log of the softmax of logits, at the class.",
                    of("smoothing", Type.REAL, "how much of the class is spread over all").standard(0.0)
                            .in(Range.UNIT),
                    CLASS_WEIGHTS).alsoKnownAs("CrossEntropyLoss", "softmax_cross_entropy"),
            loss("nll", "-log probability, at the class.", CLASS_WEIGHTS).alsoKnownAs("NLLLoss"));

    static final List<Entry> OPTIMIZERS = List.of(
            optimizer("SGD", "Gradient descent, with momentum where given.", 0,
                    of("momentum", Type.REAL, "how much of the last step is kept").standard(0.0)
                            .in(Range.NOT_NEGATIVE),
                    of("dampening", Type.REAL, "how much of the gradient momentum leaves out").standard(0.0),
                    of("nesterov", Type.TRUTH, "whether momentum looks ahead").standard(false)).alsoKnownAs("sgd"),
            optimizer("Adam", "Kingma and Ba 2014.", 0, betas(), EPS,
                    of("amsgrad", Type.TRUTH, "whether the largest second moment is used").standard(false))
                    .alsoKnownAs("adam"),
            optimizer("AdamW", "Adam with weight decay apart from the gradient (Loshchilov and Hutter 2017).", 0.01,
                    betas(), EPS,
                    of("amsgrad", Type.TRUTH, "whether the largest second moment is used").standard(false)),
            optimizer("RMSprop", "Hinton's lecture 6e.", 0,
                    of("alpha", Type.REAL, "how slowly the squares follow").standard(0.99).in(Range.NOT_NEGATIVE), EPS,
                    of("momentum", Type.REAL, "how much of the last step is kept").standard(0.0)
                            .in(Range.NOT_NEGATIVE),
                    of("centered", Type.TRUTH, "whether the variance is used instead").standard(false)),
            optimizer("Adagrad", "Duchi et al. 2011.", 0,
                    of("lr_decay", Type.REAL, "how fast the learning rate falls").standard(0.0)
                            .in(Range.NOT_NEGATIVE),
                    of("initial_accumulator_value", Type.REAL, "the first sum of squares").standard(0.0)
                            .in(Range.NOT_NEGATIVE),
                    of("eps", Type.REAL, "added to the denominator").standard(1e-10).in(Range.NOT_NEGATIVE)));

    private static final Parameter FROM = of("from", Type.REAL, "the first value").in(Range.NOT_NEGATIVE);
    private static final Parameter FACTOR = of("factor", Type.REAL, "what each step multiplies by")
            .in(Range.NOT_NEGATIVE);

    static final List<Entry> SCHEDULES = List.of(
            schedule("constant", "The same throughout.", of("value", Type.REAL, "the value").byPosition()),
            schedule("step", "Times a factor every so often (StepLR).", FROM,
                    of("every", Type.DURATION, "how often"), FACTOR.standard(0.1)).alsoKnownAs("StepLR"),
            schedule("multi_step", "Times a factor at each milestone (MultiStepLR).", FROM,
                    of("at", Type.DURATIONS, "the milestones"), FACTOR.standard(0.1)).alsoKnownAs("MultiStepLR"),
            schedule("exponential", "Times a factor each epoch (ExponentialLR).", FROM, FACTOR)
                    .alsoKnownAs("ExponentialLR"),
            schedule("linear", "In a line from one value to another, each epoch (LinearLR).", FROM,
                    of("to", Type.REAL, "the last value").in(Range.NOT_NEGATIVE),
                    of("over", Type.DURATION, "how long")).alsoKnownAs("LinearLR"),
            schedule("cosine", "Half a cosine from one value to another, each epoch (CosineAnnealingLR).", FROM,
                    of("to", Type.REAL, "the last value").standard(0.0).in(Range.NOT_NEGATIVE),
                    of("over", Type.DURATION, "how long; all epochs where not given").standard("all"))
                    .alsoKnownAs("CosineAnnealingLR"),
            schedule("one_cycle", "Up to the highest value and down to almost nothing, each step (OneCycleLR).",
                    of("max", Type.REAL, "the highest value").in(Range.POSITIVE),
                    of("pct_start", Type.REAL, "the share of steps that go up").standard(0.3).in(Range.UNIT),
                    of("div_factor", Type.REAL, "how far below the highest it starts").standard(25.0)
                            .in(Range.POSITIVE),
                    of("final_div_factor", Type.REAL, "how far below the start it ends").standard(1e4)
                            .in(Range.POSITIVE))
                    .alsoKnownAs("OneCycleLR"),
            schedule("plateau", "Times a factor when a quantity stalls (ReduceLROnPlateau).",
                    of("from", Type.REAL, "the first value; the optimizer's where not given").in(Range.NOT_NEGATIVE)
                            .standard("none"),
                    of("by", Type.METRIC, "the quantity"), FACTOR.standard(0.1),
                    of("patience", Type.DURATION, "how long it may stall"),
                    of("min", Type.REAL, "the lowest value").standard(0.0).in(Range.NOT_NEGATIVE),
                    of("threshold", Type.REAL, "the share by which it must get better").standard(1e-4)
                            .in(Range.NOT_NEGATIVE))
                    .alsoKnownAs("ReduceLROnPlateau"));

    private Learning() {}

    private static Entry loss(String name, String sentence, Parameter... parameters) {
        return Entry.of(Group.LOSS, name, sentence, plus(parameters, REDUCTION));
    }

    private static Entry optimizer(String name, String sentence, double weightDecay, Parameter... parameters) {
        Parameter[] all = plus(parameters, of("weight_decay", Type.REAL, "how much weights shrink")
                .standard(weightDecay).in(Range.NOT_NEGATIVE));
        return Entry.of(Group.OPTIMIZER, name, sentence, plus(all, LEARNING_RATE));
    }

    private static Entry schedule(String name, String sentence, Parameter... parameters) {
        return Entry.of(Group.SCHEDULE, name, sentence, parameters);
    }

    private static Parameter betas() {
        return of("betas", Type.REAL_PAIR, "how slowly the two moments follow").standard(List.of(0.9, 0.999))
                .in(Range.BELOW_ONE);
    }

    private static Parameter[] plus(Parameter[] parameters, Parameter last) {
        Parameter[] all = java.util.Arrays.copyOf(parameters, parameters.length + 1);
        all[parameters.length] = last;
        return all;
    }
}
