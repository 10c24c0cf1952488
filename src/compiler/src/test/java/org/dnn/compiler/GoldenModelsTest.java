package org.dnn.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dnn.compiler.source.GoldenFiles;
import org.dnn.compiler.source.Outside;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A folder of {@code golden} holds a model and what each stage makes of it: graphs as they are written and as they are
 * optimised, kernels, plan, Java; and what each pass saves.
 */
class GoldenModelsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    private record Counts(long equations, long steps, long barriers, String arena) {
        @Override
        public String toString() {
            return "%d equations, %d steps, %d barriers, arena of %s".formatted(equations, steps, barriers, arena);
        }
    }

    @TestFactory
    Stream<DynamicTest> stages() throws IOException {
        return models().stream().map(m -> DynamicTest.dynamicTest(m.toString(), () -> {
            SortedMap<String, String> texts = texts(compile(m, Set.of()));
            texts.put(m.getFileName() + ".passes", passes(m));
            texts.forEach((name, text) -> GoldenFiles.check(m.resolve(name),
                    name.substring(name.lastIndexOf('.')), text));
            try (Stream<Path> files = Files.list(m)) {
                Set<String> names = files.map(f -> f.getFileName().toString()).collect(Collectors.toSet());
                names.removeAll(texts.keySet());
                assertEquals(Set.of(m.getFileName() + ".dnn"), names, "files of nothing");
            }
        }));
    }

    /** Each pass is worth something to one of the models, and costs another nothing: it fires, and does not. */
    @Test
    void eachPassChangesSomeModels() throws IOException {
        for (String pass : Compiler.passes()) {
            boolean fires = false;
            boolean rests = false;
            for (Path model : models()) {
                SortedMap<String, Counts> all = counts(compile(model, Set.of()));
                SortedMap<String, Counts> without = counts(compile(model, Set.of(pass)));
                fires |= !all.equals(without);
                rests |= all.entrySet().stream().anyMatch(e -> e.getValue().equals(without.get(e.getKey())));
            }
            assertTrue(fires, pass + " changes no model");
            assertTrue(rests, pass + " changes every program");
        }
    }

    private static List<Path> models() throws IOException {
        try (Stream<Path> folders = Files.list(GOLDEN)) {
            List<Path> models = folders.filter(Files::isDirectory).sorted().toList();
            assertFalse(models.isEmpty());
            return models;
        }
    }

    private static Compilation compile(Path model, Set<String> without) {
        Path file = model.resolve(model.getFileName() + ".dnn");
        Compilation compilation = Compiler
                .compile(new Request(List.of(GoldenFiles.read(file)), Map.of(), Outside.NOTHING, without));
        assertEquals(List.of(), compilation.diagnostics().stream().map(d -> d.message()).toList());
        return compilation;
    }

    /** By file name: {@code CubeTrainingStep.plan}. */
    private static SortedMap<String, String> texts(Compilation compilation) {
        SortedMap<String, String> texts = new TreeMap<>();
        compilation.dumps().forEach((name, text) -> {
            String[] parts = name.split("/", 2);
            texts.put(parts[1].replaceFirst("\\.dnn$", "") + "." + parts[0], text.get());
        });
        compilation.files()
                .forEach((path, text) -> texts.put(path.substring(path.lastIndexOf('/') + 1), text));
        return texts;
    }

    private static String passes(Path model) {
        SortedMap<String, Counts> all = counts(compile(model, Set.of()));
        StringBuilder text = new StringBuilder();
        all.forEach((program, counts) -> {
            text.append(program).append(": ").append(counts).append('\n');
            for (String pass : Compiler.passes()) {
                Counts without = counts(compile(model, Set.of(pass))).get(program);
                text.append("    without ").append(pass).append(": ")
                        .append(counts.equals(without) ? "the same" : String.valueOf(without)).append('\n');
            }
        });
        return text.toString();
    }

    private static SortedMap<String, Counts> counts(Compilation compilation) {
        SortedMap<String, Counts> counts = new TreeMap<>();
        for (String dump : new TreeSet<>(compilation.dumps().keySet())) {
            if (dump.startsWith("ir/")) {
                String program = dump.substring("ir/".length());
                String plan = printed(compilation, "plan/" + program);
                String arena = plan.lines().filter(l -> l.startsWith("arena of ")).findFirst().orElseThrow();
                counts.put(program, new Counts(
                        lines(printed(compilation, dump), " *%.* = (?!parameter).*"),
                        lines(plan, " *[0-9]+ +[^ ].*, (shared by|by one) .*"), lines(plan, " *barrier"),
                        arena.substring("arena of ".length(), arena.indexOf(','))));
            }
        }
        return counts;
    }

    private static String printed(Compilation compilation, String dump) {
        return Objects.requireNonNull(compilation.dumps().get(dump), dump).get();
    }

    private static long lines(String text, String pattern) {
        return text.lines().filter(Pattern.compile(pattern).asMatchPredicate()).count();
    }
}
