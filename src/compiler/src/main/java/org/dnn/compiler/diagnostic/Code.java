package org.dnn.compiler.diagnostic;

/**
 * Every kind of diagnostic, under the code by which it can be looked up. Codes are stable: one that is no longer used is
 * not given away again. 01xx text, 02xx shapes and kinds, 03xx names, 04xx settings, 05xx data, 06xx training, 07xx
 * resources, 08xx advice, 09xx not built yet.
 */
public enum Code {
    UNEXPECTED_TEXT("DNN0101", Severity.ERROR), UNCLOSED("DNN0102", Severity.ERROR), BAD_NUMBER("DNN0103",
            Severity.ERROR), STAGE_AFTER_OPERATOR("DNN0104", Severity.ERROR);

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
