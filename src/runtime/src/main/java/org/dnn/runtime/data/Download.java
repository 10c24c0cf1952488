package org.dnn.runtime.data;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.dnn.runtime.Problem;
import org.dnn.runtime.file.AtomicFiles;
import org.dnn.runtime.file.FileProblem;

/**
 * Fetches files that are not there yet. A file appears under its name only when all of it has come and its SHA-256 is
 * the expected one; a mirror that fails, stalls or sends something else is left for the next.
 *
 * @param directory where the files go
 * @param patience  how long a mirror may be silent, before its answer and within it
 * @param progress  is told what is fetched from where, a line at a time
 */
public record Download(Path directory, Duration patience, Consumer<String> progress) {
    public static final Duration USUAL_PATIENCE = Duration.ofSeconds(20);
    private static final int OK = 200;

    /** Why a mirror did not serve, in a few words. Not a problem yet: there may be another mirror. */
    private static final class MirrorFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MirrorFailed(String message) {
            super(message);
        }

        MirrorFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Each file in the directory, fetched where it was missing, in the order given.
     *
     * @throws Problem if one cannot be had, or is there with another content, or cannot be written
     */
    public List<Path> fetch(List<RemoteFile> files) {
        List<Path> paths = new ArrayList<>();
        for (RemoteFile file : files) {
            Path path = directory.resolve(file.name());
            if (!Files.exists(path)) {
                fetch(file, path);
            } else if (!Fingerprint.sha256(path).equals(file.sha256())) {
                throw Problem.in(path, "is not the file it is called after (its SHA-256 is another);"
                        + " move it away, and it is fetched again");
            }
            paths.add(path);
        }
        return List.copyOf(paths);
    }

    private void fetch(RemoteFile file, Path path) {
        List<String> reasons = new ArrayList<>();
        for (URI mirror : file.mirrors()) {
            try {
                progress.accept("fetching " + file.name() + " from " + mirror.getHost());
                AtomicFiles.write(path, out -> fetch(file, mirror, out));
                return;
            } catch (MirrorFailed e) {
                reasons.add(mirror.getHost() + ": " + e.getMessage());
            }
        }
        throw new Problem(file.name() + " could not be fetched (" + String.join("; ", reasons)
                + "); get it another way and put it in " + directory.toAbsolutePath().normalize());
    }

    private void fetch(RemoteFile file, URI mirror, OutputStream out) throws IOException {
        MessageDigest digest = Fingerprint.digest();
        HttpClient client = HttpClient.newBuilder().connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NORMAL).build();
        try {
            Receiver receiver = new Receiver(new DigestOutputStream(out, digest));
            HttpRequest request = HttpRequest.newBuilder(mirror).build();
            await(client.sendAsync(request, receiver::receive), receiver);
        } finally {
            client.shutdownNow();
        }
        if (!Fingerprint.text(digest).equals(file.sha256())) {
            throw new MirrorFailed("it sent another file than the one expected");
        }
    }

    /** Takes the bytes as they come and remembers when the last ones did. */
    private static final class Receiver {
        private final OutputStream out;
        private final AtomicLong lastNews = new AtomicLong(System.nanoTime());

        Receiver(OutputStream out) {
            this.out = out;
        }

        HttpResponse.BodySubscriber<Void> receive(HttpResponse.ResponseInfo response) {
            lastNews.set(System.nanoTime());
            return response.statusCode() == OK
                    ? BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(this::take)).apply(response)
                    : BodySubscribers.replacing(null);
        }

        private void take(byte[] part) {
            lastNews.set(System.nanoTime());
            try {
                out.write(part);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Duration silence() {
            return Duration.ofNanos(System.nanoTime() - lastNews.get());
        }
    }

    private void await(CompletableFuture<HttpResponse<Void>> answer, Receiver receiver) throws IOException {
        long glance = Math.clamp(patience.toMillis() / 10, 1, 1000);
        while (true) {
            try {
                int status = answer.get(glance, TimeUnit.MILLISECONDS).statusCode();
                if (status != OK) {
                    throw new MirrorFailed("it answered with status " + status);
                }
                return;
            } catch (TimeoutException e) {
                if (receiver.silence().compareTo(patience) > 0) {
                    answer.cancel(true);
                    throw new MirrorFailed("it was silent for " + patience.toMillis() + " ms");
                }
            } catch (InterruptedException e) {
                answer.cancel(true);
                Thread.currentThread().interrupt();
                throw new Problem("fetching was interrupted", e);
            } catch (ExecutionException e) {
                throw failure(e);
            }
        }
    }

    /** What the client says, in words. A full disk is no fault of the mirror: the next one would not help. */
    private static MirrorFailed failure(ExecutionException failure) throws IOException {
        String reason = "it failed";
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UncheckedIOException disk) {
                throw disk.getCause();
            }
            if (cause instanceof UnresolvedAddressException) {
                return new MirrorFailed("its name is unknown here; is there a network?", failure);
            }
            if (cause instanceof HttpConnectTimeoutException || cause instanceof ConnectException) {
                reason = "no connection";
            } else if (cause instanceof IOException io && reason.equals("it failed")) {
                reason = FileProblem.reason(io);
            }
        }
        return new MirrorFailed(reason, failure);
    }
}
