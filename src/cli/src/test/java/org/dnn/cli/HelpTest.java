package org.dnn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HelpTest {
    private final Desk desk = new Desk(Path.of(""));

    @Test
    void explainsItself() {
        for (String arguments : new String[]{"help", "--help"}) {
            Desk.Said said = desk.run(arguments);
            assertEquals(0, said.code());
            for (String command : new String[]{"generate", "check", "train", "test", "help settings"}) {
                assertTrue(said.out().contains(command), said.out());
            }
        }
    }

    @Test
    void explainsACommand() {
        Desk.Said said = desk.run("help", "train");
        assertTrue(said.out().startsWith("Usage: dnn train "), said.out());
        assertEquals(said, desk.run("train", "--help"));
    }

    @Test
    void knowsItsTopics() {
        Desk.Said said = desk.run("help", "setting");
        assertEquals(1, said.code());
        assertTrue(said.err().startsWith("there is no help on setting; did you mean settings? "
                + "There are check, doctor, generate, help, settings, test, train\n"), said.err());
    }

    @Test
    void knowsItsCommands() {
        Desk.Said said = desk.run("trian");
        assertEquals(1, said.code());
        assertTrue(said.err().contains("trian") && said.err().contains("train"), said.err());
    }

    @Test
    void asksWhatToDo() {
        Desk.Said said = desk.run();
        assertEquals(1, said.code());
        assertTrue(said.err().startsWith("say what to do: generate, check, train, test or doctor\n"), said.err());
    }
}
