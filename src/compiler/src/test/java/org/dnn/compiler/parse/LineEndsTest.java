package org.dnn.compiler.parse;

import static org.dnn.compiler.parse.Sources.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a line ends a statement, and where it does not. */
class LineEndsTest {
    private static final String RESULT = "(-> y (type [1]))\n  ";

    private static String body(String text) {
        String tree = tree("model M(x: [1]) -> y: [1] {\n" + text + "\n}");
        return tree.substring(tree.indexOf(RESULT) + RESULT.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = x\n-> f\nb", "a = x ->\nf\nb", "a = x // comment\n\n  // another\n  -> f\nb",
        "a =\nx -> f\nb",
        "a = x -> f; b", ";; a = x -> f ;;\n; b ;", "a = x\r\n-> f\r\nb", "a = x\r-> f\rb", "\ta\t=\tx\t->\tf\n\tb"})
    void sameBody(String text) {
        assertEquals("(= a (chain x (-> f)))\n  b)", body(text));
    }

    @Test
    void operatorsJoinLines() {
        assertEquals("(+ (+ a b) c))", body("a\n+ b +\nc"));
        assertEquals("(and (not a) (< b c)))", body("not\na\nand b <\nc"));
        assertEquals("(if a b c))", body("if a\nthen b\nelse c"));
        assertEquals("(if a b c))", body("if\na then\nb else\nc"));
        assertEquals("(chain a (-> f : (type [2]))))", body("a -> f\n: [2]"));
    }

    @Test
    void minusAtTheBeginningOfALineBeginsAValue() {
        assertEquals("(= a b)\n  (- c))", body("a = b\n- c"));
        assertEquals("(- b c))", body("b -\nc"));
    }

    @Test
    void bracketsJoinLines() {
        assertEquals("(call f a (- b) [c d]))", body("f(\n a\n ,\n\n -b, // comment\n [c,\n d\n ]\n)"));
        assertEquals("(chain x (-> (repeat 2 (-> f) (-> g)))))", body("x -> repeat 2 {\n f\n -> g\n}"));
    }

    @Test
    void braceMayStandOnTheNextLine() {
        assertEquals("(train T\n  (a: 1)\n  (b: 2))", tree("train T\n{\n a: 1\n b: 2 }"));
        assertEquals("(data D)", tree("data D {}"));
    }

    @Test
    void lineThatBeginsAsAStatementBeginsOne() {
        Sources.Parsed parsed = Sources.parse("train T {\n a: b,\n c: 2 +\n d: 4\n}");
        assertEquals("(train T\n  (a: b ?)\n  (c: (+ 2 ?))\n  (d: 4))", parsed.print().strip());
        assertEquals(2, parsed.diagnostics().size());
        parsed = Sources.parse("data D {\n input x: a ->\n target y: b\n}");
        assertEquals("(data D\n  (input [x] (type a) (-> ?))\n  (target [y] (type b)))", parsed.print().strip());
        assertEquals(List.of("expected a layer or a function after '->', found the end of the line"),
                parsed.messages());
    }

    @Test
    void columnsMayStandOnSeveralLines() {
        assertEquals("(data D\n  (input [a b c] (type float) (-> f) (-> g)))",
                tree("data D {\n input a,\n  b,\n  c: float\n  -> f\n  -> g\n}"));
    }
}
