package org.dnn.compiler.catalog;

import static org.dnn.compiler.catalog.Parameter.of;

import java.util.List;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.catalog.Parameter.Type;

/** Sources, splits, transforms of columns, and metrics. */
final class DataEntries {
    private static final Parameter TRAIN = of("train", Type.PART, "what is trained on");
    private static final Parameter VALIDATION = of("validation", Type.PART, "what is watched while training")
            .standard("none");
    private static final Parameter TEST = of("test", Type.PART, "what is tested on; the rest where not given")
            .standard("none");
    private static final Parameter AVERAGE = of("average", Type.WORD,
            "over the classes, or over the rows; of the true class for bools").standard("macro")
            .oneOf("macro", "micro");

    static final List<Entry> SOURCES = List.of(
            Entry.of(Group.SOURCE, "generate", "Rows made up by the formulas of the columns.",
                    of("rows", Type.WHOLE, "how many").in(Range.atLeast(1))),
            Entry.of(Group.SOURCE, "csv", "A text file with a header line.",
                    of("file", Type.TEXT, "its name").byPosition(),
                    of("separator", Type.TEXT, "what stands between fields; found by itself where not given")
                            .standard("")),
            Entry.of(Group.SOURCE, "idx", "Images and labels as the MNIST files have them, plain or gzipped.",
                    of("train_images", Type.TEXT, "images to train on"), of("train_labels", Type.TEXT, "their classes"),
                    of("test_images", Type.TEXT, "images to test on"), of("test_labels", Type.TEXT, "their classes")),
            Entry.of(Group.SOURCE, "mnist", "The MNIST files, fetched once where they are missing."));

    static final List<Entry> SPLITS = List.of(
            Entry.of(Group.SPLIT, "random", "Rows at random, by the seed.", TRAIN, VALIDATION, TEST),
            Entry.of(Group.SPLIT, "stratified", "Rows at random, each class in the same shares.",
                    of("by", Type.WORD, "the column of the class"), TRAIN, VALIDATION, TEST),
            Entry.of(Group.SPLIT, "official",
                    "The parts that the source itself has; validation is cut from the training part.",
                    TRAIN, VALIDATION));

    static final List<Entry> TRANSFORMS = List.of(
            Entry.of(Group.TRANSFORM, "scale", "Times a factor.", of("factor", Type.REAL, "the factor").byPosition()),
            Entry.of(Group.TRANSFORM, "normalize",
                    "(x - mean) / std, given, or of the training split for each channel or all.",
                    of("mean", Type.REAL_OR_REALS, "the mean").standard("learnt"),
                    of("std", Type.REAL_OR_REALS, "the standard deviation").standard("learnt").in(Range.POSITIVE),
                    of("per", Type.WORD, "for what each a mean and deviation is learnt").standard("none")
                            .oneOf("channel", "all")),
            Entry.of(Group.TRANSFORM, "standardize",
                    "(x - mean) / standard deviation, of the training split, for each column."),
            Entry.of(Group.TRANSFORM, "impute",
                    "Fills gaps with the median or mean of the training split, or a number.",
                    of("with", Type.WORD, "median, mean, or a number").byPosition()),
            Entry.of(Group.TRANSFORM, "log1p", "log(1 + x)."));

    static final List<Entry> METRICS = List.of(
            Entry.of(Group.METRIC, "accuracy", "The share of rows that are right.").alsoKnownAs("acc"),
            Entry.of(Group.METRIC, "top_k", "The share of rows whose class is among the k highest.",
                    of("k", Type.WHOLE, "how many").byPosition().in(Range.atLeast(1))),
            Entry.of(Group.METRIC, "precision", "Of what is called a class, the share that is.", AVERAGE),
            Entry.of(Group.METRIC, "recall", "Of what is a class, the share that is called so.", AVERAGE),
            Entry.of(Group.METRIC, "f1", "The harmonic mean of precision and recall.", AVERAGE).alsoKnownAs("f1_score"),
            Entry.of(Group.METRIC, "auc",
                    "The area under the ROC curve: how often a true row scores above a false one.")
                    .alsoKnownAs("auroc", "roc_auc"),
            Entry.of(Group.METRIC, "mae", "The mean of |prediction - target|.").alsoKnownAs("mean_absolute_error"),
            Entry.of(Group.METRIC, "rmse", "The root of the mean of (prediction - target)²."),
            Entry.of(Group.METRIC, "r2", "The share of the target's variance that is predicted.")
                    .alsoKnownAs("r_squared", "r2_score"),
            Entry.of(Group.METRIC, "confusion_matrix", "How often each class is called which.")
                    .alsoKnownAs("confusion"));

    private DataEntries() {}
}
