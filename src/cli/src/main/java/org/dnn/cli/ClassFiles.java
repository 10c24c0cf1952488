package org.dnn.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import org.dnn.runtime.Problem;

/**
 * Compiles generated Java to classes for the JVM that trains, and puts kernels beside them. They are the command's own, apart from a project's: so
 * training needs no build of the project, and runs with the runtime that belongs to the compiler.
 *
 * @param classPath with the runtime
 */
record ClassFiles(Job job, ClassPath classPath) {
    /**
     * The folder with the classes, up to date.
     *
     * @throws Problem if this JVM has no compiler
     */
    Path of(Generation generation) {
        Path folder = job.work().resolve("classes");
        KeyedFile last = new KeyedFile(job.work().resolve("classes.key"));
        String key = new Digest().add(classPath.digest()).add(generation.files().toString()).text();
        if (!last.read(key).equals(Optional.of(digest(folder)))) {
            last.forget();
            Folder.files(folder).forEach(Folder::delete);
            compile(generation, folder);
            last.write(key, digest(folder));
        }
        return folder;
    }

    private static String digest(Path folder) {
        return new Digest().add(folder).text();
    }

    private void compile(Generation generation, Path folder) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new Problem("training needs a JDK; " + System.getProperty("java.home") + " has no javac");
        }
        List<String> arguments = new ArrayList<>(List.of("--release", "25", "-proc:none", "-Xlint:none", "-encoding",
                "UTF-8", "-cp", classPath.text(), "-d", folder.toString()));
        generation.files().keySet().stream().filter(name -> name.endsWith(".java"))
                .forEach(name -> arguments.add(job.output().resolve(name).toString()));
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        if (compiler.run(null, messages, messages, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException(
                    "javac does not accept what was generated:\n" + messages.toString(StandardCharsets.UTF_8));
        }
        generation.files().keySet().stream().filter(name -> !name.endsWith(".java"))
                .forEach(name -> Folder.copy(job.output().resolve(name), folder.resolve(name)));
    }
}
