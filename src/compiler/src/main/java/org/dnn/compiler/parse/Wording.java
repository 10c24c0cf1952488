package org.dnn.compiler.parse;

import java.util.List;

import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.source.SourceFile;
import org.dnn.grammar.DnnParser;
import org.dnn.grammar.DnnParser.AugmentContext;
import org.dnn.grammar.DnnParser.ColumnsContext;

/** Says what is wrong where the parser cannot go on: in the words of the language's users, not in the parser's. */
final class Wording {
    private static final int LONGEST_QUOTE = 30;

    private final Reports reports;
    private final CommonMistakes mistakes;

    Wording(Reports reports) {
        this.reports = reports;
        this.mistakes = new CommonMistakes(reports);
    }

    /** A text in quotation marks, cut short where it is long, in characters that can be shown. */
    static String quote(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(LONGEST_QUOTE).forEach(c -> {
            boolean hidden = Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE
                    || Character.getType(c) == Character.FORMAT;
            shown.append(hidden ? "U+%04X".formatted(c) : Character.toString(c));
        });
        return "'" + shown + (text.codePointCount(0, text.length()) > LONGEST_QUOTE ? "…'" : "'");
    }

    void tooDeep(Parser parser) {
        Place place = Place.of(parser);
        reports.add(Diagnostic.of(Code.TOO_DEEP, place.span(reports.file()), "this is nested too deeply to be read")
                .help("name a part of it, and use the name"));
    }

    /**
     * Reports what stands where something else should; nothing where the cause has been reported already.
     *
     * @param insertable whether the one token that is expected would make it right
     * @param removable  whether it would be right without what was found
     */
    void mismatch(Parser parser, IntervalSet expected, boolean insertable, boolean removable) {
        Place place = Place.of(parser);
        int end = place.endsLine() ? endOfLine(place.gap()) : place.found().end();
        if (reports.covers(place.gap(), end)) {
            return;
        }
        Expectation expectation = new Expectation(expected, place.context(), place.beforeType(), insertable);
        reports.add(mistakes.find(place, expectation).orElseGet(
                () -> expectation.isStatementEnd() ? unexpected(place) : missing(place, expectation, removable)));
    }

    private int endOfLine(int offset) {
        SourceFile file = reports.file();
        int line = file.line(offset);
        return file.lineStart(line) + file.lineText(line).length();
    }

    /** Something behind the end of a statement. */
    private Diagnostic.Builder unexpected(Place place) {
        Diagnostic.Builder builder = Diagnostic
                .of(Code.UNEXPECTED_TEXT, place.span(reports.file()),
                        "unexpected " + place.foundWords() + place.afterWords());
        boolean transforms = place.ended(ColumnsContext.class).isPresent()
                || place.ended(AugmentContext.class).isPresent();
        boolean chains = place.context().getRuleIndex() == DnnParser.RULE_body || transforms;
        return chains && Words.mayBeName(place.type())
                ? builder.fix(insertion(place, "->"))
                : builder.help("a statement ends with its line, or with ';'");
    }

    private Diagnostic.Builder missing(Place place, Expectation expected, boolean removable) {
        List<String> candidates = candidates(place, expected);
        String words = candidates.isEmpty() ? expected.words() : "'" + String.join("' or '", candidates) + "'";
        Diagnostic.Builder builder = Diagnostic.of(Code.EXPECTED, place.span(reports.file()),
                "expected " + words + place.afterWords() + ", found " + place.foundWords());
        candidates.forEach(c -> builder.fix(insertion(place, c)));
        if (removable) {
            builder.fix(Fix.replace("remove " + place.foundWords(), place.span(reports.file()), ""));
        } else if (place.endsLine() && place.beforeType() == DnnParser.Comma) {
            builder.fix(Fix.replace("remove ','", reports.span(place.gap() - 1, place.gap()), ""));
        }
        return builder;
    }

    /** The signs of which any would make it right, the likeliest first. */
    private static List<String> candidates(Place place, Expectation expected) {
        if (expected.missing() && !expected.onlyText().isEmpty()) {
            return wouldBalance(place, expected.tokens().getMinElement()) ? List.of(expected.onlyText()) : List.of();
        } else if (!Words.beginsValue(place.type()) || !expected.isList()) {
            return List.of();
        } else if (place.context().getRuleIndex() == DnnParser.RULE_columns) {
            return List.of(place.isFollowedBy(DnnParser.Colon) ? "," : ":");
        } else if (place.context().getRuleIndex() == DnnParser.RULE_arguments && place.beforeType() == DnnParser.Name
                && isFirstOfArgument(place)) {
            return Words.mayBeName(place.type()) ? List.of(":", ",") : List.of(":");
        }
        return List.of(",");
    }

    /** Closing brackets are never missing by now, opening ones where one closes that nothing opens. */
    private static boolean wouldBalance(Place place, int type) {
        return !Words.closes(type)
                && (!Words.opens(type) || place.isClosedLater(Words.text(Words.closer(type))));
    }

    /** Whether what stands before the place is all of its argument: an option's name, perhaps. */
    private static boolean isFirstOfArgument(Place place) {
        int index = place.before().map(Lexeme::getTokenIndex).orElse(0);
        int type = index == 0 ? Token.EOF : place.tokens().get(index - 1).getType();
        return type == DnnParser.OpenParenthesis || type == DnnParser.Comma;
    }

    private Fix insertion(Place place, String text) {
        boolean close = ":,(".contains(text);
        String space = !close && place.found().start() == place.gap() ? " " : "";
        return Fix.replace("insert '" + text + "'", reports.span(place.gap(), place.gap()),
                (close ? "" : " ") + text + space);
    }
}
