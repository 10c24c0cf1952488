package org.dnn.cli;

import java.util.List;
import java.util.Optional;

import org.dnn.compiler.Compilation.Trainable;
import org.dnn.runtime.Problem;
import org.jspecify.annotations.Nullable;

/** Finds the train block that is meant. */
final class Blocks {
    private Blocks() {}

    /** @throws Problem if it is not among them */
    static Trainable named(String wanted, List<Trainable> trainings) {
        return trainings.stream().filter(t -> t.name().equals(wanted)).findFirst()
                .orElseThrow(() -> Unknown.of("train block", wanted, names(trainings)));
    }

    /**
     * The name that was given behind the command, or else as a setting.
     *
     * @throws Problem if both are given and differ
     */
    static Optional<String> wanted(@Nullable String name, Job job) {
        Optional<String> set = job.settings().get(Setting.TRAIN);
        if (name != null && set.isPresent() && !set.get().equals(name)) {
            throw new Problem("two train blocks are named: " + name + ", and " + Setting.TRAIN.option() + "="
                    + set.get());
        }
        return name == null ? set : Optional.of(name);
    }

    /** The one that there is, or that is wanted; none if there are several and none is wanted. */
    static Optional<Trainable> meant(Optional<String> wanted, List<Trainable> trainings) {
        return wanted.isEmpty() && trainings.size() == 1
                ? Optional.of(trainings.getFirst())
                : wanted.map(name -> named(name, trainings));
    }

    static List<String> names(List<Trainable> trainings) {
        return trainings.stream().map(Trainable::name).sorted().toList();
    }
}
