package org.dnn.compiler.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;

/** Data files as the files of mistakes name them. What has no entry here is not looked for. */
final class FakeOutside implements Outside {
    private static final CsvColumnFacts AGE = numbers("age", 21, 81);
    private static final CsvColumnFacts DIABETIC = numbers("diabetic", 0, 1);
    private static final CsvColumnFacts GLUCOSE = numbers("glucose", 44, 199);
    private static final Map<String, List<CsvColumnFacts>> CSV = Map.of(
            "patients.csv", patients(DIABETIC),
            "towns.csv", patients(DIABETIC, words("city", "Oslo")),
            "smokers.csv", patients(words("smoker", "often")),
            "stages.csv", patients(numbers("stage", 1, 4)),
            "incomes.csv", patients(DIABETIC,
                    new CsvColumnFacts("income", 188, 12, 0, Optional.empty(), 0, true, 900, 64_000)),
            "levels.csv", List.of(numbers("id", 1, 200), numbers("Glucose Level", 44, 199), numbers("bmi", 18, 67), AGE,
                    DIABETIC));
    private static final Map<String, List<Integer>> IDX = Map.of(
            "mnist/train-images", List.of(60_000, 28, 28), "mnist/train-labels", List.of(60_000),
            "mnist/test-images", List.of(10_000, 28, 28), "mnist/test-labels", List.of(10_000),
            "short/train-images", List.of(60_000, 28, 28), "short/train-labels", List.of(59_999),
            "short/test-images", List.of(10_000, 28, 28), "short/test-labels", List.of(10_000));

    private static List<CsvColumnFacts> patients(CsvColumnFacts... last) {
        return Stream.concat(Stream.of(numbers("id", 1, 200), GLUCOSE, numbers("bmi", 18, 67), AGE), Stream.of(last))
                .toList();
    }

    private static CsvColumnFacts numbers(String name, float least, float greatest) {
        return new CsvColumnFacts(name, 200, 0, 0, Optional.empty(), 0, true, least, greatest);
    }

    private static CsvColumnFacts words(String name, String first) {
        return new CsvColumnFacts(name, 0, 0, 200, Optional.of(first), 2, true, 0, 0);
    }

    @Override
    public Answer<CsvFacts> csv(SourceFile asking, String file, String separator) {
        return CSV.containsKey(file) ? new Answer.Found<>(new CsvFacts(CSV.get(file))) : missing(file);
    }

    @Override
    public Answer<IdxFacts> idx(SourceFile asking, String file) {
        return IDX.containsKey(file) ? new Answer.Found<>(new IdxFacts(IDX.get(file))) : missing(file);
    }

    private static <T> Answer<T> missing(String file) {
        if (file.startsWith("broken")) {
            return new Answer.Broken<>(file + ", line 7: 5 fields, where the header has 6");
        }
        return new Answer.Absent<>(file.startsWith("missing") ? "src/main/dnn and data" : "not looked for");
    }
}
