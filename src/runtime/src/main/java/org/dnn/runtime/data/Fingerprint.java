package org.dnn.runtime.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.dnn.runtime.Problem;
import org.dnn.runtime.file.FileProblem;

/** What tells one content of a file from another: its SHA-256. */
public final class Fingerprint {
    private Fingerprint() {}

    /**
     * The SHA-256 of a file's bytes in lower-case hexadecimal.
     *
     * @throws Problem if the file cannot be read
     */
    public static String sha256(Path file) {
        MessageDigest digest = digest();
        byte[] chunk = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int got = in.read(chunk); got >= 0; got = in.read(chunk)) {
                digest.update(chunk, 0, got);
            }
        } catch (IOException e) {
            throw FileProblem.cannotRead(file, e);
        }
        return text(digest);
    }

    /** A new one. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What it has come to, in lower-case hexadecimal. */
    public static String text(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
