package org.dnn.compiler.parse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.antlr.v4.runtime.Token;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.source.SourceFile;
import org.dnn.grammar.DnnLexer;

/**
 * Makes lexemes of a text. What is not of the language is reported, and read as what was most likely meant: {@code →} as
 * {@code ->}, {@code 'a'} as {@code "a"}; the rest is left out.
 */
final class Scanner {
    private final Reports reports;
    private final String text;
    private final DnnLexer lexer;
    private final List<Lexeme> code = new ArrayList<>();
    private final List<Lexeme> comments = new ArrayList<>();
    private final Set<String> foreignNames = new HashSet<>();
    /** Whether a line has ended since the last lexeme. */
    private boolean lineStarts = true;

    private Scanner(SourceFile file, Reports reports) {
        this.reports = reports;
        this.text = file.text();
        this.lexer = new DnnLexer(new TextStream(file));
        lexer.removeErrorListeners();
    }

    static Lexemes scan(SourceFile file, Reports reports) {
        Scanner scanner = new Scanner(file, reports);
        Token token = scanner.lexer.nextToken();
        while (token.getType() != Token.EOF) {
            scanner.take(token);
            token = scanner.lexer.nextToken();
        }
        return new Lexemes(scanner.code, scanner.comments);
    }

    private void take(Token token) {
        switch (token.getType()) {
            case DnnLexer.Newline -> lineStarts = true;
            case DnnLexer.Documentation, DnnLexer.Comment -> comments.add(new Lexeme(token, lineStarts));
            case DnnLexer.BlockComment -> blockComment(token);
            case DnnLexer.OpenText -> openText(token);
            case DnnLexer.QuotedText -> quotedText(token);
            case DnnLexer.ForeignSign, DnnLexer.Invalid -> foreign(token);
            default -> add(new Lexeme(token, lineStarts));
        }
    }

    private void add(Lexeme lexeme) {
        code.add(lexeme);
        lineStarts &= lexeme.is(DnnLexer.Separator);
    }

    private void blockComment(Token token) {
        Lexeme comment = new Lexeme(token, DnnLexer.Comment, token.getStartIndex(), token.getStopIndex() + 1,
                lineStarts);
        comments.add(comment);
        reports.add(reports.at(Code.FOREIGN_NOTATION, comment, "'/*' does not begin a comment")
                .help("put '//' before each line of the comment"));
        lineStarts |= comment.getText().contains("\n") || comment.getText().contains("\r");
    }

    /** A string without its closing quote ends before the brackets and signs with which its line ends. */
    private void openText(Token token) {
        int start = token.getStartIndex();
        int end = token.getStopIndex() + 1;
        while (end > start + 1 && " \t)]},;".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        Lexeme string = new Lexeme(token, DnnLexer.Text, start, end, lineStarts);
        add(string);
        resume(end);
        reports.add(reports.at(Code.BAD_STRING, string, "the string is not closed")
                .help("a string ends on its line, with '\"'")
                .fix(Fix.replace("insert '\"'", reports.span(end, end), "\"")));
    }

    private void quotedText(Token token) {
        Lexeme string = new Lexeme(token, DnnLexer.Text, token.getStartIndex(), token.getStopIndex() + 1, lineStarts);
        add(string);
        String inner = string.getText().substring(1, string.getText().length() - 1);
        String mended = '"' + inner.replace("\"", "\\\"") + '"';
        reports.add(reports.at(Code.FOREIGN_NOTATION, string, "a string stands between double quotes")
                .fix(Fix.replace("write double quotes", string.span(reports.file()), mended)));
    }

    private void foreign(Token token) {
        int start = token.getStartIndex();
        int character = text.codePointAt(start);
        Optional<String> meant = LookAlikes.of(token.getText());
        if (meant.isPresent()) {
            lookAlike(token, meant.get());
        } else if (character == '#') {
            hashComment(token);
        } else if (Character.isLetter(character)) {
            foreignName(token);
        } else if (LookAlikes.isSpace(character)) {
            foreignSpace(start);
        } else {
            unknown(start);
        }
    }

    private void lookAlike(Token token, String meant) {
        int type = new DnnLexer(new TextStream(meant, "")).nextToken().getType();
        Lexeme lexeme = new Lexeme(token, type, token.getStartIndex(), token.getStopIndex() + 1, lineStarts);
        add(lexeme);
        reports.add(reports
                .at(Code.FOREIGN_NOTATION, lexeme, Wording.quote(lexeme.getText()) + " is written '" + meant + "'")
                .fix(Fix.replace("write '" + meant + "'", lexeme.span(reports.file()), meant)));
    }

    private void hashComment(Token token) {
        int start = token.getStartIndex();
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        comments.add(new Lexeme(token, DnnLexer.Comment, start, end, lineStarts));
        resume(end);
        reports.add(reports
                .at(Code.FOREIGN_NOTATION, new Lexeme(token, lineStarts), "a comment begins with '//', not with '#'")
                .fix(Fix.replace("write '//'", reports.span(start, start + 1), "//")));
    }

    /** A word with letters that names do not have is read as a name, and reported where it first occurs. */
    private void foreignName(Token token) {
        int start = token.getStartIndex();
        boolean startsLine = lineStarts;
        if (!code.isEmpty() && code.getLast().end() == start && isWordPart(code.getLast())) {
            startsLine = code.getLast().startsLine();
            start = code.removeLast().start();
        }
        int end = token.getStartIndex();
        while (end < text.length() && Character.isUnicodeIdentifierPart(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        Lexeme name = new Lexeme(token, DnnLexer.Name, start, end, startsLine);
        add(name);
        resume(end);
        if (foreignNames.add(name.getText())) {
            reports.add(reports.at(Code.BAD_CHARACTER, name, Wording.quote(name.getText()) + " is not a name")
                    .help("a name has the letters a to z and A to Z, digits and '_'"));
        }
    }

    private static boolean isWordPart(Lexeme lexeme) {
        return Words.isWord(lexeme.getType()) || lexeme.is(DnnLexer.Number);
    }

    /** A space or an invisible character that is not of ASCII separates, as a space does. */
    private void foreignSpace(int start) {
        int end = start + Character.charCount(text.codePointAt(start));
        resume(end);
        reports.add(Diagnostic
                .of(Code.BAD_CHARACTER, reports.span(start, end),
                        "U+%04X stands where a space should".formatted(text.codePointAt(start)))
                .fix(Fix.replace("write a space", reports.span(start, end), " ")));
    }

    /** One message for a whole run of such characters. */
    private void unknown(int start) {
        int first = start + Character.charCount(text.codePointAt(start));
        int end = first;
        while (end < text.length() && isUnknown(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        resume(end);
        reports.add(Diagnostic.of(Code.BAD_CHARACTER, reports.span(start, end), end == first
                ? Wording.quote(text.substring(start, end)) + " is not a sign of the language"
                : Wording.quote(text.substring(start, end)) + " are not signs of the language"));
    }

    private static boolean isUnknown(int character) {
        return character > 0x7F
                ? !Character.isLetter(character) && !LookAlikes.isSpace(character)
                        && LookAlikes.of(Character.toString(character)).isEmpty()
                : "@$^~`\\".indexOf(character) >= 0
                        || (Character.isISOControl(character) && " \t\f\u000B\r\n".indexOf(character) < 0);
    }

    /** Goes on at an offset, which may lie before what the lexer has seen. */
    private void resume(int offset) {
        lexer.getInputStream().seek(offset);
        lexer._hitEOF = false;
    }
}
