package org.dnn.compiler.parse;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.Rational;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.source.Span;
import org.dnn.grammar.DnnParser.NumeralContext;

/** The values of numbers and strings. */
final class Literals {
    /** No exponent beyond this makes sense of a float or a count, and an exact fraction of it would fill the memory. */
    private static final int LARGEST_EXPONENT = 400;
    private static final int MOST_DIGITS = 400;

    private final Reports reports;
    private final Spans spans;

    Literals(Reports reports) {
        this.reports = reports;
        this.spans = new Spans(reports.file());
    }

    Expression numeral(NumeralContext context) {
        Token number = context.Number().getSymbol();
        return new Expression.Numeral(value(number), unit(context), spans.of(context));
    }

    private Optional<Name> unit(NumeralContext context) {
        TerminalNode unit = context.Percent() != null ? context.Percent() : context.Unit();
        return unit == null ? Optional.empty() : Optional.of(spans.name(unit.getSymbol()));
    }

    private Rational value(Token number) {
        String text = number.getText();
        String plain = text.replace("_", "").toLowerCase(Locale.ROOT);
        int exponentAt = plain.indexOf('e');
        String digits = exponentAt < 0 ? plain : plain.substring(0, exponentAt);
        String exponent = exponentAt < 0 ? "0" : plain.substring(exponentAt + 1);
        if (digits.length() > MOST_DIGITS || isTooLarge(exponent)) {
            reports.add(Diagnostic.of(Code.BAD_NUMBER, spans.of(number),
                    "the number is too long, or its exponent too large"));
            return Rational.ZERO;
        }
        checkForm(number, text);
        return Rational.of(new BigDecimal(plain));
    }

    private static boolean isTooLarge(String exponent) {
        int value = 0;
        for (int i = 0; i < exponent.length() && value <= LARGEST_EXPONENT; i++) {
            value = isDigit(exponent, i) ? 10 * value + exponent.charAt(i) - '0' : value;
        }
        return value > LARGEST_EXPONENT;
    }

    /** A digit stands on both sides of each point and each underscore. */
    private void checkForm(Token number, String text) {
        String mended = mended(text);
        if (!mended.equals(text)) {
            String sign = text.contains("_") ? "'_'" : "the point";
            reports.add(Diagnostic
                    .of(Code.BAD_NUMBER, spans.of(number), "a digit must stand on both sides of " + sign)
                    .help("write " + mended).fix(Fix.replace("write " + mended, spans.of(number), mended)));
        }
    }

    private static String mended(String text) {
        StringBuilder result = new StringBuilder(text.length() + 1);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean before = isDigit(result, result.length() - 1);
            boolean after = isDigit(text, i + 1);
            if (c == '.') {
                result.append(before ? "." : "0.").append(after ? "" : "0");
            } else if (c != '_' || (before && after)) {
                result.append(c);
            }
        }
        return result.toString();
    }

    private static boolean isDigit(CharSequence text, int index) {
        return index >= 0 && index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    Expression text(Token token) {
        String written = token.getText();
        int end = written.length() > 1 && isClosed(written) ? written.length() - 1 : written.length();
        StringBuilder value = new StringBuilder();
        int i = 1;
        while (i < end) {
            char c = written.charAt(i);
            if (c == '\\') {
                i += escape(written, i, token, value);
            } else {
                value.append(c);
                i++;
            }
        }
        return new Expression.Text(value.toString(), spans.of(token));
    }

    private static boolean isClosed(String written) {
        char first = written.charAt(0);
        char last = written.charAt(written.length() - 1);
        return first == last || (first != '"' && first != '\'');
    }

    /** Appends what an escape stands for; how many characters it has. */
    private int escape(String written, int at, Token token, StringBuilder value) {
        char kind = at + 1 < written.length() ? written.charAt(at + 1) : ' ';
        switch (kind) {
            case '"', '\\', '\'' -> value.append(kind);
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'u' -> {
                String digits = written.substring(at + 2, Math.min(at + 6, written.length()));
                if (digits.matches("[0-9A-Fa-f]{4}")) {
                    value.append((char) Integer.parseInt(digits, 16));
                    return 6;
                }
                return unknownEscape(at, token, value);
            }
            default -> {
                return unknownEscape(at, token, value);
            }
        }
        return 2;
    }

    private int unknownEscape(int at, Token token, StringBuilder value) {
        int start = token.getStartIndex() + at;
        Span span = reports.span(start, Math.min(start + 2, token.getStopIndex() + 1));
        reports.add(Diagnostic.of(Code.BAD_STRING, span, Wording.quote(span.text()) + " is not an escape")
                .help("escapes are \\\" \\\\ \\n \\r \\t \\uXXXX; a backslash itself is written \\\\")
                .fix(Fix.replace("write '\\\\'", reports.span(start, start + 1), "\\\\")));
        value.append('\\');
        return 1;
    }
}
