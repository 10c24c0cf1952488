package org.dnn.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.grammar.DnnParser;

/**
 * Marks where statements end: a {@code Separator} between two statements, none elsewhere. Takes balanced lexemes. Drops
 * a comma before a closing bracket.
 */
final class LineEnds {
    private final List<Lexeme> code;
    private final Reports reports;
    private final List<Lexeme> result;
    private final Surroundings surroundings = new Surroundings();

    /** For each lexeme whether behind it, on its line, a parenthesis closes that none opens. */
    private final boolean[] lacksParenthesis;
    /** The type of the lexeme with which the last statement begins. */
    private int firstOfStatement = Token.EOF;

    private LineEnds(List<Lexeme> code, Reports reports) {
        this.code = code;
        this.lacksParenthesis = lacksParenthesis(code);
        this.reports = reports;
        this.result = new ArrayList<>(code.size() + code.size() / 4);
    }

    private static boolean[] lacksParenthesis(List<Lexeme> code) {
        boolean[] lacks = new boolean[code.size() + 1];
        for (int i = code.size() - 2; i >= 0; i--) {
            Lexeme next = code.get(i + 1);
            boolean stray = next.is(DnnParser.Stray) && next.getText().equals(")");
            lacks[i] = !next.startsLine() && (stray || (!next.is(DnnParser.Separator) && lacks[i + 1]));
        }
        return lacks;
    }

    static List<Lexeme> mark(List<Lexeme> code, Reports reports) {
        LineEnds ends = new LineEnds(code, reports);
        for (int i = 0; i < code.size(); i++) {
            ends.take(i);
        }
        ends.dropLast(DnnParser.Separator);
        return ends.result;
    }

    /** Whether a line that begins with {@code next} goes on with the statement that {@code last} stands in. */
    static boolean continues(Lexeme last, Lexeme next) {
        return switch (last.getType()) {
            case DnnParser.Comma, DnnParser.Assign, DnnParser.If, DnnParser.Then, DnnParser.Else, DnnParser.Not -> true;
            default -> Words.isOperator(last.getType());
        } || switch (next.getType()) {
            case DnnParser.Then, DnnParser.Else, DnnParser.Colon, DnnParser.OpenBrace -> true;
            case DnnParser.Minus -> false;
            default -> Words.isOperator(next.getType());
        };
    }

    private void take(int index) {
        Lexeme lexeme = code.get(index);
        if (!result.isEmpty() && endsStatementBefore(index)) {
            separate(Lexeme.inserted(DnnParser.Separator, result.getLast().end()));
        }
        switch (lexeme.getType()) {
            case DnnParser.Separator -> semicolon(lexeme);
            case DnnParser.CloseParenthesis, DnnParser.CloseBracket -> {
                dropTrailingComma();
                add(lexeme);
            }
            case DnnParser.CloseBrace -> {
                dropLast(DnnParser.Separator);
                add(lexeme);
            }
            default -> add(lexeme);
        }
    }

    private void add(Lexeme lexeme) {
        result.add(lexeme);
        if (startsStatement(result.size() - 1)) {
            firstOfStatement = lexeme.getType();
        }
        surroundings.pass(lexeme);
    }

    private void semicolon(Lexeme lexeme) {
        if (surroundings.amongStatements()) {
            separate(lexeme);
        } else {
            lexeme.setType(DnnParser.Stray);
            result.add(lexeme);
        }
    }

    private void separate(Lexeme separator) {
        if (!result.isEmpty() && !result.getLast().is(DnnParser.Separator)
                && !result.getLast().is(DnnParser.OpenBrace)) {
            result.add(separator);
        }
    }

    private void dropLast(int type) {
        if (!result.isEmpty() && result.getLast().is(type)) {
            result.removeLast();
        }
    }

    private void dropTrailingComma() {
        int size = result.size();
        if (size > 1 && !Words.opens(result.get(size - 2).getType()) && !result.get(size - 2).is(DnnParser.Comma)) {
            dropLast(DnnParser.Comma);
        }
    }

    private boolean endsStatementBefore(int index) {
        Lexeme lexeme = code.get(index);
        if (lexeme.startsDeclaration()) {
            return true;
        }
        if (!surroundings.amongStatements()) {
            return false;
        }
        if (lexeme.startsLine()) {
            return !continues(lastAsRead(), lexeme) || startsStatementForSure(index);
        }
        return isSecondOnLine(index);
    }

    /** The last lexeme; a keyword behind a dot is a name. */
    private Lexeme lastAsRead() {
        Lexeme last = result.getLast();
        boolean member = result.size() > 1 && result.get(result.size() - 2).is(DnnParser.Dot);
        if (member && Words.isReserved(last.getType())) {
            last.setType(DnnParser.Name);
        }
        return last;
    }

    /** Whether nothing but a statement can begin so, even behind a comma or an operator. */
    private boolean startsStatementForSure(int index) {
        int type = code.get(index).getType();
        int next = type(index + 1);
        return Words.isWord(type) && switch (surroundings.statements()) {
            case Surroundings.TOP -> next == DnnParser.Colon && !result.getLast().is(DnnParser.Arrow);
            case DnnParser.Data -> Words.beginsDataItem(type) && Words.mayBeName(next);
            case DnnParser.Train, DnnParser.Export -> next == DnnParser.Colon;
            case DnnParser.Model, DnnParser.Block -> next == DnnParser.Assign;
            default -> false;
        };
    }

    /** Whether a statement begins in the middle of a line, behind a value: it is read as one, and reported. */
    private boolean isSecondOnLine(int index) {
        Lexeme last = result.getLast();
        boolean second = Words.endsValue(last.getType()) && !Words.isInfixWord(last.getType())
                && !startsStatement(result.size() - 1)
                && beginsAfterValue(index) && !lacksParenthesis[index];
        if (second) {
            Lexeme lexeme = code.get(index);
            reports.add(reports.at(Code.TWO_STATEMENTS, lexeme, "a second statement begins on the line, at "
                    + Wording.quote(lexeme.getText()))
                    .help("put it on a line of its own, or ';' before it")
                    .fix(Fix.replace("insert ';'", reports.span(last.end(), last.end()), ";")));
        }
        return second;
    }

    private boolean beginsAfterValue(int index) {
        Lexeme lexeme = code.get(index);
        int next = type(index + 1);
        if (!Words.isWord(lexeme.getType())) {
            return false;
        }
        return switch (surroundings.statements()) {
            case Surroundings.TOP -> {
                boolean declaration = result.getLast().is(DnnParser.CloseBrace)
                        && Words.beginsDeclaration(lexeme.getType());
                if (declaration) {
                    lexeme.markDeclaration();
                }
                yield declaration || (next == DnnParser.Colon
                        && (result.getLast().is(DnnParser.CloseBrace) || !Words.beginsDeclaration(firstOfStatement)));
            }
            case DnnParser.Data ->
                (Words.beginsDataItem(lexeme.getType()) && Words.mayBeName(next))
                        || (next == DnnParser.Colon && !Words.beginsDataItem(firstOfStatement));
            case DnnParser.Train, DnnParser.Export -> next == DnnParser.Colon;
            case DnnParser.Model, DnnParser.Block -> next == DnnParser.Assign;
            default -> false;
        };
    }

    private boolean startsStatement(int at) {
        return at == 0 || result.get(at - 1).is(DnnParser.Separator) || result.get(at - 1).is(DnnParser.OpenBrace);
    }

    private int type(int index) {
        return index < code.size() ? code.get(index).getType() : Token.EOF;
    }
}
