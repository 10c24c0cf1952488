package org.dnn.compiler.parse;

import java.util.List;
import java.util.Optional;

import org.antlr.v4.runtime.Token;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Edit;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.source.Span;
import org.dnn.grammar.DnnParser;
import org.dnn.grammar.DnnParser.ChainContext;
import org.dnn.grammar.DnnParser.ComparisonContext;
import org.dnn.grammar.DnnParser.ItemContext;
import org.dnn.grammar.DnnParser.SettingContext;
import org.dnn.grammar.DnnParser.StageContext;
import org.dnn.grammar.DnnParser.StatementContext;

/** The mistakes that have words of their own. */
final class CommonMistakes {
    private static final String NO_MODULE = "names have no module before them";

    private final Reports reports;

    CommonMistakes(Reports reports) {
        this.reports = reports;
    }

    /** What to say where the parser cannot go on, if the mistake is one of these. */
    Optional<Diagnostic.Builder> find(Place place, Expectation expected) {
        return python(place).or(() -> ours(place, expected));
    }

    private Optional<Diagnostic.Builder> ours(Place place, Expectation expected) {
        return switch (place.type()) {
            case DnnParser.Stray -> Optional.of(stray(place, expected));
            case DnnParser.If -> bareConditional(place, expected).or(() -> reserved(place, expected));
            case DnnParser.Repeat -> Optional.of(repeatWithoutArrow(place));
            case DnnParser.Assign -> assign(place, expected);
            case DnnParser.Colon -> colon(place, expected);
            case DnnParser.Comma -> argumentsWithoutCallee(place);
            case DnnParser.OpenBracket, DnnParser.Question -> settingWithoutKeyword(place);
            default -> Words.isOperator(place.type())
                    ? operator(place, expected)
                    : reserved(place, expected).or(() -> unopenedArguments(place));
        };
    }

    /** What those write who come from PyTorch. */
    private Optional<Diagnostic.Builder> python(Place place) {
        String before = place.before().map(Lexeme::getText).orElse("");
        boolean opens = place.type() == DnnParser.OpenParenthesis;
        if (place.type() == DnnParser.Dot && place.typeBefore(2) == DnnParser.Arrow) {
            Lexeme module = place.before().orElseThrow();
            Span span = reports.span(module.start(), place.found().end());
            return Optional.of(Diagnostic.of(Code.FOREIGN_NOTATION, span, NO_MODULE)
                    .fix(Fix.replace("remove " + Wording.quote(span.text()), span, "")));
        } else if (place.typeBefore(2) == DnnParser.Dot && (opens || place.type() == DnnParser.Dot)) {
            return Optional.of(module(place, before));
        } else if (opens && place.beforeType() == DnnParser.CloseParenthesis) {
            return Optional.of(Diagnostic
                    .of(Code.FOREIGN_NOTATION, place.span(reports.file()), "a layer is not called a second time")
                    .help("what a layer is given stands before it: x -> Linear(16)"));
        } else if (before.equals("return") && place.context().getRuleIndex() == DnnParser.RULE_body) {
            Lexeme word = place.before().orElseThrow();
            return Optional.of(reports
                    .at(Code.FOREIGN_NOTATION, word, "there is no 'return': the last line is the result")
                    .fix(Fix.replace("remove 'return'", reports.span(word.start(), place.found().start()), "")));
        } else if (before.equals("class") && place.context().getRuleIndex() == DnnParser.RULE_setting) {
            return Optional.of(reports.at(Code.FOREIGN_NOTATION, place.before().orElseThrow(), "there are no classes")
                    .help("a network is written as model Net(x: Data.column) -> y: [3] { x -> Linear(3) }"));
        }
        return Optional.empty();
    }

