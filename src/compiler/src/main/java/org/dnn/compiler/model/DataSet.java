package org.dnn.compiler.model;

import java.util.List;
import java.util.Optional;

import org.dnn.compiler.ast.Rational;
import org.dnn.compiler.source.Origin;

/** A {@code data} block. */
public record DataSet(String name, String documentation, Source source, List<ColumnGroup> columns, Split split,
        List<String> ignored, long seed, Origin origin) {
    public DataSet {
        columns = List.copyOf(columns);
        ignored = List.copyOf(ignored);
    }

    public Optional<ColumnGroup> group(String column) {
        return columns.stream().filter(g -> g.names().stream().anyMatch(n -> n.name().equals(column))).findFirst();
    }

    /** Where rows come from. */
    public sealed interface Source {
        /** Made up by the formulas of the columns. */
        record Generated(int rows) implements Source {}

        /** @param separator "" where it is to be found out */
        record Csv(String file, String separator) implements Source {}

        /** Files in the format of MNIST. */
        record Idx(String trainImages, String trainLabels, String testImages, String testLabels, boolean download)
                implements
                    Source {}
    }

    /** How rows are shared out. */
    public record Split(Method method, Part train, Part validation, Part test, String by) {
        /** How parts are chosen. */
        public enum Method {
            /** All rows are for training. */
            NONE, RANDOM, STRATIFIED, OFFICIAL
        }

        public boolean hasValidation() {
            return !(validation instanceof Part.Rest);
        }
    }

    /** How much of the rows. */
    public sealed interface Part {
        /** A share of all rows. */
        record Share(Rational of) implements Part {}

        /** A number of rows. */
        record Count(long rows) implements Part {}

        /** Nothing was said: what is left, or none. */
        record Rest() implements Part {}
    }
}
