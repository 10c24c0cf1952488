package org.dnn.compiler.measure;

import java.util.List;
import java.util.Optional;

import org.dnn.compiler.ast.Rational;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;

/**
 * How many rows a training has, as far as it is known before the data are read: of generated rows always, of idx files where
 * they are there, of a CSV file never.
 *
 * @param rows        all rows
 * @param trainRows   those of the training split
 * @param bytesPerRow what a row takes in memory, as the data are stored
 */
record DataSize(Optional<Long> rows, Optional<Long> trainRows, long bytesPerRow) {
    static DataSize of(DataSet data, Outside outside) {
        SourceFile file = data.origin().span().file();
        return switch (data.source()) {
            case DataSet.Source.Generated generated -> {
                long rows = generated.rows();
                yield new DataSize(Optional.of(rows), trained(data.split(), rows), bytes(data, false));
            }
            case DataSet.Source.Csv _ -> new DataSize(Optional.empty(), Optional.empty(), bytes(data, false));
            case DataSet.Source.Idx idx -> {
                Optional<Long> train = items(outside.idx(file, idx.trainLabels()));
                Optional<Long> test = items(outside.idx(file, idx.testLabels()));
                Optional<Long> all = train.flatMap(a -> test.map(b -> a + b));
                boolean official = data.split().method() == DataSet.Split.Method.OFFICIAL;
                yield new DataSize(all, (official ? train : all).flatMap(n -> trained(data.split(), n)),
                        bytes(data, true));
            }
        };
    }

    /** All data in memory. */
    Optional<Long> bytes() {
        return rows.map(r -> r * bytesPerRow);
    }

    private static Optional<Long> items(Outside.Answer<Outside.IdxFacts> answer) {
        return answer instanceof Outside.Answer.Found<Outside.IdxFacts> found
                ? Optional.of(found.facts().sizes().getFirst().longValue())
                : Optional.empty();
    }

    private static Optional<Long> trained(DataSet.Split split, long rows) {
        return switch (split.train()) {
            case DataSet.Part.Count count -> Optional.of(count.rows());
            case DataSet.Part.Share share -> Optional.of(
                    share.of().times(Rational.of(rows)).floor().numerator().longValue());
            case DataSet.Part.Rest _ -> switch (split.method()) {
                case NONE, OFFICIAL -> Optional.of(rows);
                case RANDOM, STRATIFIED -> Optional.empty();
            };
        };
    }

    /** What an idx file has is a byte each; all else is floats. */
    private static long bytes(DataSet data, boolean idx) {
        List<ColumnGroup> groups = data.columns();
        return groups.stream().mapToLong(g -> (idx ? 1L : Float.BYTES)
                * g.width()).sum();
    }
}
