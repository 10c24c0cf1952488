package org.dnn.cli;

import java.util.regex.Pattern;

/**
 * Everything that can be set from outside, as {@code -Ddnn.name=value}, in the plugin and in the command alike. The only
 * list: what is not here is an error, and {@code dnn help settings} prints it.
 */
enum Setting {
    TRAIN("train", "NAME", Value.TEXT, "The train block to train or to test."),

    PARAM("param.*", "VALUE", Value.TEXT, "Gives a param declaration its value, as in -Ddnn.param.width=32."),

    DEVICE("device", "auto|cpu|cuda|cuda(N)", Value.TEXT, "Where to compute, instead of what the file says."),

    THREADS("threads", "NUMBER", Value.FROM_ONE,
            "How many threads the CPU works with, otherwise two where it has them; the results do not depend on it."),

    SEED("seed", "NUMBER", Value.FROM_ZERO, "The seed of the training, instead of the file's."),

    INITIAL("initial", "FILE", Value.TEXT, "A weights file to begin with, instead of random weights."),

    ORDER("order", "seeded|stored", Value.ORDER,
            "The order of the rows in an epoch: by seed and epoch, or as they are stored; otherwise seeded."),

    EPOCHS("epochs", "NUMBER", Value.FROM_ONE, "How many epochs to train, instead of what the file says."),

    DATA("data", "FOLDER", Value.TEXT,
            "Where data files are looked for that do not lie beside the .dnn file, otherwise ~/.cache/dnn/data."),

    CACHE("cache", "FOLDER", Value.TEXT,
            "Where kernels for a GPU are kept once they are compiled, otherwise ~/.cache/dnn/kernels."),

    RUNS("runs", "FOLDER", Value.TEXT, "Where each training leaves its model, curves and report, otherwise runs."),

    WEIGHTS("weights", "FILE", Value.TEXT,
            "The saved model to test, otherwise the latest one: runs/NAME/latest/model.safetensors."),

    CHECKPOINT_SECONDS("checkpointSeconds", "NUMBER", Value.FROM_ZERO,
            "How many seconds at least lie between two checkpoints that nobody asked for, otherwise 10."),

    RESUME("resume", "true|false", Value.FLAG, "Goes on with the latest run of the train block."),

    SOURCE_DIRECTORY("sourceDirectory", "FOLDER", Value.TEXT, "Where the .dnn files are, otherwise src/main/dnn."),

    FORM("form", "machine|vector|plain", Value.FORM,
            "Which form of the kernels the CPU runs, otherwise the fastest; the results do not depend on it."),

    WITHOUT("without", "PASS,...", Value.TEXT,
            "Leaves these passes of the compiler out; the results do not depend on it."),

    DUMP("dump", "STAGE,...", Value.TEXT,
            "Prints what these stages made: tree, model, lowered, ir, kernels, plan, layers; parameters before training."),

    BLESS("bless", "true|false", Value.FLAG,
            "Writes the golden files of dnn's own tests instead of comparing them."),

    STACKTRACE("stacktrace", "true|false", Value.FLAG, "Prints the stack trace of what went wrong.");

    /** What settings of this project's own begin with. */
    static final String PREFIX = "dnn.";
    /** What values for {@code param} declarations begin with, behind {@link #PREFIX}. */
    static final String PARAMETER_PREFIX = "param.";

    private final String key;
    private final String placeholder;
    private final Value value;
    private final String sentence;

    Setting(String key, String placeholder, Value value, String sentence) {
        this.key = key;
        this.placeholder = placeholder;
        this.value = value;
        this.sentence = sentence;
    }

    /** The name without the prefix, such as {@code seed}. */
    String key() {
        return key;
    }

    /** The name as it is written, such as {@code -Ddnn.seed}. */
    String option() {
        return "-D" + PREFIX + key;
    }

    /** What stands for the value in the list of settings. */
    String placeholder() {
        return placeholder;
    }

    Value value() {
        return value;
    }

    String sentence() {
        return sentence;
    }

    /** What a value must look like. Names are left to those who know what there is. */
    enum Value {
        TEXT(".+", "a value"), FLAG("true|false", "true or false"), ORDER("seeded|stored",
                "seeded or stored"), FORM("machine|vector|plain", "machine, vector or plain"), FROM_ZERO(
                        "[0-9](_?[0-9]){0,17}",
                        "a whole number from 0"), FROM_ONE("(?=.*[1-9])[0-9](_?[0-9]){0,8}", "a whole number from 1");

        private final Pattern pattern;
        private final String expected;

        Value(String pattern, String expected) {
            this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
            this.expected = expected;
        }

        boolean accepts(String text) {
            return pattern.matcher(text).matches();
        }

        /** In words. */
        String expected() {
            return expected;
        }
    }
}
