package org.dnn.compiler.parse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.grammar.DnnParser;

/**
 * Balances the brackets of one declaration in which they do not balance, guided by how it is laid out: a bracket left
 * open ends where a line no deeper than its own begins with a value behind a value, a brace with something behind it on
 * its line ends with that line, a closing bracket that nothing opens becomes a {@code Stray}. After that every opening
 * bracket has its closing one, and no more than {@link Brackets#DEEPEST} are open at any place.
 */
final class BracketRepair {
    private final List<Lexeme> code;
    private final Reports reports;
    /** How many there are of each type. */
    private final int[] counts = new int[DnnParser.VOCABULARY.getMaxTokenType() + 1];
    private final List<Lexeme> result = new ArrayList<>();
    private final Deque<Opened> open = new ArrayDeque<>();
    /** How many closing braces there are more than opening ones; below zero the other way round. */
    private int surplusBraces;
    /** The column of the line on which the statement that is being read began. */
    private int statementColumn;

    /** An opening bracket, and whether it is the last of its line. */
    private record Opened(Lexeme bracket, boolean endsLine) {
        boolean is(int type) {
            return bracket.is(type);
        }

        int closer() {
            return Words.closer(bracket.getType());
        }
    }

    BracketRepair(List<Lexeme> code, Reports reports) {
        this.code = code;
        this.reports = reports;
        for (Lexeme lexeme : code) {
            counts[lexeme.getType()]++;
        }
        this.surplusBraces = counts[DnnParser.CloseBrace] - counts[DnnParser.OpenBrace];
    }

    List<Lexeme> repair() {
        int headerEnd = surplusBraces > 0 ? endOfHeaderWithoutBrace() : -1;
        int i = 0;
        while (i < code.size()) {
            if (open.size() >= Brackets.DEEPEST && Words.opens(code.get(i).getType())) {
                i = skipTooDeep(i);
            } else {
                take(i);
                if (i == headerEnd) {
                    insertMissingBrace();
                }
                i++;
            }
        }
        closeWhile(opened -> true);
        return result;
    }

    private void take(int index) {
        Lexeme lexeme = code.get(index);
        if (lexeme.startsLine() && !result.isEmpty()) {
            beginLine(lexeme);
        }
        if (startsStatement(lexeme)) {
            statementColumn = reports.file().column(lexeme.start());
        }
        if (Words.opens(lexeme.getType())) {
            open(lexeme, index + 1 == code.size() || code.get(index + 1).startsLine());
        } else if (Words.closes(lexeme.getType())) {
            close(lexeme);
        } else {
            if (lexeme.is(DnnParser.Arrow)) {
                endParameters();
            }
            result.add(lexeme);
        }
    }

    private boolean startsStatement(Lexeme lexeme) {
        boolean amongStatements = open.isEmpty() || open.peek().is(DnnParser.OpenBrace);
        return result.isEmpty()
                || (amongStatements && lexeme.startsLine() && !LineEnds.continues(result.getLast(), lexeme));
    }

    /** What cannot go on over a line's end is closed. */
    private void beginLine(Lexeme lexeme) {
        Lexeme last = result.getLast();
        boolean valueBehindValue = (Words.endsValue(last.getType()) || last.is(DnnParser.Dot))
                && Words.beginsValue(lexeme.getType());
        if (valueBehindValue && reports.file().column(lexeme.start()) <= statementColumn) {
            closeWhile(opened -> !opened.is(DnnParser.OpenBrace));
        }
        if (surplusBraces < 0 && !lexeme.is(DnnParser.CloseBrace)) {
            closeWhile(opened -> opened.is(DnnParser.OpenBrace) && !opened.endsLine());
        }
    }

    private void open(Lexeme lexeme, boolean endsLine) {
        boolean beginsBody = lexeme.is(DnnParser.OpenBrace) && endsLine
                && open.stream().noneMatch(o -> o.is(DnnParser.OpenBrace));
        if (beginsBody) {
            closeWhile(opened -> true);
        }
        open.push(new Opened(lexeme, endsLine));
        result.add(lexeme);
    }

    private void close(Lexeme lexeme) {
        boolean brace = lexeme.is(DnnParser.CloseBrace);
        if (!mayClose(lexeme) && isOtherBracket(lexeme)) {
            reportOther(open.pop(), lexeme);
        } else if (!mayClose(lexeme) || (brace && surplusBraces > 0 && closesTooMuch(lexeme))) {
            surplusBraces -= brace ? 1 : 0;
            lexeme.setType(DnnParser.Stray);
        } else {
            closeWhile(opened -> opened.closer() != lexeme.getType());
            open.pop();
        }
        result.add(lexeme);
    }

    /** Whether a bracket closes one of another form, of which too few are closed. */
    private boolean isOtherBracket(Lexeme lexeme) {
        return !lexeme.is(DnnParser.CloseBrace) && !open.isEmpty() && !open.getFirst().is(DnnParser.OpenBrace)
                && counts[open.getFirst().bracket().getType()] > counts[open.getFirst().closer()];
    }

    private void reportOther(Opened opened, Lexeme lexeme) {
        String right = Words.text(opened.closer());
        reports.add(reports.at(Code.UNCLOSED, lexeme,
                "'" + opened.bracket().getText() + "' is closed by '" + right + "', not by '" + lexeme.getText() + "'")
                .label(opened.bracket().span(reports.file()), "opened here")
                .fix(Fix.replace("write '" + right + "'", lexeme.span(reports.file()), right)));
        lexeme.setType(opened.closer());
    }

