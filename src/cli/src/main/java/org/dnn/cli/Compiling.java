package org.dnn.cli;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;

import org.dnn.compiler.Compilation;
import org.dnn.compiler.Request;
import org.dnn.compiler.diagnostic.Severity;
import org.dnn.compiler.optimise.Passes;
import org.dnn.compiler.source.SourceFile;
import org.dnn.runtime.Problem;

/**
 * Runs the compiler once, and says all that it has to say.
 *
 * @param compiler the compiler; tests have one of their own
 */
record Compiling(Job job, Function<Request, Compilation> compiler, Reporter reporter) {
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
     * @throws Problem  if a pass to leave out, or a stage to print, is unknown
     */
    Result run(List<SourceFile> files) {
        DataFiles data = new DataFiles(job.sourceDirectory(), job.dataDirectory());
        Compilation compilation = compiler
                .apply(new Request(files, job.settings().parameters(), data, passesLeftOut()));
        DiagnosticMessages messages = new DiagnosticMessages(job.sourceDirectory());
        List<Message.Diagnostic> diagnostics = compilation.diagnostics().stream().map(messages::of).toList();
        diagnostics.forEach(reporter::say);
        dump(compilation);
        if (compilation.hasErrors()) {
            throw new Mistakes(
                    Count.of(count(compilation, Severity.ERROR), "error") + " in " + job.shown(job.sourceDirectory()));
        }
        return new Result(compilation, diagnostics, data.asked());
    }

    private Set<String> passesLeftOut() {
        List<String> passes = job.settings().list(Setting.WITHOUT);
        for (String pass : passes) {
            if (!Passes.names().contains(pass)) {
                throw Unknown.of("pass", pass, Passes.names());
            }
        }
        return Set.copyOf(passes);
    }

    /** Where there are errors, stages behind them made nothing, which is no reason to call them unknown. */
    private void dump(Compilation compilation) {
        for (String stage : job.dumpedStages()) {
            SortedMap<String, String> dumps = compilation.dumps();
            if (dumps.keySet().stream().noneMatch(d -> stage(d).equals(stage)) && !compilation.hasErrors()) {
                throw Unknown.of("stage", stage, stages(dumps));
            }
            dumps.forEach((name, text) -> {
                if (stage(name).equals(stage)) {
                    reporter.say(new Message.Note("--- " + name + "\n" + text.stripTrailing()));
                }
            });
        }
    }

    private static Set<String> stages(SortedMap<String, String> dumps) {
        Set<String> stages = new TreeSet<>();
        dumps.keySet().forEach(name -> stages.add(stage(name)));
        return stages;
    }

    private static String stage(String dump) {
        return dump.split("/", 2)[0];
    }

    private static long count(Compilation compilation, Severity severity) {
        return compilation.diagnostics().stream().filter(d -> d.severity() == severity).count();
    }
}
