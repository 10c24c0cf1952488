package org.dnn.compiler.emit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.dnn.compiler.CompilerBug;

/** Tells one text from another by a few characters. */
final class Fingerprints {
    private static final int BYTES = 16;

    private Fingerprints() {}

    /** The first half of the text's SHA-256, in hexadecimal. */
    static String of(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new CompilerBug("emit", "every Java has SHA-256: " + e.getMessage());
        }
    }
}
