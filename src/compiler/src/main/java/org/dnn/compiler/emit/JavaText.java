package org.dnn.compiler.emit;

import com.palantir.javapoet.JavaFile;
import java.util.regex.Pattern;

/** The text of a generated file, laid out as a person would: JavaPoet gives every comment three lines, and every field a blank one. */
public final class JavaText {
    private static final Pattern SHORT_COMMENT = Pattern.compile("(?m)^( *)/\\*\\*\\n *\\* ([^@\\n]{1,105})\\n *\\*/$");
    /** A field with a comment of one line, and the blank line that the next one begins behind. */
    private static final Pattern FIELD = Pattern.compile(
            "(?m)^( +/\\*\\* .* \\*/\\n +(?:private|public|protected)[^(){};]*;\\n)\\n(?= +/\\*\\* .* \\*/\\n +(?:private|public|protected)[^(){};]*;$)");
    /** A chain of calls that begins a line each: JavaPoet does not indent them. */
    private static final Pattern CHAINED = Pattern.compile("(?m)^    (\\.\\w+\\()");
    private static final Pattern EMPTY_BODY = Pattern.compile("(?m)\\) \\{\\n *}$");

    private JavaText() {}

    public static String of(JavaFile file) {
        String text = SHORT_COMMENT.matcher(file.toString()).replaceAll("$1/** $2 */");
        String fields = FIELD.matcher(text).replaceAll("$1");
        String chains = CHAINED.matcher(fields).replaceAll("            $1");
        return EMPTY_BODY.matcher(chains).replaceAll(") {}");
    }
}
