package org.dnn.compiler.check;

import java.util.Collection;

import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.diagnostic.Suggestions;

/** Says that a value is not among the words that are known. */
final class Words {
    private Words() {}

    /** @param rule what is expected, as a sentence */
    static void wrong(Report report, Expression found, String rule, Collection<String> words) {
        String text = found.span().text();
        Diagnostic.Builder diagnostic = Diagnostic.of(Code.WRONG_VALUE, found.span(), rule + "; found " + text);
        Suggestions.nearest(text, words).ifPresent(near -> diagnostic.help("did you mean " + near + "?")
                .fix(Fix.replace("replace by " + near, found.span(), near)));
        report.add(diagnostic);
    }
}
