package org.dnn.cli;

import java.util.List;
import java.util.Optional;

import org.dnn.compiler.Compilation.Trainable;
import org.dnn.runtime.Problem;

/** Finds the train block that is meant. */
final class Blocks {
    private Blocks() {}

    /** @throws Problem if it is not among them */
    static Trainable named(String wanted, List<Trainable> trainings) {
        return trainings.stream().filter(t -> t.name().equals(wanted)).findFirst()
                .orElseThrow(() -> Unknown.of("train block", wanted, names(trainings)));
    }

    /** The one that there is, or that is named; none if there are several and none is named. */
    static Optional<Trainable> meant(Job job, List<Trainable> trainings) {
        Optional<String> wanted = job.settings().get(Setting.TRAIN);
        return wanted.isEmpty() && trainings.size() == 1
                ? Optional.of(trainings.getFirst())
                : wanted.map(name -> named(name, trainings));
    }

    static List<String> names(List<Trainable> trainings) {
        return trainings.stream().map(Trainable::name).sorted().toList();
    }
}
