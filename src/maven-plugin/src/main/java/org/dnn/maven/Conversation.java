package org.dnn.maven;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/** One run of the command: shows in Maven's log what it says, and keeps what it answers. */
final class Conversation {
    private static final int BUG = 4;

    private final Log log;
    private @Nullable String failure;
    private List<String> command = List.of();

    Conversation(Log log) {
        this.log = log;
    }

    /**
     * Runs it to its end.
     *
     * @throws MojoFailureException   if it could not do what it should: why, in its own words
     * @throws MojoExecutionException if that is a bug
     */
    void run(List<String> line, Path folder) throws MojoFailureException, MojoExecutionException {
        log.debug(String.join(" ", line));
        int code = ChildProcess.reading(line, folder, this::hear);
        if (code == 0) {
            return;
        }
        if (failure == null) {
            throw new MojoExecutionException("the dnn command ended with code " + code + " and did not say why");
        }
        if (code == BUG) {
            throw new MojoExecutionException(failure);
        }
        throw new MojoFailureException(failure);
    }

    /** The command line that it named, where it was asked for one. */
    List<String> command() {
        return command;
    }

    private void hear(String line) {
        JsonObject message = message(line);
        if (message == null) {
            log.warn(line);
            return;
        }
        String kind = message.get("kind").getAsString();
        switch (kind) {
            case "diagnostic" -> show(message);
            case "note" -> message.get("text").getAsString().lines().forEach(log::info);
            case "command" -> command = message.getAsJsonArray("arguments").asList().stream()
                    .map(JsonElement::getAsString).toList();
            case "failure" -> failure = message.get("text").getAsString();
            default -> throw new IllegalStateException("the command says something of the unknown kind " + kind);
        }
    }

    /** Something that is no message: a stack trace, or a warning of the JVM. */
    private static @Nullable JsonObject message(String line) {
        if (!line.startsWith("{")) {
            return null;
        }
        try {
            return JsonParser.parseString(line).getAsJsonObject();
        } catch (JsonSyntaxException e) {
            return null;
        }
    }

    /** The place stands first, as the logs of other compilers have it, so that what reads logs makes it a link. */
    private void show(JsonObject diagnostic) {
        String place = diagnostic.get("file").getAsString() + ":" + diagnostic.get("line").getAsInt() + ":"
                + diagnostic.get("column").getAsInt();
        String severity = diagnostic.get("severity").getAsString();
        (place + ": " + diagnostic.get("text").getAsString()).lines().forEach(line -> {
            switch (severity) {
                case "error" -> log.error(line);
                case "warning" -> log.warn(line);
                default -> log.info(line);
            }
        });
    }
}
