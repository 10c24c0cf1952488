package org.dnn.runtime.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.dnn.runtime.Problem;
import org.dnn.runtime.file.AtomicFiles;
import org.dnn.runtime.file.FileProblem;

/**
 * The folder of one run, {@code <root>/<Train>/<number>/}, and the names of the files in it. Beside the folders lies
 * {@code latest}, a symbolic link to the newest; where the file system has no links, a text file with its number.
 *
 * @param path    the folder
 * @param number  from 1
 */
public record RunFolder(Path path, int number) {
    /** The folder that {@link #claim} is given by default, beside the source file. */
    public static final String ROOT = "runs";
    private static final String LATEST = "latest";
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    /** As in the language; so a name is never a path. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

    /**
     * Makes the next folder of a train block, and makes it the latest. However many runs start at once, in one process
     * or several, each gets a folder of its own, and the latest is in the end the one with the highest number.
     *
     * @throws Problem if it cannot be made
     */
    public static RunFolder claim(Path root, String train) {
        Path runs = runs(root, train);
        try {
            Files.createDirectories(runs);
            RunFolder folder = makeNext(runs);
            pointToLatest(runs, folder.number());
            return folder;
        } catch (IOException e) {
            throw FileProblem.cannotWrite(runs, e);
        }
    }

    /**
     * The folder that {@code latest} names, or nothing where there is none.
     *
     * @throws Problem if it is there and cannot be read
     */
    public static Optional<RunFolder> latest(Path root, String train) {
        Path latest = runs(root, train).resolve(LATEST);
        try {
            String target = "";
            if (Files.isSymbolicLink(latest)) {
                target = Files.readSymbolicLink(latest).toString();
            } else if (Files.isRegularFile(latest)) {
                target = Files.readString(latest).strip();
            }
            Path folder = latest.resolveSibling(target);
            return NUMBER.matcher(target).matches() && Files.isDirectory(folder)
                    ? Optional.of(new RunFolder(folder, Integer.parseInt(target)))
                    : Optional.empty();
        } catch (IOException e) {
            throw FileProblem.cannotRead(latest, e);
        }
    }

    /** The run for programs. */
    public Path runJson() {
        return path.resolve("run.json");
    }

    /** The run for people: one page that needs no network. */
    public Path report() {
        return path.resolve("report.html");
    }

    /** The loss by epoch as a picture. */
    public Path lossSvg() {
        return path.resolve("loss.svg");
    }

    /**
     * Writes all three, each whole or not at all; replaces what an earlier call has written. What is for programs has every epoch
     * and takes as long as what is for people: of two processors each has one.
     *
     * @throws Problem if one cannot be written
     */
    public void write(RunRecord record) {
        CompletableFuture<Void> forPrograms = CompletableFuture
                .runAsync(() -> write(runJson(), RunJson.of(record)));
        try {
            write(lossSvg(), LossSvg.of(record));
            write(report(), ReportPage.of(record));
        } finally {
            join(forPrograms);
        }
    }

    private static void join(CompletableFuture<Void> written) {
        try {
            written.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof Problem problem) {
                throw problem;
            }
            throw failed;
        }
    }

    private static void write(Path file, String text) {
        AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Path runs(Path root, String train) {
        if (!NAME.matcher(train).matches()) {
            throw new IllegalArgumentException("not the name of a train block: " + train);
        }
        return root.resolve(train);
    }

    private static RunFolder makeNext(Path runs) throws IOException {
        int number = highest(runs).orElse(0) + 1;
        while (!make(runs.resolve(String.valueOf(number)))) {
            number++;
        }
        return new RunFolder(runs.resolve(String.valueOf(number)), number);
    }

    /**
     * False if a run that started meanwhile has made it: the one question that the file system answers for one alone.
     */
    private static boolean make(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
    }

    private static OptionalInt highest(Path runs) throws IOException {
        try (Stream<Path> children = Files.list(runs)) {
            return children.map(child -> child.getFileName().toString()).filter(NUMBER.asMatchPredicate())
                    .mapToInt(Integer::parseInt).max();
        }
    }

    /**
     * Looks again after writing: a run that made a higher folder in between may have written before us, but then we see
     * its folder now. So whoever writes last writes the highest.
     */
    static void pointToLatest(Path runs, int claimed) throws IOException {
        int written = 0;
        for (int highest = claimed; highest > written; highest = highest(runs).orElse(claimed)) {
            replaceLatest(runs, claimed, highest);
            written = highest;
        }
    }

    private static void replaceLatest(Path runs, int claimed, int target) throws IOException {
        Path latest = runs.resolve(LATEST);
        Path beside = runs.resolve("." + LATEST + "." + claimed); // ours alone: nobody else has claimed this number
        if (Files.isDirectory(latest, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(latest.toString(), null, "a folder is in the place of the link " + LATEST);
        }
        Files.deleteIfExists(beside);
        try {
            Files.createSymbolicLink(beside, Path.of(String.valueOf(target)));
        } catch (UnsupportedOperationException | FileSystemException noLinksHere) {
            Files.writeString(beside, target + "\n");
        }
        Files.move(beside, latest, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
