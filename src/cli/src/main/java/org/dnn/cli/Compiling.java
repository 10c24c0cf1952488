package org.dnn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.dnn.compiler.Compilation;
import org.dnn.compiler.Compiler;
import org.dnn.compiler.Request;
import org.dnn.compiler.Stage;
import org.dnn.compiler.diagnostic.Severity;
import org.dnn.compiler.source.SourceFile;
import org.dnn.runtime.Problem;

/**
 * Runs the compiler once, and says all that it has to say.
 *
 * @param compiler the compiler; tests have one of their own
 */
record Compiling(Job job, Function<Request, Compilation> compiler, Reporter reporter) {
    /** The one stage that the training prints: the compiler knows no values. */
    private static final String PARAMETERS = "parameters";

    /**
     * What came out where there are no errors.
     *
     * @param diagnostics warnings and notes, as they were said
     * @param asked       what the compiler wanted to know of data files
     */
    record Result(Compilation compilation, List<Message.Diagnostic> diagnostics, List<DataFiles.Asked> asked) {
        long warnings() {
            return count(compilation, Severity.WARNING);
        }
    }

    /**
     * @throws Mistakes if there are errors
     * @throws Problem  if a pass to leave out, a stage to print, or a param with a value from outside is unknown
     */
    Result run(List<SourceFile> files) {
        List<String> dumped = dumpedStages();
        DataFiles data = new DataFiles(job.sourceDirectory(), job.dataDirectory());
        Compilation compilation = compiler
                .apply(new Request(files, job.settings().parameters(), data, passesLeftOut()));
        job.settings().parameters().keySet().stream().filter(p -> !compilation.parameters().contains(p)).findFirst()
                .ifPresent(p -> {
                    throw Unknown.of("param", p, compilation.parameters());
                });
        DiagnosticMessages messages = new DiagnosticMessages(job.sourceDirectory());
        List<Message.Diagnostic> diagnostics = compilation.diagnostics().stream().map(messages::of).toList();
        diagnostics.forEach(reporter::say);
        dumped.forEach(stage -> dump(compilation, stage));
        if (compilation.hasErrors()) {
            throw new Mistakes(
                    Count.of(count(compilation, Severity.ERROR), "error") + " in " + job.shown(job.sourceDirectory()));
        }
        return new Result(compilation, diagnostics, data.asked());
    }

    private Set<String> passesLeftOut() {
        List<String> passes = job.settings().list(Setting.WITHOUT);
        for (String pass : passes) {
            if (!Compiler.passes().contains(pass)) {
                throw Unknown.of("pass", pass, Compiler.passes());
            }
        }
        return Set.copyOf(passes);
    }

    private List<String> dumpedStages() {
        List<String> known = new ArrayList<>(Stage.words());
        known.add(PARAMETERS);
        for (String stage : job.dumpedStages()) {
            if (!known.contains(stage)) {
                throw Unknown.of("stage", stage, known);
            }
        }
        return job.dumpedStages();
    }

    /** Where there are errors, stages behind them made nothing. */
    private void dump(Compilation compilation, String stage) {
        if (stage.equals(PARAMETERS)) {
            reporter.say(new Message.Note("--- " + PARAMETERS + " are printed when a training begins"));
        }
        compilation.dumps().forEach((name, text) -> {
            if (name.startsWith(stage + "/")) {
                reporter.say(new Message.Note("--- " + name + "\n" + text.get().stripTrailing()));
            }
        });
    }

    private static long count(Compilation compilation, Severity severity) {
        return compilation.diagnostics().stream().filter(d -> d.severity() == severity).count();
    }
}
