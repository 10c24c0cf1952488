package org.dnn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.List;
import org.dnn.compiler.source.SourceFile;
import org.dnn.runtime.Problem;

/** Reads the {@code .dnn} files of a source root. */
final class Sources {
    private static final String SUFFIX = ".dnn";

    private Sources() {}

    /**
     * The files of a job. None is fine, unless the user says where they are.
     *
     * @throws Problem if there is none where the user says, or one cannot be read
     */
    static List<SourceFile> of(Job job) {
        List<SourceFile> files = read(job.sourceDirectory());
        if (files.isEmpty() && job.namesSources()) {
            throw none(job);
        }
        return files;
    }

    /** For those who cannot do without. */
    static Problem none(Job job) {
        String end = job.namesSources() ? "" : "; name another folder with " + Setting.SOURCE_DIRECTORY.option();
        return new Problem("there is no .dnn file in " + job.shown(job.sourceDirectory()) + end);
    }

    /** Hidden files are not meant: editors leave those behind. */
    private static List<SourceFile> read(Path root) {
        return Folder.files(root).stream()
                .filter(f -> f.toString().endsWith(SUFFIX)
                        && !root.relativize(f).getFileName().toString().startsWith("."))
                .map(f -> new SourceFile(Folder.name(root, f), text(f))).toList();
    }

    private static String text(Path file) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(Folder.bytes(file))).toString();
        } catch (CharacterCodingException e) {
            throw new Problem(file + ": is not UTF-8; save it as UTF-8", e);
        }
    }
}
