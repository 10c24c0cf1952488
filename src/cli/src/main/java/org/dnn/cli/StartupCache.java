package org.dnn.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.dnn.runtime.Problem;

/**
 * Takes a third of its start from a JVM that trains: classes that are loaded, and what their methods are like, come from one file
 * (the JDK's AOT cache: JEP 483, 514, 515). A first training writes down what it loads, which takes it some tenths of a second;
 * before the second the file is made of that, in a second; from then on it is there. Where anything of that fails, there is none, and
 * trainings start as without it.
 *
 * @param folder    where it is kept
 * @param java      the JVM and its flags: the file is for them alone
 * @param classPath of jars: the JDK refuses folders
 */
record StartupCache(Path folder, List<String> java, ClassPath classPath) {
    private static final String CACHE = ".aot";
    private static final String RECORD = ".record";
    private static final String WHOLE = ".whole";

    /** Tells the training which file to make when it is through. No setting of the user's. */
    private static final String RECORDING = "dnn.recording";
    /** A record and a cache take a fifth of this. */
    private static final long ROOM = 200L << 20;

    /** For a JVM with this module the JDK keeps hardly anything. */
    private static final String WITHOUT = "--add-modules";

    /**
     * Further flags, with which the JVM begins with the cache, or records it; none where it can do neither.
     *
     * @param verb what it is asked to do: only what trains is recorded
     */
    List<String> flags(String verb) {
        if (java.contains(WITHOUT)) {
            return List.of();
        }
        try {
            Optional<String> key = key();
            return key.isPresent() ? flags(verb, key.get()) : List.of();
        } catch (IOException | Problem e) {
            return List.of();
        }
    }

    private List<String> flags(String verb, String key) throws IOException {
        Files.createDirectories(folder);
        Path cache = folder.resolve(key + CACHE);
        if (!Files.exists(cache)) {
            Optional<Path> record = wholeRecord(key);
            if (record.isEmpty()) {
                return verb.equals("train") && Files.getFileStore(folder).getUsableSpace() > ROOM
                        ? recording(folder.resolve(key + "-" + ProcessHandle.current().pid()))
                        : List.of();
            }
            assemble(record.get(), cache);
        }
        // Where the JVM finds that it is for another one, it shall go on without a word.
        return Files.size(cache) > 0 ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off,cds=off") : List.of();
    }

    private List<String> recording(Path file) {
        // Those of trainings that were interrupted.
        Folder.files(folder).stream().filter(f -> f.toString().endsWith(RECORD) && !Files.exists(beside(f, WHOLE)))
                .forEach(Folder::delete);
        // Otherwise it says on the user's console where the record is.
        return List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + file + RECORD, "-Xlog:aot=off,cds=off",
                "-XX:+UnlockDiagnosticVMOptions", "-XX:-DisplayVMOutput", "-D" + RECORDING + "=" + file + WHOLE);
    }

    /** What the JVM looks at too: its own version and flags, and each jar's place, time and size. Nothing where one is no jar. */
    private Optional<String> key() throws IOException {
        Digest digest = new Digest();
        digest.add(System.getProperty("java.vm.version", ""));
        java.forEach(digest::add);
        for (Path entry : classPath.entries()) {
            if (!Files.isRegularFile(entry)) {
                return Optional.empty();
            }
            BasicFileAttributes file = Files.readAttributes(entry, BasicFileAttributes.class);
            digest.add(entry.toAbsolutePath().toString()).add(file.lastModifiedTime().toString())
                    .add(String.valueOf(file.size()));
        }
        return Optional.of(digest.text().substring(0, 16));
    }

    /** Of a training that came to its end, by a JVM that is gone: it writes it last of all. */
    private Optional<Path> wholeRecord(String key) throws IOException {
        for (Path file : Folder.files(folder)) {
            if (Folder.name(folder, file).startsWith(key) && file.toString().endsWith(RECORD)
                    && Files.exists(beside(file, WHOLE)) && isGone(Files.readString(beside(file, WHOLE)))) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private static boolean isGone(String process) {
        return process.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(process)).isEmpty();
    }

    private static Path beside(Path record, String ending) {
        String name = String.valueOf(record.getFileName());
        return record.resolveSibling(name.substring(0, name.length() - RECORD.length()) + ending);
    }

    /** An empty file where it cannot be made: then it is not tried again. What is older is for nobody any more. */
    private void assemble(Path record, Path cache) throws IOException {
        Path part = beside(record, CACHE + ".part");
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + record, "-XX:AOTCache=" + part, "-cp",
                classPath.text()));
        int code = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start()
                .onExit().join().exitValue();
        if (code != 0 || !Files.exists(part)) {
            Files.write(part, new byte[0]);
        }
        Folder.files(folder).stream().filter(file -> !file.equals(part)).forEach(Folder::delete);
        Files.move(part, cache, StandardCopyOption.ATOMIC_MOVE);
    }
}