    /** {@code nn.Linear(5)}, {@code torch.optim.Adam(lr: 0.1)}. */
    private Diagnostic.Builder module(Place place, String name) {
        Lexeme module = (Lexeme) place.tokens().get(place.before().orElseThrow().getTokenIndex() - 2);
        Span span = reports.span(module.start(), place.gap());
        Diagnostic.Builder builder = Diagnostic.of(Code.FOREIGN_NOTATION, span, NO_MODULE);
        return place.type() == DnnParser.Dot
                ? builder.help("write the last name alone, such as Linear(16)")
                : builder.fix(Fix.replace("write " + name, span, name));
    }

    private Diagnostic.Builder stray(Place place, Expectation expected) {
        Span span = place.span(reports.file());
        if (place.found().getText().equals(";")) {
            return Diagnostic.of(Code.UNEXPECTED_TEXT, span, "';' does not separate inside brackets")
                    .fix(Fix.replace("write ','", span, ","));
        }
        if (expected.isValue() || place.beforeType() == Token.EOF) {
            return Diagnostic.of(Code.UNOPENED, span,
                    "expected " + expected.words() + place.afterWords() + ", found " + place.foundWords());
        }
        return Diagnostic.of(Code.UNOPENED, span, place.foundWords() + " closes nothing")
                .fix(Fix.replace("remove it", span, ""));
    }

    private Optional<Diagnostic.Builder> bareConditional(Place place, Expectation expected) {
        boolean valueWanted = expected.isValue() || expected.tokens().contains(DnnParser.Repeat);
        return valueWanted && !expected.tokens().contains(DnnParser.If)
                ? Optional.of(Diagnostic
                        .of(Code.BARE_CONDITIONAL, place.span(reports.file()),
                                "an 'if' needs parentheses" + place.afterWords())
                        .help("write (if … then … else …)"))
                : Optional.empty();
    }

    private Diagnostic.Builder repeatWithoutArrow(Place place) {
        int start = place.found().start();
        return Diagnostic.of(Code.EXPECTED, place.span(reports.file()), "expected '->' before 'repeat'")
                .fix(Fix.replace("insert '->'", reports.span(start, start), "-> "));
    }

    private Optional<Diagnostic.Builder> assign(Place place, Expectation expected) {
        return expected.isOnly(DnnParser.Colon) ? Optional.of(otherSign(place, ":")) : settingWithoutKeyword(place);
    }

    private Optional<Diagnostic.Builder> colon(Place place, Expectation expected) {
        boolean loneName = place.context().getRuleIndex() == DnnParser.RULE_body && place.beforeType() == DnnParser.Name
                && place.ended(StatementContext.class)
                        .filter(s -> s.getStart().getTokenIndex() == s.getStop().getTokenIndex()).isPresent();
        return loneName || expected.isOnly(DnnParser.Assign)
                ? Optional.of(otherSign(place, "="))
                : argumentsWithoutCallee(place);
    }

    /** {@code epochs = 5} for {@code epochs: 5}, and the other way round. */
    private Diagnostic.Builder otherSign(Place place, String right) {
        String name = place.before().map(Lexeme::getText).orElse("");
        String verb = right.equals("=") ? " is named with '" : " is given with '";
        return Diagnostic
                .of(Code.FOREIGN_NOTATION, place.span(reports.file()),
                        Wording.quote(name) + verb + right + "', not with " + place.foundWords())
                .fix(Fix.replace("write '" + right + "'", reports.span(place.gap(), place.found().end()),
                        right.equals(":") ? ":" : " " + right));
    }

    /** {@code x -> (kernel: 3)}: what stands in the parentheses shows that a name is missing before them. */
    private Optional<Diagnostic.Builder> argumentsWithoutCallee(Place place) {
        if (place.context().getRuleIndex() != DnnParser.RULE_parenthesized) {
            return Optional.empty();
        }
        Lexeme parenthesis = (Lexeme) place.context().getStart();
        return Optional.of(reports.at(Code.EXPECTED, parenthesis, "expected a name before '('")
                .help("parentheses without a name hold one value"));
    }

