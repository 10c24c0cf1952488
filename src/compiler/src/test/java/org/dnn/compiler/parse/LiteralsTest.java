package org.dnn.compiler.parse;

import static org.dnn.compiler.parse.Sources.expression;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Rational;
import org.dnn.compiler.ast.Setting;
import org.dnn.compiler.diagnostic.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralsTest {
    private static Expression value(String text) {
        return ((Setting) Sources.parse("e: " + text).tree().declarations().getFirst()).values().getFirst();
    }

    @ParameterizedTest
    @CsvSource({"10_000, 10000, 1", "0.1, 1, 10", "5e-4, 1, 2000", "1E3, 1000, 1", "1.5e+2, 150, 1", "007, 7, 1",
        "0.000, 0, 1", "123456789012345678901234567890, 123456789012345678901234567890, 1"})
    void numbersAreExact(String text, BigInteger numerator, BigInteger denominator) {
        assertEquals(new Rational(numerator, denominator), ((Expression.Numeral) value(text)).value());
    }

    @ParameterizedTest
    @CsvSource({".5, 0.5", "1., 1.0", "1.e3, 1.0e3", "1__0, 1_0", "1_, 1", "1_._5, 1.0"})
    void mendedNumbers(String text, String mended) {
        var diagnostic = Sources.parse("e: " + text).diagnostics().getFirst();
        assertEquals(Code.BAD_NUMBER, diagnostic.code());
        assertEquals("write " + mended, diagnostic.help());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e401", "1e-99999999999", "1e+0401"})
    void exponentsBeyondReason(String text) {
        assertEquals(Code.BAD_NUMBER, Sources.parse("e: " + text).diagnostics().getFirst().code());
    }

    @Test
    void hugeNumberTakesNoTime() {
        assertEquals(Code.BAD_NUMBER, Sources.parse("e: " + "9".repeat(1_000_000)).diagnostics().getFirst().code());
        assertEquals("0", expression("0e-00000000000000000000000000000001"));
    }

    @Test
    void strings() {
        assertEquals("a \"b\" \\ \n\r\t ä 世 \uD83D\uDE00",
                ((Expression.Text) value("\"a \\\"b\\\" \\\\ \\n\\r\\t \\u00e4 世 \uD83D\uDE00\"")).value());
        assertEquals("it's // no comment; [", ((Expression.Text) value("\"it's // no comment; [\"")).value());
        assertEquals("", ((Expression.Text) value("\"\"")).value());
        assertEquals("\uD800", ((Expression.Text) value("\"\\uD800\"")).value());
    }

    @Test
    void stringsOfOtherLanguages() {
        assertEquals("a \"b\"", ((Expression.Text) value("'a \"b\"'")).value());
        assertEquals("a'b", ((Expression.Text) value("“a'b”")).value());
        assertEquals("C:\\data", ((Expression.Text) value("\"C:\\data\"")).value());
    }

    @Test
    void unclosedStringEndsBeforeTheBracketsAroundIt() {
        Sources.Parsed parsed = Sources.parse("a: f([\"x.csv], 2)\nb: g(\"y)\nc: \"z");
        assertEquals("(a: (call f [\"x.csv], 2\"]))\n(b: (call g \"y\"))\n(c: \"z\")", parsed.print().strip());
        assertEquals(4, parsed.diagnostics().size());
    }
}
