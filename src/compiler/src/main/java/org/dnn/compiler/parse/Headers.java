package org.dnn.compiler.parse;

import java.util.ArrayList;
import java.util.List;

import org.antlr.v4.runtime.Token;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.grammar.DnnParser;

/**
 * Marks the lexemes with which declarations begin: keywords at the beginning of a line, also within brackets that were
 * left open. A keyword that is misspelt is mended, and one that is missing before what can be nothing but a header is
 * put there, both with a report.
 */
final class Headers {
    private final List<Lexeme> code;
    private final Reports reports;
    private final List<Lexeme> result;

    private Headers(List<Lexeme> code, Reports reports) {
        this.code = code;
        this.reports = reports;
        this.result = new ArrayList<>(code.size());
    }

    static List<Lexeme> mark(List<Lexeme> code, Reports reports) {
        Headers headers = new Headers(code, reports);
        headers.mark();
        return headers.result;
    }

    private void mark() {
        int depth = 0;
        int indent = 0;
        for (int i = 0; i < code.size(); i++) {
            Lexeme lexeme = code.get(i);
            if (depth == 0 && lexeme.startsLine() && lexeme.is(DnnParser.Name)) {
                lexeme = mend(i);
            }
            if (lexeme.startsLine() && Words.beginsDeclaration(lexeme.getType())
                    && (depth == 0 ? type(i + 1) != DnnParser.Colon : endsOpenBrackets(i, indent))) {
                lexeme.markDeclaration();
                depth = 0;
                indent = column(lexeme);
            }
            result.add(lexeme);
            depth += Words.opens(lexeme.getType()) ? 1 : Words.closes(lexeme.getType()) && depth > 0 ? -1 : 0;
        }
    }

    private int column(Lexeme lexeme) {
        return reports.file().column(lexeme.start());
    }

    /**
     * Whether a line within brackets begins a declaration: it has the look of one, or stands no deeper than the one it
     * would otherwise belong to and begins with a keyword and a name. No valid line within brackets does either.
     */
    private boolean endsOpenBrackets(int index, int indent) {
        int next = type(index + 1);
        if (!Words.mayBeName(next)) {
            return false;
        }
        int second = type(index + 2);
        boolean looksLikeOne = switch (type(index)) {
            case DnnParser.Data, DnnParser.Train, DnnParser.Export -> second == DnnParser.OpenBrace;
            case DnnParser.Param -> second == DnnParser.Colon;
            default -> second == DnnParser.OpenParenthesis && Words.isWord(type(index + 3))
                    && type(index + 4) == DnnParser.Colon;
        };
        return looksLikeOne || (!Words.isInfixWord(next) && column(code.get(index)) <= indent);
    }

    /** A name at the beginning of a line, where a keyword should be; as it is to be read. */
    private Lexeme mend(int index) {
        Lexeme name = code.get(index);
        int next = type(index + 1);
        if (Words.mayBeName(next)) {
            Misspellings.declaration(name, reports);
            return name;
        }
        if (next == DnnParser.OpenBrace) {
            boolean columns = code.subList(index, endOfBlock(index)).stream()
                    .anyMatch(l -> l.startsLine() && (l.is(DnnParser.Input) || l.is(DnnParser.Target)));
            return insertKeyword(name, columns ? DnnParser.Data : DnnParser.Train,
                    columns ? List.of("data") : List.of("train", "export"));
        }
        if (next == DnnParser.OpenParenthesis && lineOpensBrace(index)) {
            return insertKeyword(name, DnnParser.Model, List.of("model", "block"));
        }
        return name;
    }

    private int endOfBlock(int index) {
        int end = index;
        while (end < code.size() && !code.get(end).is(DnnParser.CloseBrace)) {
            end++;
        }
        return end;
    }

    private boolean lineOpensBrace(int index) {
        int last = index;
        while (last + 1 < code.size() && !code.get(last + 1).startsLine()) {
            last++;
        }
        return code.get(last).is(DnnParser.OpenBrace);
    }

    private Lexeme insertKeyword(Lexeme name, int keyword, List<String> candidates) {
        Lexeme inserted = Lexeme.inserted(keyword, name.start());
        inserted.markDeclaration();
        result.add(inserted);
        Diagnostic.Builder builder = reports.at(Code.EXPECTED, name,
                "expected '" + String.join("' or '", candidates) + "' before " + Wording.quote(name.getText()));
        candidates.forEach(c -> builder
                .fix(Fix.replace("insert '" + c + "'", reports.span(name.start(), name.start()), c + " ")));
        reports.add(builder);
        return new Lexeme(name, false);
    }

    private int type(int index) {
        return index < code.size() ? code.get(index).getType() : Token.EOF;
    }
}
