package org.dnn.runtime.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

import org.dnn.runtime.Problem;
import org.dnn.runtime.report.RunFolder;

/** Which folder a training writes into: a new one, or that of the latest run if it is to go on. */
final class Runs {
    private Runs() {}

    /**
     * Where nothing is there to go on with, a new run begins, and says so: whoever starts a training again and again until
     * it is through can say the same each time.
     *
     * @throws Problem if the run that is to go on is over, or if no folder can be made
     */
    static RunFolder choose(Options options, String train, Consumer<String> say) {
        if (options.resume()) {
            Optional<RunFolder> latest = RunFolder.latest(options.runs(), train);
            if (latest.isPresent() && hasCheckpoint(latest.get())) {
                return latest.get();
            }
            if (latest.isPresent() && Files.exists(latest.get().path().resolve(SavedModel.FILE))) {
                throw Problem.in(latest.get().path(),
                        "this run is over, so there is nothing to go on with; begin a new one"
                                + " without -Ddnn.resume");
            }
            say.accept(latest.map(f -> f.path() + " has no checkpoint to go on from")
                    .orElse("There is no run of " + train + " in " + options.runs() + " to go on with")
                    + "; a new one begins.");
        }
        return RunFolder.claim(options.runs(), train);
    }

    static boolean hasCheckpoint(RunFolder folder) {
        return Files.exists(folder.path().resolve(CheckpointFiles.LATEST));
    }

    /** What stands in the way of a run, and what it leaves nevertheless. */
    static Problem withWhatIsLeft(RunFolder folder, Problem problem) {
        Path model = folder.path().resolve(SavedModel.FILE);
        String left = Files.exists(model)
                ? "; the trained model is in " + model
                : hasCheckpoint(folder)
                        ? "; what was learnt until the last checkpoint is safe: go on with -Ddnn.resume=true"
                        : "";
        return new Problem(problem.getMessage() + left, problem);
    }
}
