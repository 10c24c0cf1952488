package org.dnn.compiler.emit;

/** Lines of CUDA C. */
final class CudaText {
    private static final int WIDTH = 120;
    private static final String CONTINUATION = "        ";

    private final StringBuilder text = new StringBuilder();
    private String indent = "";

    /** A line, or several where it is long. */
    void line(String line) {
        int end = WIDTH - indent.length();
        int space = line.startsWith("//") || line.length() <= end ? -1 : line.lastIndexOf(' ', end);
        if (space > CONTINUATION.length()) {
            one(line.substring(0, space));
            line(CONTINUATION + line.substring(space + 1));
        } else {
            one(line);
        }
    }

    /** A comment that ended with a backslash would go on in the next line. */
    private void one(String line) {
        text.append(line.isEmpty() ? "" : indent).append(line).append(line.endsWith("\\") ? ".\n" : "\n");
    }

    /** A line that ends with a brace. */
    void open(String line) {
        line(line);
        indent += "    ";
    }

    void close() {
        indent = indent.substring(4);
        line("}");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
