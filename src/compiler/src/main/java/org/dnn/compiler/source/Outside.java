package org.dnn.compiler.source;

import java.util.List;
import java.util.Optional;

/** What the compiler may ask of the world outside of the text it compiles. Tests hand in a fake. */
public interface Outside {
    /** Nothing is there. */
    Outside NOTHING = new Outside() {
        @Override
        public Answer<CsvFacts> csv(SourceFile asking, String file, String separator) {
            return new Answer.Absent<>("not looked for");
        }

        @Override
        public Answer<IdxFacts> idx(SourceFile asking, String file) {
            return new Answer.Absent<>("not looked for");
        }
    };

    /** What was found. */
    sealed interface Answer<T> {
        /** The file is there and readable. */
        record Found<T>(T facts) implements Answer<T> {}

        /** There is no such file: where it was looked for. */
        record Absent<T>(String places) implements Answer<T> {}

        /** The file is there, but not what it should be: the sentence for the user. */
        record Broken<T>(String sentence) implements Answer<T> {}
    }

    /** The header of a CSV file, and what the first rows hold. */
    record CsvFacts(List<CsvColumnFacts> columns) {
        public CsvFacts {
            columns = List.copyOf(columns);
        }
    }

    /**
     * One column of a CSV file.
     *
     * @param numbers   how many of the sampled fields are numbers
     * @param missing   how many are empty
     * @param words     how many are something else
     * @param firstWord the first of those, and its line
     * @param whole     whether all numbers are whole
     * @param least     the smallest number
     * @param greatest  the largest
     */
    record CsvColumnFacts(String name, int numbers, int missing, int words, Optional<String> firstWord,
            long firstWordLine, boolean whole, float least, float greatest) {}

    /** The sizes of an idx file: items first. */
    record IdxFacts(List<Integer> sizes) {
        public IdxFacts {
            sizes = List.copyOf(sizes);
        }
    }

    /** A CSV file that a {@code .dnn} file names; separator "" where it is to be found out. */
    Answer<CsvFacts> csv(SourceFile asking, String file, String separator);

    /** An idx file that a {@code .dnn} file names. */
    Answer<IdxFacts> idx(SourceFile asking, String file);
}
