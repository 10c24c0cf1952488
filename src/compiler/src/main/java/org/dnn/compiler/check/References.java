package org.dnn.compiler.check;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.dnn.compiler.ast.Argument;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Setting;
import org.dnn.compiler.ast.Stage;
import org.dnn.compiler.ast.TypeExpression;

/**
 * The names that a text mentions, whether or not they are there, and in every branch of an {@code if}: {@code width}, and
 * {@code Cube.x} as a whole and {@code Cube} as its owner.
 */
final class References {
    private final Set<String> names = new LinkedHashSet<>();

    boolean mention(String name) {
        return names.contains(name);
    }

    Set<String> names() {
        return names;
    }

    References and(Expression expression) {
        switch (expression) {
            case Expression.Reference reference -> names.add(reference.name().text());
            case Expression.Member member -> {
                names.add(member.owner().text());
                names.add(member.owner() + "." + member.member());
            }
            case Expression.Call call -> {
                names.add(call.callee().text());
                call.arguments().stream().map(Argument::value).forEach(this::and);
            }
            case Expression.Listing listing -> all(listing.elements());
            case Expression.Unary unary -> and(unary.operand());
            case Expression.Binary binary -> and(binary.left()).and(binary.right());
            case Expression.Conditional c -> and(c.condition()).and(c.whenTrue()).and(c.whenFalse());
            case Expression.Chain chain -> and(chain.source()).stages(chain.stages());
            case Expression.Segments segments -> segments.segments().forEach(s -> {
                s.from().ifPresent(this::and);
                s.to().ifPresent(this::and);
                s.over().ifPresent(this::and);
            });
            case Expression.Except except -> and(except.value()).all(except.exceptions());
            case Expression.Stall stall -> and(stall.metric()).and(stall.duration());
            case Expression.Numeral _,Expression.Text _,Expression.Truth _,Expression.Missing _ -> {
                /* No names. */
            }
        }
        return this;
    }

    References all(Collection<? extends Expression> expressions) {
        expressions.forEach(this::and);
        return this;
    }

    References and(TypeExpression type) {
        type.kind().ifPresent(this::and);
        type.shape().ifPresent(this::all);
        return this;
    }

    References settings(Collection<Setting> settings) {
        settings.forEach(s -> all(s.values()));
        return this;
    }

    References stages(List<Stage> stages) {
        for (Stage stage : stages) {
            switch (stage) {
                case Stage.Apply apply -> {
                    and(apply.function());
                    apply.assertion().ifPresent(this::and);
                }
                case Stage.Repeat repeat -> {
                    and(repeat.count()).stages(repeat.stages());
                    repeat.assertion().ifPresent(this::and);
                }
            }
        }
        return this;
    }
}
