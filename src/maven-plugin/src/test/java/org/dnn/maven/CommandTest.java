package org.dnn.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandTest {
    @Test
    void writesTheWholeLine() {
        Command command = new Command("java", List.of(Path.of("a.jar"), Path.of("b")), "Main", Path.of("out"),
                Path.of("work"), Map.of("dnn.seed", "3"));
        assertEquals(List.of("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                "a.jar" + File.pathSeparator + "b", "Main", "train", "--print-command", "--format=json", "--output=out",
                "--work=work", "-Ddnn.seed=3"), command.line("train", "--print-command"));
    }
}
