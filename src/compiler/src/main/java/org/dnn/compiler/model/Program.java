package org.dnn.compiler.model;

import java.util.List;

import org.dnn.compiler.source.SourceFile;

/** All that one file means. */
public record Program(SourceFile file, String documentation, List<DataSet> data, List<Network> networks,
        List<Training> trainings) {
    public Program {
        data = List.copyOf(data);
        networks = List.copyOf(networks);
        trainings = List.copyOf(trainings);
    }
}
