package org.dnn.cli;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.dnn.compiler.Compilation;
import org.dnn.compiler.source.SourceFile;

/**
 * Brings generated Java up to date. The compiler is left alone where nothing has changed: no source, no parameter, no
 * pass left out, nothing on the class path, no answer about data files, no generated file.
 *
 * @param classPath the command's own class path, compiler and all
 */
record Generator(Compiling compiling, ClassPath classPath) {
    Generation run() {
        Job job = compiling.job();
        List<SourceFile> files = Sources.of(job);
        String key = key(job, files);
        Optional<Generation> before = job.dumpedStages().isEmpty()
                ? Generation.read(job.work(), key).filter(g -> holds(job, g))
                : Optional.empty();
        if (before.isPresent()) {
            before.get().diagnostics().forEach(compiling.reporter()::say);
            say(Count.of(files.size(), "file") + " in " + job.shown(job.sourceDirectory()) + ": nothing has changed");
            return before.get();
        }
        return generate(job, files, key);
    }

    private String key(Job job, List<SourceFile> files) {
        Digest digest = new Digest().add(classPath.digest()).add(job.sourceDirectory().toString())
                .add(job.output().toString()).add(job.settings().parameters().toString())
                .add(job.settings().list(Setting.WITHOUT).toString());
        files.forEach(f -> digest.add(f.name()).add(f.text()));
        return digest.text();
    }

    private static boolean holds(Job job, Generation before) {
        DataFiles data = new DataFiles(job.sourceDirectory(), job.dataDirectory());
        return new GeneratedFiles(job.output()).digests(before.files().keySet()).equals(before.files())
                && before.asked().stream().allMatch(data::holds);
    }

    private Generation generate(Job job, List<SourceFile> files, String key) {
        Compiling.Result result = compiling.run(files);
        Compilation compilation = result.compilation();
        GeneratedFiles output = new GeneratedFiles(job.output());
        Generation.forget(job.work());
        int changed = output.replace(compilation.files());
        SortedMap<String, String> digests = new TreeMap<>(output.digests(compilation.files().keySet()));
        Generation generation = new Generation(result.diagnostics(), result.asked(), digests, compilation.trainings());
        generation.write(job.work(), key);
        say(Count.of(files.size(), "file") + " in " + job.shown(job.sourceDirectory()) + ": "
                + Count.of(compilation.sources().size(), "class") + " in " + job.shown(job.output()) + ", "
                + Count.of(changed, "file") + " changed");
        return generation;
    }

    private void say(String text) {
        compiling.reporter().say(new Message.Note(text));
    }
}