    /** Whether a closing bracket has an opening one to close; a parenthesis closes nothing outside the innermost braces. */
    private boolean mayClose(Lexeme lexeme) {
        for (Opened opened : open) {
            if (opened.closer() == lexeme.getType()) {
                return true;
            }
            if (opened.is(DnnParser.OpenBrace)) {
                return false;
            }
        }
        return false;
    }

    /** Whether a brace at the end of a line would close one that stands there for whole lines. */
    private boolean closesTooMuch(Lexeme lexeme) {
        return !lexeme.startsLine()
                && open.stream().filter(o -> o.is(DnnParser.OpenBrace)).findFirst().filter(Opened::endsLine)
                        .isPresent();
    }

    /** The parameters of a network whose closing parenthesis is missing end before the arrow. */
    private void endParameters() {
        if (counts[DnnParser.CloseParenthesis] < counts[DnnParser.OpenParenthesis]
                && open.stream().noneMatch(o -> o.is(DnnParser.OpenBrace)) && isNetwork()) {
            closeWhile(opened -> true);
        }
    }

    private boolean isNetwork() {
        return code.getFirst().is(DnnParser.Model) || code.getFirst().is(DnnParser.Block);
    }

    /** Closes the innermost brackets for which the condition holds, behind the last lexeme, with one message. */
    private void closeWhile(Predicate<Opened> condition) {
        Iterator<Opened> brackets = open.iterator();
        List<Opened> unclosed = new ArrayList<>();
        while (brackets.hasNext()) {
            Opened opened = brackets.next();
            if (!condition.test(opened)) {
                break;
            }
            unclosed.add(opened);
            surplusBraces += opened.is(DnnParser.OpenBrace) ? 1 : 0;
            brackets.remove();
        }
        if (!unclosed.isEmpty()) {
            reportUnclosed(unclosed, result.getLast().end());
            unclosed.forEach(o -> result.add(Lexeme.inserted(o.closer(), result.getLast().end())));
        }
    }

    private void reportUnclosed(List<Opened> unclosed, int end) {
        StringBuilder missing = new StringBuilder();
        unclosed.forEach(o -> missing.append(Words.text(o.closer())));
        Lexeme innermost = unclosed.getFirst().bracket();
        boolean braces = innermost.is(DnnParser.OpenBrace);
        String before = !braces ? "" : unclosed.getFirst().endsLine() ? "\n" : " ";
        reports.add(reports.at(Code.UNCLOSED, innermost, "'" + innermost.getText() + "' is not closed")
                .label(reports.span(end, end), "'" + missing + "' expected here")
                .fix(Fix.replace("insert '" + missing + "'", reports.span(end, end), before + missing)));
        if (!braces) {
            reports.cover(innermost.start(), end + 1);
        }
    }

    /** The index of the last lexeme of the header, where a declaration with braces does not open one. */
    private int endOfHeaderWithoutBrace() {
        if (!Words.beginsDeclaration(code.getFirst().getType()) || code.getFirst().is(DnnParser.Param)) {
            return -1;
        }
        if (!isNetwork()) {
            boolean named = code.size() > 2 && Words.mayBeName(code.get(1).getType());
            return code.stream().limit(3).anyMatch(l -> l.is(DnnParser.OpenBrace)) ? -1 : named ? 1 : 0;
        }
        int depth = 0;
        for (int i = 0; i < code.size(); i++) {
            Lexeme lexeme = code.get(i);
            if (i > 0 && depth <= 0 && lexeme.startsLine() && !LineEnds.continues(code.get(i - 1), lexeme)) {
                return i - 1;
            }
            if (lexeme.is(DnnParser.OpenBrace)) {
                return -1;
            }
            depth += Words.opens(lexeme.getType()) ? 1 : Words.closes(lexeme.getType()) ? -1 : 0;
        }
        return -1;
    }

    private void insertMissingBrace() {
        int end = result.getLast().end();
        surplusBraces--;
        Lexeme brace = Lexeme.inserted(DnnParser.OpenBrace, end);
        reports.add(Diagnostic
                .of(Code.EXPECTED, reports.span(end, end),
                        "expected '{' after " + Wording.quote(result.getLast().getText()))
                .fix(Fix.replace("insert '{'", reports.span(end, end), " {")));
        open.push(new Opened(brace, true));
        result.add(brace);
    }

    /** Leaves out a bracket too deep with all that it holds; the index of what follows. */
    private int skipTooDeep(int index) {
        Lexeme first = code.get(index);
        int depth = 0;
        int next = index;
        do {
            int type = code.get(next++).getType();
            depth += Words.opens(type) ? 1 : Words.closes(type) ? -1 : 0;
        } while (depth > 0 && next < code.size());
        reports.add(reports.at(Code.TOO_DEEP, first, "brackets are nested more than " + Brackets.DEEPEST + " deep here")
                .help("name a part of it, and use the name"));
        int end = code.get(next - 1).end();
        open.forEach(o -> reports.cover(o.bracket().start(), Math.max(end, o.bracket().end())));
        return next;
    }
}
