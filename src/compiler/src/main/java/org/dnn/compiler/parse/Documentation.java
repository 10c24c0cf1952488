package org.dnn.compiler.parse;

import java.util.List;
import java.util.TreeMap;

import org.dnn.compiler.source.SourceFile;
import org.dnn.grammar.DnnParser;

/** The texts of the {@code ///} lines of a file. */
final class Documentation {
    private final SourceFile file;
    /** Each line that is documentation alone, without the slashes. */
    private final TreeMap<Integer, String> lines = new TreeMap<>();

    Documentation(SourceFile file, List<Lexeme> comments) {
        this.file = file;
        for (Lexeme comment : comments) {
            if (comment.is(DnnParser.Documentation) && comment.startsLine()) {
                String text = comment.getText().substring(3);
                lines.put(file.line(comment.start()),
                        (text.startsWith(" ") ? text.substring(1) : text).stripTrailing());
            }
        }
    }

    /** What stands directly above an offset's line, or "". */
    String above(int offset) {
        int end = file.line(offset);
        int start = end;
        while (lines.containsKey(start - 1)) {
            start--;
        }
        return String.join("\n", lines.subMap(start, end).values());
    }

    /** What stands at the beginning of the file, before an offset; or "". */
    String ofFile(int firstCode) {
        if (lines.isEmpty() || file.lineStart(lines.firstKey()) >= firstCode) {
            return "";
        }
        int end = lines.firstKey();
        while (lines.containsKey(end)) {
            end++;
        }
        return String.join("\n", lines.headMap(end).values());
    }
}
