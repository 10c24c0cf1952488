package org.dnn.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What all commands understand. */
@Command(mixinStandardHelpOptions = true, versionProvider = Main.Version.class)
final class Options {
    /** How messages are written. */
    enum Format {
        text, json
    }

    @Option(names = "-D", paramLabel = "dnn.NAME=VALUE", mapFallbackValue = "true", description = "A setting; `dnn help settings` lists them.")
    private final Map<String, String> properties = new TreeMap<>();

    @Option(names = "--format", paramLabel = "text|json", description = "For people, or for programs: one JSON object a line.")
    private Format format = Format.text;

    @Option(names = "--output", paramLabel = "FOLDER", description = "Where generated Java goes, otherwise ${DEFAULT-VALUE}.")
    private Path output = Path.of("target", "generated-sources", "dnn");

    @Option(names = "--work", paramLabel = "FOLDER", description = "Where is kept what saves work the next time, otherwise ${DEFAULT-VALUE}.")
    private Path work = Path.of("target", "dnn");

    /** @throws org.dnn.runtime.Problem if a setting is unknown */
    Job job(Path here) {
        return new Job(here, Settings.of(properties), here.resolve(output).normalize(),
                here.resolve(work).normalize());
    }

    Reporter reporter(World world) {
        return switch (format) {
            case text -> new TextReporter(world.here(), world.out(), world.err());
            case json -> new JsonReporter(new PrintStream(world.out(), true, StandardCharsets.UTF_8));
        };
    }

    /** Asked before it is known whether the settings are good. */
    boolean wantsStackTrace() {
        return "true".equals(properties.get(Setting.PREFIX + Setting.STACKTRACE.key()));
    }
}
