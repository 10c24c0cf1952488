package org.dnn.compiler.kernel;

import java.util.List;

/** Changes the places in a loop's statements. */
@FunctionalInterface
public interface IndexChange {
    /** Stands for a place that is no argument's: a row of the data, the number of a random number, a place as a number. */
    int NO_ARGUMENT = -1;

    /** What to put in the place of an index into an argument. */
    Index apply(int argument, Index index);

    /** The statements with all their places changed. */
    default List<Statement> in(List<Statement> statements) {
        return statements.stream().map(s -> switch (s) {
            case Statement.Let let -> (Statement) new Statement.Let(let.local(), let.name(), in(let.term()));
            case Statement.Accumulate a -> new Statement.Accumulate(a.local(), a.name(), a.function(), in(a.term()),
                    a.order());
            case Statement.Store store -> new Statement.Store(store.argument(),
                    apply(store.argument(), store.index()), in(store.term()));
        }).toList();
    }

    private Term in(Term term) {
        return switch (term) {
            case Term.Number _,Term.Local _,Term.Rows _ -> term;
            case Term.Load load -> new Term.Load(load.argument(), apply(load.argument(), load.index()));
            case Term.Gather gather -> new Term.Gather(gather.argument(), apply(NO_ARGUMENT, gather.row()),
                    apply(NO_ARGUMENT, gather.index()));
            case Term.Position position -> new Term.Position(apply(NO_ARGUMENT, position.index()));
            case Term.Uniform uniform -> new Term.Uniform(uniform.stream(), apply(NO_ARGUMENT, uniform.element()));
            case Term.Unary unary -> new Term.Unary(unary.function(), in(unary.operand()));
            case Term.Binary binary -> new Term.Binary(binary.function(), in(binary.left()), in(binary.right()));
            case Term.Select select -> new Term.Select(in(select.condition()), in(select.whenTrue()),
                    in(select.whenFalse()));
        };
    }
}
