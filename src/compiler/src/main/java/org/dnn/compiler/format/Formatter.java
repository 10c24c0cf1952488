package org.dnn.compiler.format;

import java.util.ArrayList;
import java.util.List;

import org.dnn.compiler.diagnostic.Diagnostics;
import org.dnn.compiler.parse.Parser;
import org.dnn.compiler.parse.Piece;
import org.dnn.compiler.source.SourceFile;

/** Lays a file out as all files are laid out. */
public final class Formatter {
    private Formatter() {}

    /**
     * The text of the file in its canonical layout; unchanged where it has syntax errors. Words, comments and the places
     * where lines end are kept; spaces, indentation and the columns of settings are made anew, runs of empty lines become
     * one. The result means the same, and is its own canonical layout. Line ends are those of the file's first line.
     */
    public static String format(SourceFile file) {
        Diagnostics diagnostics = new Diagnostics();
        Parser.parse(file, diagnostics);
        if (diagnostics.hasErrors()) {
            return file.text();
        }
        List<Line> lines = LineBreaker.lines(Piece.of(file));
        Tables.lay(lines);
        List<PrintedLine> printed = new ArrayList<>(new Indentation().print(lines));
        PrintedLine.align(printed);
        return join(printed, lineEnd(file.text()));
    }

    private static String join(List<PrintedLine> lines, String lineEnd) {
        StringBuilder text = new StringBuilder();
        for (PrintedLine line : lines) {
            if (line.afterBlank()) {
                text.append(lineEnd);
            }
            text.append(line.text()).append(lineEnd);
        }
        return text.toString();
    }

    private static String lineEnd(String text) {
        int end = text.indexOf('\n');
        return end > 0 && text.charAt(end - 1) == '\r' ? "\r\n" : "\n";
    }
}
