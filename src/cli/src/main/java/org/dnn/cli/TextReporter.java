package org.dnn.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * For people: places as terminals and editors link them, from here where that is shorter.
 *
 * @param here the folder that the command was started in
 */
record TextReporter(Path here, PrintStream out, PrintStream err) implements Reporter {
    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

    @Override
    public void say(Message message) {
        switch (message) {
            case Message.Diagnostic diagnostic -> err.println(where(diagnostic) + ": " + diagnostic.text());
            case Message.Note note -> out.println(note.text());
            case Message.Command command -> out.println(quoted(command.arguments()));
            case Message.Failure failure -> err.println("error: " + failure.text());
        }
    }

    /** As a shell takes it. */
    private static String quoted(List<String> arguments) {
        return String.join(" ", arguments.stream()
                .map(a -> PLAIN.matcher(a).matches() ? a : "'" + a.replace("'", "'\\''") + "'").toList());
    }

    private String where(Message.Diagnostic diagnostic) {
        Path file = Path.of(diagnostic.file());
        Path shown = file.startsWith(here) ? here.relativize(file) : file;
        return shown + ":" + diagnostic.line() + ":" + diagnostic.column();
    }
}
