package org.dnn.compiler.check;

import java.util.List;
import java.util.Optional;

import org.dnn.compiler.ast.Argument;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.source.Span;

/** Something that is named, with arguments or without: {@code SGD(lr: 0.1)}, {@code accuracy}. */
record Invocation(Name name, List<Argument> arguments, Span span) {
    /**
     * Where one is expected; empty, after saying so, where something else stands.
     *
     * @param example one that could stand there
     */
    static Optional<Invocation> of(Expression expression, Group group, String example, Report report) {
        return switch (expression) {
            case Expression.Call call -> Optional.of(new Invocation(call.callee(), call.arguments(), call.span()));
            case Expression.Reference bare -> Optional.of(new Invocation(bare.name(), List.of(), bare.span()));
            case Expression.Missing _ -> Optional.empty();
            default -> {
                report.error(Code.WRONG_VALUE, expression.span(),
                        "the name of " + group.withArticle() + " is expected; found " + expression.span().text(),
                        "for example " + example);
                yield Optional.empty();
            }
        };
    }
}
