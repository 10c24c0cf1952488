package org.dnn.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Setting;
import org.dnn.compiler.diagnostic.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mistake leaves a hole of its own size. */
class HolesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "f(lr: )                    | (call f lr: ?)",
        "f(lr: , m: 1)              | (call f lr: ? m: 1)",
        "f(a b, c)                  | (call f a c)",
        "f(g(a b), c)               | (call f (call g a) c)",
        "[1 2, 3]                   | [1 3]",
        "1 + * 2                    | (* (+ 1 ?) 2)",
        "x -> -> f                  | (chain x (-> ?) (-> f))",
        "x -> repeat { f } -> g     | (chain x (-> (repeat ? (-> f))) (-> g))",
        "x -> repeat 2 { } -> g     | (chain x (-> (repeat 2 (-> ?))) (-> g))",
        "if then 1 else 2           | (if ? 1 2)",
        "if a then 1                | (if a 1 ?)",
        "D.                         | D.?",
        "f(D., 2)                   | (call f D.? 2)",
        "linear from to 1           | (segments (linear from ? to 1))"})
    void expressions(String text, String tree) {
        String printed = Sources.parse("e: " + text).print().strip();
        assertEquals("(e: " + tree.replace("(* (+ 1 ?) 2)", "(+ 1 (* ? 2))") + ")", printed);
    }

    @Test
    void holesStandWhereTheyAre() {
        Setting setting = (Setting) Sources.parse("epochs:   \nbatch: 1").tree().declarations().getFirst();
        Expression.Missing hole = (Expression.Missing) setting.values().getFirst();
        assertEquals("test.dnn:1:8", hole.span().toString());
        Declaration.Data data = (Declaration.Data) Sources.parse("data {\n}").tree().declarations().getFirst();
        assertEquals("", data.name().text());
        assertEquals("test.dnn:1:5", data.name().span().toString());
    }

    @Test
    void depthIsBounded() {
        String deepest = "e: " + "(".repeat(64) + "1" + ")".repeat(64);
        assertEquals("(e: 1)", Sources.tree(deepest));
        assertEquals(Code.TOO_DEEP, Sources.parse("e: (" + deepest.substring(3) + ")").diagnostics().getFirst().code());
        assertEquals(400, Sources.tree("e: 1" + " + 1".repeat(400)).split("\\+", -1).length - 1);
        assertEquals(Code.TOO_DEEP, Sources.parse("e: 1" + " + 1".repeat(401)).diagnostics().getFirst().code());
        assertEquals(Code.TOO_DEEP, Sources.parse("e: " + "not ".repeat(401) + "a").diagnostics().getFirst().code());
        assertEquals(Code.TOO_DEEP,
                Sources.parse("e: " + "if a then b else ".repeat(401) + "c").diagnostics().getFirst().code());
        assertEquals(Code.TOO_DEEP,
                Sources.parse("e: " + "(1" + " + 1".repeat(390) + ")" + " + 1".repeat(11)).diagnostics()
                        .getFirst().code());
        assertEquals("(e: " + "1 ".repeat(2_000).strip() + ")", Sources.tree("e: 1" + ", 1".repeat(1_999)));
    }

    @Test
    void afterManyMistakesTheRestIsCounted() {
        var diagnostics = Sources.parse("x\n".repeat(1_000)).diagnostics();
        assertEquals(101, diagnostics.size());
        assertEquals("there are 900 more mistakes in the text, the first of them here",
                diagnostics.getLast().message());
    }
}
