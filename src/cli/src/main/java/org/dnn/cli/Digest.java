package org.dnn.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 of parts, each with its length in front, so that no two lists of parts are taken for the same. */
final class Digest {
    private final MessageDigest digest;

    Digest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    static String of(String text) {
        return new Digest().add(text).text();
    }

    static String of(byte[] bytes) {
        return new Digest().add(bytes).text();
    }

    Digest add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    Digest add(byte[] bytes) {
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
        return this;
    }

    /** A file's content; a folder's files' names below it and contents; or that it is not there. */
    Digest add(Path path) {
        List<Path> files = Folder.files(path);
        add(String.valueOf(files.size()));
        files.forEach(file -> add(Folder.name(path, file)).add(Folder.bytes(file)));
        return this;
    }

    /** Ends it. */
    String text() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
