package org.dnn.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.dnn.runtime.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server of our own on the loopback interface: no test needs the network. */
class DownloadTest {
    private static final byte[] CONTENT = "handwritten digits ".repeat(20_000).getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder = Path.of("");

    private Duration patience = Download.USUAL_PATIENCE;
    private final List<String> progress = new ArrayList<>();
    private final CountDownLatch testEnds = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server = unstarted();

    private static HttpServer unstarted() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException("no server on the loopback interface", e);
        }
    }

    @BeforeEach
    void start() {
        serve("/good", exchange -> send(exchange, 200, CONTENT));
        serve("/gone", exchange -> send(exchange, 404, CONTENT));
        serve("/other", exchange -> send(exchange, 200, "<html>login</html>".getBytes(StandardCharsets.UTF_8)));
        serve("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/good");
            send(exchange, 302, new byte[0]);
        });
        serve("/cut", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 1000);
            exchange.getResponseBody().flush();
            exchange.getHttpContext().getServer().stop(0);
        });
        serve("/silent", exchange -> hold());
        serve("/stalls", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 1000);
            exchange.getResponseBody().flush();
            hold();
        });
        server.setExecutor(threads);
        server.start();
    }

    private void serve(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    private void hold() {
        try {
            testEnds.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @AfterEach
    void stop() {
        testEnds.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private RemoteFile digits(String... paths) {
        String host = "http://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort();
        String sha256 = sha256OfContent();
        return new RemoteFile("digits.gz", Stream.of(paths).map(path -> URI.create(host + path)).toList(), sha256);
    }

    private static String sha256OfContent() {
        MessageDigest digest = Fingerprint.digest();
        digest.update(CONTENT);
        return Fingerprint.text(digest);
    }

    private Download download() {
        return new Download(folder.resolve("data"), patience, progress::add);
    }

    private void assertFetched(RemoteFile file) throws IOException {
        assertEquals(List.of(folder.resolve("data/digits.gz")), download().fetch(List.of(file)));
        assertArrayEquals(CONTENT, Files.readAllBytes(folder.resolve("data/digits.gz")));
        try (Stream<Path> files = Files.list(folder.resolve("data"))) {
            assertEquals(1, files.count());
        }
    }

    private void assertNotFetched(RemoteFile file, String reasons) throws IOException {
        Problem problem = assertThrows(Problem.class, () -> download().fetch(List.of(file)));
        assertEquals("digits.gz could not be fetched (" + reasons + "); get it another way and put it in "
                + folder.resolve("data"), problem.getMessage());
        try (Stream<Path> files = Files.list(folder.resolve("data"))) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void fetchesOnce() throws IOException {
        assertFetched(digits("/good"));
        assertEquals(List.of("fetching digits.gz from 127.0.0.1"), progress);
        server.stop(0);
        assertFetched(digits("/good"));
        assertEquals(1, progress.size());
    }

    @Test
    void followsAMove() throws IOException {
        assertFetched(digits("/moved"));
    }

    @Test
    void takesTheNextMirrorWhereOneFails() throws IOException {
        patience = Duration.ofMillis(1500);
        assertFetched(digits("/gone", "/other", "/silent", "/stalls", "/good"));
        assertEquals(5, progress.size());
    }

    @Test
    void saysWhyEachMirrorFailed() throws IOException {
        assertNotFetched(digits("/gone", "/other"),
                "127.0.0.1: it answered with status 404; 127.0.0.1: it sent another file than the one expected");
    }

    @Test
    void aMirrorThatStallsIsLeft() throws IOException {
        patience = Duration.ofMillis(600);
        assertNotFetched(digits("/stalls"), "127.0.0.1: it was silent for 600 ms");
    }

    @Test
    void aMirrorThatNeverAnswersIsLeft() throws IOException {
        patience = Duration.ofMillis(600);
        assertNotFetched(digits("/silent"), "127.0.0.1: it was silent for 600 ms");
    }

    @Test
    void aConnectionThatBreaksOffLeavesNothing() throws IOException {
        Problem problem = assertThrows(Problem.class, () -> download().fetch(List.of(digits("/cut"))));
        assertTrue(problem.getMessage().startsWith("digits.gz could not be fetched (127.0.0.1: "),
                problem.getMessage());
        assertFalse(Files.exists(folder.resolve("data/digits.gz")));
    }

    @Test
    void nobodyThere() throws IOException {
        RemoteFile file = digits("/good");
        server.stop(0);
        assertNotFetched(file, "127.0.0.1: no connection");
    }

    @Test
    void aNameThatNobodyKnows() throws IOException {
        // A part of a name has 63 letters at most, so no server need be asked.
        String host = "x".repeat(64) + ".invalid";
        RemoteFile file = new RemoteFile("digits.gz", List.of(URI.create("http://" + host + "/digits.gz")),
                sha256OfContent());
        assertNotFetched(file, host + ": its name is unknown here; is there a network?");
    }

    @Test
    void anotherFileOfTheSameNameIsNotOverwritten() throws IOException {
        Path own = folder.resolve("data/digits.gz");
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(own, "my own");
        Problem problem = assertThrows(Problem.class, () -> download().fetch(List.of(digits("/good"))));
        assertEquals(own + ": is not the file it is called after (its SHA-256 is another); move it away, and it is"
                + " fetched again", problem.getMessage());
        assertEquals("my own", Files.readString(own));
    }

    @Test
    void aFolderThatCannotBeWrittenIsNoFaultOfTheMirror() throws IOException {
        Files.writeString(folder.resolve("data"), "a file where the folder should be");
        Problem problem = assertThrows(Problem.class, () -> download().fetch(List.of(digits("/good", "/good"))));
        assertTrue(problem.getMessage().startsWith("cannot write " + folder.resolve("data/digits.gz") + ": "),
                problem.getMessage());
        assertEquals(1, progress.size());
    }

    @Test
    void filesBesideTheModelAreNotFetched() throws IOException {
        for (RemoteFile file : Mnist.FILES) {
            Files.writeString(folder.resolve(file.name()), "someone's own");
        }
        List<Path> found = Mnist.files(new DataDirectory(folder.resolve("data")), folder, progress::add);
        assertEquals(Mnist.FILES.stream().map(file -> folder.resolve(file.name())).toList(), found);
        assertEquals(List.of(), progress);
    }

    @Test
    void theFourFilesOfMnist() {
        assertEquals(4, Mnist.FILES.size());
        for (RemoteFile file : Mnist.FILES) {
            assertEquals(3, file.mirrors().size());
            assertTrue(file.mirrors().stream().allMatch(mirror -> mirror.getPath().endsWith("/" + file.name())));
        }
        assertThrows(IllegalArgumentException.class, () -> new RemoteFile("x", List.of(), "abc"));
    }
}
