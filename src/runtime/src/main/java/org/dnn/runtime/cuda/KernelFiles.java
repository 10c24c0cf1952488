package org.dnn.runtime.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.dnn.runtime.Problem;
import org.dnn.runtime.file.AtomicFiles;

/**
 * The machine code of kernels, compiled when it is needed first, and kept in files: one for what there is in the source, for which
 * card, driver and compiler. A file that is not whole is made again; where none can be written, every run compiles.
 */
final class KernelFiles {
    /** What all kernels include. */
    static final String HEADER = "dnn.cuh";
    private static final int DIGEST_BYTES = 32;

    private final Path folder;
    private final Nvrtc compiler;
    private final Card card;
    private final int driverVersion;
    private final Consumer<String> say;
    private final String header = header();

    /**
     * @param folder where the files are
     * @param say    takes what there is to say, a sentence each
     */
    KernelFiles(Path folder, Nvrtc compiler, Card card, int driverVersion, Consumer<String> say) {
        this.folder = folder;
        this.compiler = compiler;
        this.card = card;
        this.driverVersion = driverVersion;
        this.say = say;
    }

    /** Where the files are kept: {@code -Ddnn.cache=FOLDER}, or in the user's folder for what can be made again. */
    static Path usualFolder() {
        String given = System.getProperty("dnn.cache");
        if (given != null) {
            return Path.of(given);
        }
        String user = System.getenv("XDG_CACHE_HOME");
        Path caches = user == null || user.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(user);
        return caches.resolve("dnn").resolve("kernels");
    }

    private static String header() {
        try (InputStream in = KernelFiles.class.getResourceAsStream(HEADER)) {
            return new String(Objects.requireNonNull(in, HEADER).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The code of a source. */
    byte[] code(String name, String source) {
        Path file = folder.resolve(key(source) + ".cubin");
        return kept(file).orElseGet(() -> made(name, source, file));
    }

    private byte[] made(String name, String source, Path file) {
        long begun = System.nanoTime();
        byte[] code = compiler.compile(name, source, HEADER, header, card);
        say.accept(String.format(java.util.Locale.ROOT, "compiled %s for %s in %.1f s", name, card.architecture(),
                (System.nanoTime() - begun) / 1e9));
        try {
            AtomicFiles.write(file, out -> {
                out.write(digest(code));
                out.write(code);
            });
        } catch (Problem problem) {
            say.accept("kernels are not kept for the next run: " + problem.getMessage()
                    + "; -Ddnn.cache=FOLDER names another folder");
        }
        return code;
    }

    /** What a file holds, if it is there and whole. */
    private Optional<byte[]> kept(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            byte[] code = Arrays.copyOfRange(bytes, Math.min(DIGEST_BYTES, bytes.length), bytes.length);
            if (bytes.length > DIGEST_BYTES
                    && Arrays.equals(digest(code), Arrays.copyOfRange(bytes, 0, DIGEST_BYTES))) {
                return Optional.of(code);
            }
            say.accept(file + " is damaged, and made again");
        } catch (IOException e) {
            say.accept(file + " cannot be read, and is made again: " + e.getMessage());
        }
        return Optional.empty();
    }

    private String key(String source) {
        String all = String.join("\0", source, header, card.architecture(), Integer.toString(driverVersion),
                compiler.identity());
        return HexFormat.of().formatHex(digest(all.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
