package org.dnn.runtime.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;

import org.dnn.runtime.Problem;

/** Puts what the operating system says about a file into a sentence. */
public final class FileProblem {
    private FileProblem() {}

    public static Problem cannotRead(Path file, IOException cause) {
        return new Problem("cannot read " + file + ": " + reason(cause), cause);
    }

    public static Problem cannotWrite(Path file, IOException cause) {
        return new Problem("cannot write " + file + ": " + reason(cause), cause);
    }

    /** The reason alone, in the words of the system where it gives any: {@code no space left on device}. */
    public static String reason(IOException cause) {
        return switch (cause) {
            case NoSuchFileException e -> "there is no such file";
            case AccessDeniedException e -> "access is denied";
            case NotDirectoryException e -> e.getFile() + " is not a folder";
            case FileAlreadyExistsException e -> e.getFile() + " is in the way";
            case FileSystemException e -> e.getReason() == null ? words(e) : lowerFirst(e.getReason());
            case ClosedByInterruptException e -> "the program was interrupted";
            default -> words(cause);
        };
    }

    private static String words(IOException cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : lowerFirst(cause.getMessage());
    }

    private static String lowerFirst(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
