package org.dnn.compiler.parse;

import static org.dnn.compiler.parse.Sources.expression;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Setting;
import org.dnn.compiler.ast.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What binds tighter, and where the parts stand. */
class ExpressionsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a + b * c                      | (+ a (* b c))",
        "a - b - c                      | (- (- a b) c)",
        "a / b * c                      | (* (/ a b) c)",
        "-a * b                         | (* (- a) b)",
        "- -a                           | (- (- a))",
        "a - -b                         | (- a (- b))",
        "-2                             | (- 2)",
        "a + b < c * d                  | (< (+ a b) (* c d))",
        "not a == b                     | (not (== a b))",
        "not a and not b or c           | (or (and (not a) (not b)) c)",
        "a or b and c                   | (or a (and b c))",
        "a and b -> f                   | (chain (and a b) (-> f))",
        "body + skip -> relu            | (chain (+ body skip) (-> relu))",
        "if a then x -> f else y -> g   | (if a (chain x (-> f)) (chain y (-> g)))",
        "if a -> f then b else c        | (if (chain a (-> f)) b c)",
        "if a then b else if c then d else e | (if a b (if c d e))",
        "(a + b) * c                    | (* (+ a b) c)",
        "x -> (if a then f else g)      | (chain x (-> (if a f g)))",
        "(x -> f) + y -> g              | (chain (+ (chain x (-> f)) y) (-> g))",
        "x -> f as first : [3] -> g     | (chain x (-> f as first : (type [3])) (-> g))",
        "x -> repeat n - 1 { f -> g(2) } as r | (chain x (-> (repeat (- n 1) (-> f) (-> (call g 2))) as r))",
        "x -> repeat 2 { repeat 3 { f } } | (chain x (-> (repeat 2 (-> (repeat 3 (-> f))))))",
        "f(a, b: c, d -> e)             | (call f a b: c (chain d (-> e)))",
        "f()                            | (call f)",
        "f(a, b,)                       | (call f a b)",
        "[a, [b], ]                     | [a [b]]",
        "[]                             | []",
        "Cube.x                         | Cube.x",
        "true != false                  | (!= true false)"})
    void precedence(String text, String tree) {
        assertEquals(tree, expression(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "linear from 0 to 0.1 over 5 epochs, then cosine to 0 | (segments (linear from 0 to 0.1 over 5'epochs) (cosine to 0))",
        "linear to 1, then hold, then step from 1 over n * 2  | (segments (linear to 1) (hold) (step from 1 over (* n 2)))",
        "constant over 200 steps                              | (segments (constant over 200'steps))",
        "linear from 0 to 1 except [bias]                     | (except (segments (linear from 0 to 1)) [bias])",
        "f(lr: linear from 0 to 1, then cosine to 0, m: 2)    | (call f lr: (segments (linear from 0 to 1) (cosine to 0)) m: 2)",
        "f(decay: 5e-4 except [bias, norm], m: 2)             | (call f decay: (except 0.0005 [bias norm]) m: 2)",
        "when validation.loss stalls for 20 epochs            | (stall validation.loss 20'epochs)",
        "when loss stalls for n                               | (stall loss n)"})
    void valuesOfSettings(String text, String tree) {
        assertEquals(tree, expression(text));
    }

    @Test
    void severalValues() {
        assertEquals("(metrics: accuracy (call top_k 5))", Sources.tree("metrics: accuracy, top_k(5)"));
        assertEquals("(lr: a (segments (b to 1) (c)) d)", Sources.tree("lr: a, b to 1, then c, d"));
    }

    @Test
    void spansCoverWhatWasWritten() {
        Declaration declaration = Sources.parse("e: (a + b) * (c -> h) -> f(1) : [2] -> g").tree().declarations()
                .getFirst();
        Expression.Chain chain = (Expression.Chain) ((Setting) declaration).values().getFirst();
        assertEquals("(a + b) * (c -> h) -> f(1) : [2] -> g", chain.span().text());
        Expression.Binary product = (Expression.Binary) chain.source();
        assertEquals("(a + b) * (c -> h)", product.span().text());
        assertEquals("*", product.operatorSpan().text());
        assertEquals("a + b", product.left().span().text());
        assertEquals("f(1) : [2]", chain.stages().getFirst().span().text());
        assertEquals("f(1)", ((Stage.Apply) chain.stages().getFirst()).function().span().text());
    }
}
