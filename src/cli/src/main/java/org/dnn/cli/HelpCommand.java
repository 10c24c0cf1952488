package org.dnn.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dnn help}, {@code dnn help train}, {@code dnn help settings}. */
@Command(name = "help", description = "Explains a command, or all settings: dnn help settings.")
final class HelpCommand implements Runnable {
    private static final String SETTINGS = "settings";

    @Parameters(arity = "0..1", paramLabel = "COMMAND|settings", description = "What to explain.")
    private @Nullable String topic;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        CommandLine dnn = Objects.requireNonNull(spec).parent().commandLine();
        PrintWriter out = dnn.getOut();
        if (topic == null) {
            dnn.usage(out);
        } else if (topic.equals(SETTINGS)) {
            out.print(settings());
        } else {
            command(dnn, topic).usage(out);
        }
        out.flush();
    }

    private static CommandLine command(CommandLine dnn, String name) {
        Map<String, CommandLine> commands = dnn.getSubcommands();
        CommandLine command = commands.get(name);
        if (command == null) {
            Set<String> topics = new TreeSet<>(commands.keySet());
            topics.add(SETTINGS);
            throw new ParameterException(dnn, Unknown.of("help on", name, topics).getMessage());
        }
        return command;
    }

    /** The list of all settings, a sentence each. */
    static String settings() {
        StringBuilder text = new StringBuilder();
        for (Setting setting : Setting.values()) {
            text.append(setting.option()).append('=').append(setting.placeholder()).append('\n');
            text.append("    ").append(setting.sentence()).append('\n');
        }
        return text.toString();
    }
}
