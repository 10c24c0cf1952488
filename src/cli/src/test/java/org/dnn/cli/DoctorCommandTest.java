package org.dnn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    @TempDir
    private Path folder;

    /** What it looks at is what a training will find: the same JVM, with the same flags and settings. */
    @Test
    void startsAJvmLikeOneThatTrains() {
        Desk desk = new Desk(folder);
        assertEquals(0, desk.run("doctor", "-Ddnn.data=elsewhere").code());
        List<String> command = desk.started().getFirst();
        assertTrue(command.contains("--enable-native-access=ALL-UNNAMED"), command::toString);
        assertTrue(command.contains("-Ddnn.data=elsewhere"), command::toString);
        assertEquals(List.of("org.dnn.runtime.Launch", "doctor"), command.subList(command.size() - 2, command.size()));
        assertEquals(1, desk.run(1, "doctor").code());
    }

    @Test
    void printsWhatItWouldStart() {
        Desk desk = new Desk(folder);
        Desk.Said said = desk.run("doctor", "--print-command");
        assertTrue(said.out().strip().endsWith("org.dnn.runtime.Launch doctor"), said.out());
        assertEquals(List.of(), desk.started());
    }
}
