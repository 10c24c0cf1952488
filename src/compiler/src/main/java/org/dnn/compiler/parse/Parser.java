package org.dnn.compiler.parse;

import java.util.List;

import org.antlr.v4.runtime.Token;
import org.dnn.compiler.ast.FileTree;
import org.dnn.compiler.diagnostic.Diagnostics;
import org.dnn.compiler.source.SourceFile;

/** Reads a file: the way from text to tree. */
public final class Parser {
    private Parser() {}

    /**
     * The tree of a file. Whatever the text, there is one: where something is missing or cannot be read it has holes
     * ({@code Expression.Missing}, names without text, types without kind and shape), and the diagnostics say why.
     */
    public static FileTree parse(SourceFile file, Diagnostics diagnostics) {
        Reports reports = new Reports(file);
        Lexemes lexemes = Scanner.scan(file, reports);
        List<Lexeme> tokens = filter(lexemes.code(), reports);
        tokens.add(Lexeme.inserted(Token.EOF, file.text().length()));
        Documentation documentation = new Documentation(file, lexemes.comments());
        FileTree tree = new TreeBuilder(reports, documentation).file(Syntax.parse(tokens, reports));
        reports.deliver(diagnostics);
        return tree;
    }

    /** What stands between lexer and parser: the grammar says what it does. */
    static List<Lexeme> filter(List<Lexeme> code, Reports reports) {
        List<Lexeme> balanced = Brackets.balance(Headers.mark(code, reports), reports);
        List<Lexeme> tokens = LineEnds.mark(balanced, reports);
        Keywords.resolve(tokens, reports);
        return tokens;
    }
}
