package org.dnn.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private final List<String> log = new ArrayList<>();
    private final Conversation conversation = new Conversation(new SystemStreamLog() {
        @Override
        public void debug(CharSequence line) {}

        @Override
        public void info(CharSequence line) {
            log.add("[INFO] " + line);
        }

        @Override
        public void warn(CharSequence line) {
            log.add("[WARNING] " + line);
        }

        @Override
        public void error(CharSequence line) {
            log.add("[ERROR] " + line);
        }
    });

    private void hear(String... linesAndCode) throws MojoFailureException, MojoExecutionException {
        List<String> line = new ArrayList<>(TestJava.line(FakeCommand.class));
        line.addAll(List.of(linesAndCode));
        conversation.run(line, Path.of("").toAbsolutePath());
    }

    private static String diagnostic(String severity) {
        return "{\"kind\":\"diagnostic\",\"severity\":\"" + severity + "\",\"file\":\"/p/cube.dnn\",\"line\":3,"
                + "\"column\":7,\"text\":\"" + severity + " DNN0101: no\\n3 | x\\nhelp: do\",\"diagnostic\":{}}";
    }

    @Test
    void showsEachThingAtItsLevel() throws Exception {
        hear(diagnostic("error"), diagnostic("warning"), diagnostic("note"),
                "{\"kind\":\"note\",\"text\":\"all is well\\nso far\"}", "!a stack trace", "{no json", "0");
        assertEquals(List.of("[ERROR] /p/cube.dnn:3:7: error DNN0101: no", "[ERROR] 3 | x", "[ERROR] help: do",
                "[WARNING] /p/cube.dnn:3:7: warning DNN0101: no", "[WARNING] 3 | x", "[WARNING] help: do",
                "[INFO] /p/cube.dnn:3:7: note DNN0101: no", "[INFO] 3 | x", "[INFO] help: do", "[INFO] all is well",
                "[INFO] so far", "[WARNING] a stack trace", "[WARNING] {no json"), log);
    }

    @Test
    void failsWithTheSentenceOfTheCommand() {
        for (String code : new String[]{"1", "2"}) {
            MojoFailureException failure = assertThrows(MojoFailureException.class,
                    () -> hear("{\"kind\":\"failure\",\"text\":\"there is no such thing\"}", code));
            assertEquals("there is no such thing", failure.getMessage());
        }
        assertEquals(List.of(), log);
    }

    @Test
    void tellsBugsFromMistakes() {
        MojoExecutionException bug = assertThrows(MojoExecutionException.class,
                () -> hear("{\"kind\":\"failure\",\"text\":\"this is a bug\"}", "4"));
        assertEquals("this is a bug", bug.getMessage());
    }

    @Test
    void saysWhenTheCommandDied() {
        MojoExecutionException death = assertThrows(MojoExecutionException.class, () -> hear("137"));
        assertEquals("the dnn command ended with code 137 and did not say why", death.getMessage());
    }

    @Test
    void keepsTheCommandLine() throws Exception {
        hear("{\"kind\":\"command\",\"arguments\":[\"java\",\"-cp\",\"a b\",\"Launch\"]}", "0");
        assertEquals(List.of("java", "-cp", "a b", "Launch"), conversation.command());
    }

    @Test
    void saysWhatCannotBeStarted() {
        MojoFailureException failure = assertThrows(MojoFailureException.class,
                () -> conversation.run(List.of("no-such-program"), Path.of("").toAbsolutePath()));
        assertEquals(true, String.valueOf(failure.getMessage()).startsWith("cannot run no-such-program: "));
    }
}
