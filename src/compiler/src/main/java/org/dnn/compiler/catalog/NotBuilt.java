package org.dnn.compiler.catalog;

import java.util.Set;

/** What the language has words for and the compiler does not build yet. The list only shrinks. */
public final class NotBuilt {
    public static final Set<String> LAYERS = Set.of("Identity", "Bilinear", "Conv1d", "Conv3d", "ConvTranspose1d",
            "ConvTranspose2d", "ConvTranspose3d", "MaxPool1d", "MaxPool3d", "AvgPool1d", "AvgPool3d",
            "AdaptiveMaxPool2d", "LPPool2d", "global_max_pool", "ZeroPad2d", "ReflectionPad2d", "ReplicationPad2d",
            "RMSNorm", "GroupNorm", "InstanceNorm", "LocalResponseNorm", "RNN", "LSTM", "GRU", "Embedding",
            "MultiheadAttention", "TransformerEncoderLayer", "TransformerDecoderLayer", "Dropout1d", "Dropout2d",
            "Dropout3d", "AlphaDropout", "PixelShuffle", "Upsample", "Unflatten", "reshape", "transpose", "split",
            "slice", "matmul", "squareplus", "snake", "swiglu", "geglu", "reglu", "sparsemax");
    public static final Set<String> LOSSES = Set.of("poisson_nll", "gaussian_nll", "kl_div", "hinge_embedding",
            "multilabel_margin", "soft_margin", "multilabel_soft_margin", "cosine_embedding", "margin_ranking",
            "multi_margin", "triplet_margin", "ctc", "focal", "dice", "tversky", "log_cosh", "mape", "msle", "quantile",
            "nt_xent", "contrastive", "hinge", "squared_hinge");
    public static final Set<String> OPTIMIZERS = Set.of("Adamax", "NAdam", "RAdam", "Adadelta", "Adafactor", "Rprop",
            "ASGD", "LBFGS", "Muon", "Lion", "LAMB", "LARS", "AdaBelief", "Ftrl", "ScheduleFree");
    public static final Set<String> SCHEDULES = Set.of("warm_restarts", "cyclic", "polynomial", "inverse_sqrt", "wsd",
            "range_test");
    public static final Set<String> INITIALISERS = Set.of("trunc_normal", "ones", "zeros", "eye", "dirac", "sparse",
            "lecun_normal", "lecun_uniform", "variance_scaling");
    public static final Set<String> TRANSFORMS = Set.of("embed", "pad", "random_crop", "flip_horizontal");
    public static final Set<String> SOURCES = Set.of("cifar10", "parquet", "sql");
    public static final Set<String> METRICS = Set.of("log_loss");
    public static final Set<String> KINDS = Set.of("category");
    public static final Set<String> EXPORTS = Set.of("onnx");
    /** In a data block. */
    public static final Set<String> LINES = Set.of("augment", "one_hot columns of a CSV file");

    private NotBuilt() {}
}
