package org.dnn.compiler.parse;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.diagnostic.Suggestions;
import org.dnn.grammar.DnnParser;

/** Names that stand where a keyword should, and look like one or mean the same elsewhere: read as the keyword. */
final class Misspellings {
    private static final Map<String, Integer> DECLARATIONS = Map.of("data", DnnParser.Data, "model", DnnParser.Model,
            "block", DnnParser.Block, "param", DnnParser.Param, "train", DnnParser.Train, "export", DnnParser.Export);
    private static final Map<String, String> LIKE_DECLARATIONS = Map.of("dataset", "data", "network", "model", "net",
            "model", "layer", "block", "module", "block", "parameter", "param", "const", "param", "training", "train");
    private static final Map<String, Integer> ITEMS = Map.of("input", DnnParser.Input, "target", DnnParser.Target,
            "ignore",
            DnnParser.Ignore, "augment", DnnParser.Augment);
    private static final Map<String, String> LIKE_ITEMS = Map.of("feature", "input", "features", "input", "inputs",
            "input", "output", "target", "label", "target", "drop", "ignore", "skip", "ignore");

    private Misspellings() {}

    /** A name at the beginning of a declaration. */
    static void declaration(Lexeme lexeme, Reports reports) {
        mend(lexeme, DECLARATIONS, LIKE_DECLARATIONS, reports);
    }

    /** A name at the beginning of a line of a data block. */
    static void dataItem(Lexeme lexeme, Reports reports) {
        mend(lexeme, ITEMS, LIKE_ITEMS, reports);
    }

    private static void mend(Lexeme lexeme, Map<String, Integer> keywords, Map<String, String> synonyms,
            Reports reports) {
        String word = lexeme.getText().toLowerCase(Locale.ROOT);
        Optional<String> meant = Optional.ofNullable(synonyms.get(word))
                .or(() -> Suggestions.nearest(word, keywords.keySet().stream().sorted().toList()));
        meant.ifPresent(keyword -> {
            reports.add(reports.at(Code.MISSPELT_KEYWORD, lexeme, Wording.quote(lexeme.getText()) + " is not a keyword")
                    .help("did you mean '" + keyword + "'?")
                    .fix(Fix.replace("write '" + keyword + "'", lexeme.span(reports.file()), keyword)));
            lexeme.setType(keywords.getOrDefault(keyword, DnnParser.Name));
        });
    }
}
