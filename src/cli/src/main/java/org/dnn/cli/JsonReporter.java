package org.dnn.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.Locale;

/** For programs: one JSON object a line. */
record JsonReporter(PrintStream out) implements Reporter {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    @Override
    public void say(Message message) {
        JsonObject line = new JsonObject();
        line.addProperty("kind", message.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        GSON.toJsonTree(message).getAsJsonObject().entrySet().forEach(e -> line.add(e.getKey(), e.getValue()));
        out.println(GSON.toJson(line));
    }
}
