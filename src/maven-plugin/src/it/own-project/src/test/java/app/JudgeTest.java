package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private final Judge judge = new Judge(Path.of("runs", "Halves", "latest", "model.safetensors"));

    @Test
    void knowsTheHalves() {
        assertTrue(judge.isAbove(0.2f, 0.7f));
        assertFalse(judge.isAbove(0.7f, 0.2f));
    }

    @Test
    void needsNoFlag() {
        assertEquals(List.of(), ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.contains("module") || flag.contains("export") || flag.contains("native")).toList());
    }
}
