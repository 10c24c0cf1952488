package org.dnn.compiler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dnn.compiler.check.Check;
import org.dnn.compiler.diagnostic.Diagnostics;
import org.dnn.compiler.differentiate.Differentiate;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.GraphPrinter;
import org.dnn.compiler.ir.TrainingGraphs;
import org.dnn.compiler.lower.Lower;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.parse.Parser;
import org.dnn.compiler.source.GoldenFiles;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;

/** The train blocks of the {@code .dnn} files of a folder; of those that differ in their data alone, the first. */
public record DistinctTraining(SourceFile file, Training training, TrainingGraphs graphs) {
    public static List<DistinctTraining> of(Path folder) {
        List<DistinctTraining> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path path : files.filter(f -> f.toString().endsWith(".dnn")).sorted().toList()) {
                SourceFile file = GoldenFiles.read(path);
                Diagnostics diagnostics = new Diagnostics();
                for (Training training : Check
                        .check(Parser.parse(file, diagnostics), diagnostics, Outside.NOTHING, Map.of()).trainings()) {
                    TrainingGraphs graphs = Lower.training(training, new Numbering(), Differentiate::gradients);
                    if (seen.add(GraphPrinter.print(graphs.step()).replaceAll("//.*", ""))) {
                        all.add(new DistinctTraining(file, training, graphs));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }
}
