package org.dnn.compiler.emit;

import com.palantir.javapoet.JavaFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text of a generated file, laid out as a person would: JavaPoet gives every comment three lines, and every field a blank one. */
public final class JavaText {
    private static final int WIDTH = 120;
    /** From what binds least to what binds most. */
    private static final String OPERATORS = "?:|&+-*/";
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
        return EMPTY_BODY.matcher(chains).replaceAll(") {}").lines()
                .map(line -> isCode(line) ? wrapped(line, " ".repeat(indent(line) + 8)) : line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    /** Comments and texts stay as they are. */
    private static boolean isCode(String line) {
        return !line.contains("//") && !line.contains("\"") && !line.stripLeading().startsWith("*");
    }

    /** A line of code, broken where that tears the least apart. */
    private static String wrapped(String line, String indent) {
        int at = line.length() > WIDTH ? breakPoint(line) : -1;
        return at < 0
                ? line
                : line.substring(0, at) + "\n" + wrapped(indent + line.substring(at).stripLeading(), indent);
    }

    /** The last of the places at which the least is torn apart, and that leave the first part within the width; -1 for none. */
    private static int breakPoint(String line) {
        int depth = 0;
        int best = -1;
        int least = Integer.MAX_VALUE;
        for (int i = indent(line); i < WIDTH; i++) {
            char c = line.charAt(i);
            depth += "([".indexOf(c) >= 0 ? 1 : ")]".indexOf(c) >= 0 ? -1 : 0;
            int tie = tie(line, i);
            int torn = depth * OPERATORS.length() + tie;
            if (tie >= 0 && torn <= least) {
                best = i;
                least = torn;
            }
        }
        return best;
    }

    /** How much what is before a place and what is behind it belong together; -1 if they must stay so. */
    private static int tie(String line, int at) {
        char before = line.charAt(at - 1);
        boolean chained = line.charAt(at) == '.' && before == ')';
        boolean firstArgument = before == '(' && line.charAt(at) != ')';
        if (chained || firstArgument) {
            return OPERATORS.length() - 1;
        }
        if (line.charAt(at) != ' ' || before == ',') {
            return before == ',' ? 0 : -1;
        }
        if (before == '=' && line.charAt(at - 2) != '=') {
            return OPERATORS.length() / 2;
        }
        int operator = OPERATORS.indexOf(line.charAt(at + 1));
        return operator < 0 || line.charAt(at + 2) != ' ' ? -1 : operator / 2;
    }
}
