package org.dnn.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;
import org.dnn.runtime.Problem;
import org.dnn.runtime.data.CsvFile;
import org.dnn.runtime.data.CsvHeader;
import org.dnn.runtime.data.DataDirectory;
import org.dnn.runtime.data.IdxFile;

/**
 * Answers the compiler's questions about data files by the runtime's readers, and remembers what was asked: an answer
 * that has changed is a reason to compile again.
 */
final class DataFiles implements Outside {
    /** Which of the questions it was. */
    enum Kind {
        CSV, IDX
    }

    /**
     * A question, as it can be asked again.
     *
     * @param asking    the name of the {@code .dnn} file
     * @param separator of a CSV file, "" where it is to be found out
     */
    record Question(Kind kind, String asking, String file, String separator) {}

    /** A question, and the digest of its answer. */
    record Asked(Question question, String answer) {}

    private final Path root;
    private final DataDirectory directory;
    private final Map<Question, String> asked = new LinkedHashMap<>();

    DataFiles(Path root, DataDirectory directory) {
        this.root = root;
        this.directory = directory;
    }

    /** All that was asked, in that order, each question once. */
    List<Asked> asked() {
        return asked.entrySet().stream().map(e -> new Asked(e.getKey(), e.getValue())).toList();
    }

    /** Whether the answer is still the same. */
    boolean holds(Asked before) {
        Answer<?> today = switch (before.question().kind()) {
            case CSV -> csv(before.question());
            case IDX -> idx(before.question());
        };
        return Digest.of(today.toString()).equals(before.answer());
    }

    @Override
    public Answer<CsvFacts> csv(SourceFile asking, String file, String separator) {
        return remembered(new Question(Kind.CSV, asking.name(), file, separator), this::csv);
    }

    @Override
    public Answer<IdxFacts> idx(SourceFile asking, String file) {
        return remembered(new Question(Kind.IDX, asking.name(), file, ""), this::idx);
    }

    private <T> Answer<T> remembered(Question question, Function<Question, Answer<T>> look) {
        Answer<T> answer = look.apply(question);
        asked.put(question, Digest.of(answer.toString()));
        return answer;
    }

    private Answer<CsvFacts> csv(Question question) {
        return answer(question, file -> facts(CsvFile.header(file, separator(question.separator()))));
    }

    private Answer<IdxFacts> idx(Question question) {
        return answer(question, file -> new IdxFacts(Arrays.stream(IdxFile.header(file)).boxed().toList()));
    }

    private <T> Answer<T> answer(Question question, Function<Path, T> read) {
        Path beside = root.resolve(question.asking()).resolveSibling("");
        try {
            Optional<Path> found = directory.locate(beside, question.file());
            if (found.isEmpty()) {
                return new Answer.Absent<>(beside + " and " + directory.path());
            }
            if (Files.isDirectory(found.get())) {
                return new Answer.Broken<>(found.get() + " is a folder, where a file is expected");
            }
            return new Answer.Found<>(read.apply(found.get()));
        } catch (Problem problem) {
            return new Answer.Broken<>(problem.getMessage());
        }
    }

    private static char separator(String text) {
        if (text.length() > 1) {
            throw new Problem("a separator is one character, not \"" + text + "\"");
        }
        return text.isEmpty() ? CsvFile.AUTO : text.charAt(0);
    }

    private static CsvFacts facts(CsvHeader header) {
        return new CsvFacts(header.columns().stream().map(DataFiles::facts).toList());
    }

    private static CsvColumnFacts facts(CsvHeader.Sample column) {
        Optional<String> word = column.words() > 0 ? Optional.of(column.firstWord()) : Optional.empty();
        return new CsvColumnFacts(column.name(), column.numbers(), column.missing(), column.words(), word,
                column.firstWordLine(), column.whole(), column.least(), column.greatest());
    }
}
