package org.dnn.compiler.emit;

/** Text of a user in a Javadoc comment: nothing in it ends the comment or is taken for a tag. */
final class JavadocText {
    private JavadocText() {}

    static String of(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("*/", "*&#47;")
                .replace("@", "&#64;").replace("\\u", "&#92;u").replace("{", "&#123;").replace("}", "&#125;");
    }
}
