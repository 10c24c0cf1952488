package org.dnn.cli;

import com.google.gson.JsonObject;
import java.util.List;

/** One thing that the command says. Its records are also the lines of {@code --format=json}: a name here is a promise. */
sealed interface Message {
    /**
     * What the compiler has to say about a place in a {@code .dnn} file.
     *
     * @param severity   {@code error}, {@code warning} or {@code note}
     * @param file       absolute
     * @param line       from 1
     * @param column     from 1, in code points
     * @param text       for people, on several lines; where it is is not among them
     * @param diagnostic for programs: all there is to it; files in it are named from the source root
     */
    record Diagnostic(String severity, String file, int line, int column, String text, JsonObject diagnostic)
            implements
                Message {}

    /** Something that is good to know; may have several lines. */
    record Note(String text) implements Message {}

    /** The command line that would train or test: a program and its arguments. */
    record Command(List<String> arguments) implements Message {}

    /** Why the command ends with a code other than 0. */
    record Failure(String text) implements Message {}
}
