package org.dnn.compiler.parse;

import java.util.List;

/** What a text consists of, in order: what is read, and apart from it the comments. */
record Lexemes(List<Lexeme> code, List<Lexeme> comments) {}