    /** {@code generate rows: 3)}: the bracket that closes shows that one is missing. */
    private Optional<Diagnostic.Builder> unopenedArguments(Place place) {
        if (place.beforeType() != DnnParser.Name || !place.isClosedLater(")")) {
            return Optional.empty();
        }
        Span gap = reports.span(place.gap(), place.found().start());
        return Optional.of(Diagnostic
                .of(Code.EXPECTED, place.span(reports.file()),
                        "expected '('" + place.afterWords() + ", found " + place.foundWords())
                .fix(Fix.replace("insert '('", gap, "(")));
    }

    /** {@code x: float[3]} in a data block, {@code n: int = 3} at the top: settings, until what follows the type. */
    private Optional<Diagnostic.Builder> settingWithoutKeyword(Place place) {
        String keywords = switch (place.context().getRuleIndex()) {
            case DnnParser.RULE_data -> "'input' or 'target'";
            case DnnParser.RULE_file -> "'param'";
            default -> "";
        };
        return keywords.isEmpty()
                ? Optional.empty()
                : place.ended(SettingContext.class)
                        .map(setting -> expectedBefore((Lexeme) setting.getStart(), keywords));
    }

    private Diagnostic.Builder expectedBefore(Lexeme name, String keywords) {
        Diagnostic.Builder builder = reports.at(Code.EXPECTED, name,
                "expected " + keywords + " before " + Wording.quote(name.getText()));
        for (String keyword : keywords.replace("'", "").split(", | or ", -1)) {
            builder.fix(
                    Fix.replace("insert '" + keyword + "'", reports.span(name.start(), name.start()), keyword + " "));
        }
        return builder;
    }

    private Optional<Diagnostic.Builder> operator(Place place, Expectation expected) {
        if (place.type() == DnnParser.Arrow) {
            return arrow(place, expected);
        }
        if (place.ended(StageContext.class).isPresent()) {
            return Optional.of(operatorAfterStage(place));
        }
        boolean compares = place.type() >= DnnParser.Less && place.type() <= DnnParser.NotEqual;
        boolean compared = place.ended(ComparisonContext.class).filter(c -> c.getChildCount() == 3).isPresent();
        return compares && compared
                ? Optional.of(Diagnostic
                        .of(Code.CHAINED_COMPARISON, place.span(reports.file()),
                                "a comparison cannot be compared again")
                        .help("write a < b and b < c"))
                : Optional.empty();
    }

    /** {@code image -> pad(4)} in a data block, a setting until the arrow. */
    private Optional<Diagnostic.Builder> arrow(Place place, Expectation expected) {
        boolean item = place.context() instanceof SettingContext && place.context().getParent() instanceof ItemContext;
        return item && expected.isOnly(DnnParser.Colon)
                ? place.before().map(name -> expectedBefore(name, "'augment'"))
                : Optional.empty();
    }

    private Diagnostic.Builder operatorAfterStage(Place place) {
        Diagnostic.Builder builder = Diagnostic
                .of(Code.OPERATOR_AFTER_STAGE, place.span(reports.file()),
                        place.foundWords() + " cannot follow a stage of a chain")
                .help("give the chain a name, or put parentheses around it");
        place.ended(ChainContext.class).ifPresent(chain -> {
            int start = chain.getStart().getStartIndex();
            builder.fix(new Fix("put parentheses around the chain", List.of(new Edit(reports.span(start, start), "("),
                    new Edit(reports.span(place.gap(), place.gap()), ")"))));
        });
        return builder;
    }

    private Optional<Diagnostic.Builder> reserved(Place place, Expectation expected) {
        boolean nameWanted = expected.tokens().contains(DnnParser.Name) && !expected.isValue();
        return nameWanted && Words.isReserved(place.type())
                ? Optional.of(Diagnostic.of(Code.RESERVED_WORD, place.span(reports.file()),
                        place.foundWords() + " is a keyword, and cannot be a name"))
                : Optional.empty();
    }
}
