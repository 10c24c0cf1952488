package org.dnn.compiler.emit;

import org.dnn.compiler.source.Origin;

/** Text of a user in a Javadoc comment: nothing in it ends the comment or is taken for a tag. */
final class JavadocText {
    private JavadocText() {}

    /** What the user says of a declaration, or something else where that is nothing. */
    static String of(String documentation, String otherwise) {
        return of(documentation.isBlank() ? otherwise : documentation.strip());
    }

    /** Its last paragraph: where the declaration stands. */
    static String from(Origin origin) {
        return "\n\n<p>From {@code " + origin.line() + "}.";
    }

    static String of(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("*/", "*&#47;")
                .replace("@", "&#64;").replace("\\u", "&#92;u").replace("{", "&#123;").replace("}", "&#125;");
    }
}
