package org.dnn.compiler.diagnostic;

/**
 * Every kind of diagnostic, under the code by which it can be looked up. Codes are stable: one that is no longer used is
 * not given away again. 01xx text, 02xx shapes and kinds, 03xx names, 04xx settings, 05xx data, 06xx training, 07xx
 * resources, 08xx advice, 09xx not built yet.
 */
public enum Code {
    /** Something stands where nothing, or something else, can. */
    UNEXPECTED_TEXT("DNN0101", Severity.ERROR),
    /** A bracket is opened and never closed. */
    UNCLOSED("DNN0102", Severity.ERROR),
    /** A number is not written as numbers are. */
    BAD_NUMBER("DNN0103", Severity.ERROR),
    /** An operator follows a stage of a chain. */
    OPERATOR_AFTER_STAGE("DNN0104", Severity.ERROR),
    /** A bracket closes nothing. */
    UNOPENED("DNN0105", Severity.ERROR),
    /** Something is missing. */
    EXPECTED("DNN0106", Severity.ERROR),
    /** Two statements stand on one line without {@code ;}. */
    TWO_STATEMENTS("DNN0107", Severity.ERROR),
    /** A character is not of the language. */
    BAD_CHARACTER("DNN0108", Severity.ERROR),
    /** A string is not closed, or has an unknown escape. */
    BAD_STRING("DNN0109", Severity.ERROR),
    /** A keyword stands where a name should. */
    RESERVED_WORD("DNN0110", Severity.ERROR),
    /** Brackets or operators are nested beyond what is read. */
    TOO_DEEP("DNN0111", Severity.ERROR),
    /** A body has no result, or a value that is neither named nor the last. */
    MISPLACED_RESULT("DNN0112", Severity.ERROR),
    /** A comparison is compared again. */
    CHAINED_COMPARISON("DNN0113", Severity.ERROR),
    /** An {@code if} stands inside a chain or an operation without parentheses. */
    BARE_CONDITIONAL("DNN0114", Severity.ERROR),
    /** Something is written as another language writes it. */
    FOREIGN_NOTATION("DNN0115", Severity.ERROR),
    /** A word looks like a misspelt keyword. */
    MISSPELT_KEYWORD("DNN0116", Severity.ERROR),

    /** An operand does not fit a layer. */
    LAYER_MISMATCH("DNN0201", Severity.ERROR),
    /** A value is not of the shape that is asserted. */
    SHAPE_ASSERTION("DNN0202", Severity.ERROR),
    /** Two values of different shapes are added, or the like. */
    SHAPES_CANNOT_BE_COMBINED("DNN0203", Severity.ERROR),
    /** A loss takes another kind of prediction or target. */
    WRONG_KIND("DNN0204", Severity.ERROR),
    /** A loss compares values of different shapes. */
    LOSS_SHAPES("DNN0205", Severity.ERROR),
    /** As many outputs as there are classes are wanted. */
    OUTPUTS_AND_CLASSES("DNN0206", Severity.ERROR),
    /** What a repetition gives is not what it takes. */
    REPEAT_CHANGES_SHAPE("DNN0207", Severity.ERROR),
    /** A size that is not a whole number above zero. */
    NOT_A_SIZE("DNN0208", Severity.ERROR),
    /** A result is not of the type that the header says. */
    RESULT_TYPE("DNN0209", Severity.ERROR),
    /** An argument is not of the type that the header says. */
    ARGUMENT_TYPE("DNN0210", Severity.ERROR),

    /** Nothing has this name. */
    UNKNOWN_NAME("DNN0301", Severity.ERROR),
    /** Two things have the same name. */
    DUPLICATE_NAME("DNN0302", Severity.ERROR),
    /** A block calls itself. */
    RECURSION("DNN0303", Severity.ERROR),
    /** Something is defined and not used. */
    UNUSED("DNN0304", Severity.WARNING),

    /** A setting, option or argument that does not exist. */
    UNKNOWN_SETTING("DNN0401", Severity.ERROR),
    /** A setting or argument that must be given is not. */
    MISSING_SETTING("DNN0402", Severity.ERROR),
    /** A value of the wrong type. */
    WRONG_VALUE("DNN0403", Severity.ERROR),
    /** A value out of its range. */
    OUT_OF_RANGE("DNN0404", Severity.ERROR),
    /** The same setting twice. */
    DUPLICATE_SETTING("DNN0405", Severity.ERROR),
    /** A unit that does not exist, or does not belong here. */
    WRONG_UNIT("DNN0406", Severity.ERROR),
    /** A constant cannot be computed. */
    NOT_CONSTANT("DNN0407", Severity.ERROR),

    /** A data file is not there. */
    DATA_ABSENT("DNN0501", Severity.NOTE),
    /** A data file is not what it should be. */
    DATA_BROKEN("DNN0502", Severity.ERROR),
    /** A column is not in the file. */
    COLUMN_ABSENT("DNN0503", Severity.ERROR),
    /** A column holds something else. */
    COLUMN_TYPE("DNN0504", Severity.ERROR),
    /** Parts of a split do not add up. */
    SPLIT_SUM("DNN0505", Severity.ERROR),
    /** A split is named that the data do not have. */
    SPLIT_ABSENT("DNN0506", Severity.ERROR),
    /** Sizes of idx files do not fit the columns. */
    IDX_SIZES("DNN0507", Severity.ERROR),

    /** A learning rate in two places, or in none. */
    LEARNING_RATE("DNN0601", Severity.ERROR),
    /** A metric that does not fit the target. */
    METRIC_MISMATCH("DNN0602", Severity.ERROR),
    /** A schedule that does not fit the length of the training. */
    SCHEDULE_LENGTH("DNN0603", Severity.WARNING),

    /** More memory than is allowed. */
    MEMORY("DNN0701", Severity.ERROR),
    /** More memory in one piece than a Java array has. */
    ARENA_REGION("DNN0702", Severity.ERROR),

    /** A bias that batch norm undoes. */
    BIAS_BEFORE_NORM("DNN0801", Severity.WARNING),
    /** Dropout behind the last layer. */
    DROPOUT_LAST("DNN0802", Severity.WARNING),
    /** Two linear layers with nothing between. */
    LINEAR_LINEAR("DNN0803", Severity.WARNING),
    /** Batch norm over one row. */
    NORM_OF_ONE_ROW("DNN0804", Severity.WARNING),

    /** Not built yet. */
    NOT_BUILT("DNN0901", Severity.ERROR);

    private final String text;
    private final Severity severity;

    Code(String text, Severity severity) {
        this.text = text;
        this.severity = severity;
    }

    /** The code as users see it: {@code DNN0203}. */
    public String text() {
        return text;
    }

    public Severity severity() {
        return severity;
    }
}
