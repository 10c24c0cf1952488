package org.dnn.runtime.data;

import java.net.URI;
import java.util.List;

/**
 * A file that can be had from several places and is known by its content.
 *
 * @param name    what it is called in the data directory
 * @param mirrors where it is, the first to be tried first
 * @param sha256  of its bytes, in lower-case hexadecimal
 */
public record RemoteFile(String name, List<URI> mirrors, String sha256) {
    public RemoteFile {
        mirrors = List.copyOf(mirrors);
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a SHA-256: " + sha256);
        }
    }
}
