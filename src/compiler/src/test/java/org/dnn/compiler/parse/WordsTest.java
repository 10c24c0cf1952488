package org.dnn.compiler.parse;

import static org.dnn.compiler.parse.Sources.expression;
import static org.dnn.compiler.parse.Sources.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.dnn.grammar.DnnLexer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keywords are keywords only where they have a meaning. */
class WordsTest {
    static List<String> keywordsThatMayBeNames() {
        return IntStream.rangeClosed(DnnLexer.Data, DnnLexer.Name).filter(Words::mayBeName)
                .mapToObj(Words::text).filter(w -> !w.isEmpty()).toList();
    }

    @Test
    void thereAreKeywordsToTry() {
        assertTrue(
                keywordsThatMayBeNames().containsAll(List.of("data", "input", "from", "to", "over", "model", "for")));
        assertEquals(")]}",
                Words.text(Words.closer(DnnLexer.OpenParenthesis)) + Words.text(Words.closer(DnnLexer.OpenBracket))
                        + Words.text(Words.closer(DnnLexer.OpenBrace)));
    }

    private static void check(String tree, String text, String word) {
        assertEquals(tree.replace("W", word), tree(text.replace("W", word)));
    }

    @ParameterizedTest
    @MethodSource("keywordsThatMayBeNames")
    void asNameOfAnything(String word) {
        check("(data W\n  (input [W x] (type float))\n  (target [y W] (type (call W 2)) (-> f))\n  (ignore W (call W 1))\n"
                + "  (augment W (-> f)))",
                "data W {\n input W, x: float\n target y, W: W(2) -> f\n ignore W, W(1)\n augment W -> f\n}", word);
        check("(model W\n  (parameter W (type W.W))\n  (parameter x (type [W 2]) W)\n  (-> W (type [W]))\n"
                + "  (= W (chain W (-> (call f W W: W) as W)))\n  (+ W W))",
                "model W(W: W.W, x: [W, 2] = W) -> W: [W] {\n W = W -> f(W, W: W) as W\n W + W\n}", word);
        check("(train W\n  (W: W W.W (call W W: 3)))", "train W { W: W, W.W, W(W: 3) }", word);
        check("(export W\n  (W: W))", "export W { W: W }", word);
    }

    @ParameterizedTest
    @MethodSource("keywordsThatMayBeNames")
    void asLayer(String word) {
        if (!word.equals("repeat")) {
            check("(e: (chain x (-> W) (-> (call W 1))))", "e: x -> W -> W(1)", word);
        }
    }

    @ParameterizedTest
    @MethodSource("keywordsThatMayBeNames")
    void asSettingOfTheFile(String word) {
        assertEquals("(" + word + ": 1)\n(seed: 2)", tree(word + ": 1\nseed: 2"));
    }

    @Test
    void reservedWordsAreNamesOfOptionsAndMembers() {
        assertEquals("(call bool true: \"Y\" false: \"N\")", expression("bool(true: \"Y\", false: \"N\")"));
        assertEquals("(== D.not D.if)", expression("D.not == D.if"));
        assertEquals("(if: 1)\n(then: 2)", tree("if: 1; then: 2"));
    }

    @Test
    void unitsFollowNumbers() {
        assertEquals("5'epochs", expression("5 epochs"));
        assertEquals("2'GiB", expression("2GiB"));
        assertEquals("70'%", expression("70 %"));
        assertEquals("(call f 5'data b: 1)", expression("f(5 data, b: 1)"));
        assertEquals("(< 5'furlongs 3'e)", expression("5 furlongs < 3e"));
        assertEquals("(e: 5)\n(b: 1)", tree("e: 5\nb: 1"));
    }

    @Test
    void infixWordsFollowValues() {
        assertEquals("(segments (to from from to to over over))", expression("to from from to to over over"));
        assertEquals(
                "(chain x (-> as as as) (-> (repeat repeat (-> f))))",
                expression("x -> as as as -> repeat repeat { f }"));
    }
}
