package org.dnn.runtime.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

import org.dnn.runtime.Problem;

/**
 * Writes a file beside its place and moves it there when it is whole and on the disk. Whoever reads sees the old file
 * or the new one, never a part; when writing fails, the old one stays as it was.
 */
public final class AtomicFiles {
    private static final int BUFFER_BYTES = 1 << 16;

    private AtomicFiles() {}

    /** What a file shall hold. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it; need not close the stream. What it throws ends the writing and reaches the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** @throws Problem if it cannot be written */
    public static void write(Path file, byte[] bytes) {
        write(file, out -> out.write(bytes));
    }

    /**
     * Folders that lack are made. A symbolic link stays one: the file it leads to is replaced.
     *
     * @throws Problem if it cannot be written: the file, what happened, and that the old file is unchanged
     */
    public static void write(Path file, Content content) {
        try {
            replace(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(), content);
        } catch (IOException e) {
            String fate = Files.isRegularFile(file) ? "; the file that was there is unchanged" : "";
            throw new Problem(FileProblem.cannotWrite(file, e).getMessage() + fate, e);
        }
    }

    private static void replace(Path file, Content content) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a folder");
        }
        Path folder = file.resolveSibling("").toAbsolutePath();
        Files.createDirectories(folder);
        Path beside = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            writeToDisk(beside, content);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (Throwable failure) {
            delete(beside, failure);
            throw failure;
        }
    }

    private static void writeToDisk(Path file, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    private static void delete(Path file, Throwable failure) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
