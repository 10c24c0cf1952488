package org.dnn.compiler.ast;

import java.util.List;
import java.util.Optional;

import org.dnn.compiler.source.Span;

/** What stands in a {@code data} block. */
public sealed interface DataItem permits Setting, DataItem.Columns, DataItem.Ignore, DataItem.Augment {
    Span span();

    /** What a column is to the model. */
    enum Role {
        INPUT, TARGET
    }

    /**
     * {@code input age, bmi: float -> standardize}, {@code input x: float[3] = uniform(0, 1)}, {@code input income =
     * column("Gross income"): float?}.
     *
     * @param type    what stands behind the colon
     * @param formula what stands behind the equals sign: where the values come from
     */
    record Columns(Role role, List<Name> names, Optional<TypeExpression> type, Optional<Expression> formula,
            List<Stage> transforms, Span span) implements DataItem {
        public Columns {
            names = List.copyOf(names);
            transforms = List.copyOf(transforms);
        }
    }

    /** {@code ignore id, column(1)}. */
    record Ignore(List<Expression> columns, Span span) implements DataItem {
        public Ignore {
            columns = List.copyOf(columns);
        }
    }

    /** {@code augment image -> pad(4) -> random_crop(32)}. */
    record Augment(Name column, List<Stage> transforms, Span span) implements DataItem {
        public Augment {
            transforms = List.copyOf(transforms);
        }
    }
}
