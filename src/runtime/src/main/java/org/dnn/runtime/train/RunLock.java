package org.dnn.runtime.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.dnn.runtime.Problem;
import org.dnn.runtime.file.FileProblem;
import org.jspecify.annotations.Nullable;

/** Held while a run writes into its folder, so that no other process goes on with it; ends with the process at the latest. */
final class RunLock implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws Problem if another process holds it, or the folder cannot be written to */
    static RunLock on(Path folder) {
        Path file = folder.resolve(".lock");
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw Problem.in(folder, "this run still goes on in another process; wait for its end, or end it");
            }
            return new RunLock(file, channel);
        } catch (IOException e) {
            throw FileProblem.cannotWrite(file, e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldHere) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
            channel.close();
        } catch (IOException e) {
            throw FileProblem.cannotWrite(file, e);
        }
    }
}
