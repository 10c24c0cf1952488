package org.dnn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class EndedTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void saysHowLongAndHowLarge() {
        Ended ended = Ended.run(List.of("sh", "-c", "echo first; sleep 0.3; echo last"), folder);
        assertEquals("last", ended.lastLine());
        assertTrue(ended.seconds() >= 0.3, () -> ended.seconds() + " s");
        assertTrue(ended.peakBytes() > 100_000, () -> ended.peakBytes() + " bytes");
    }

    @Test
    void whatFailsIsShown() {
        IllegalStateException e = assertThrows(IllegalStateException.class,
                () -> Ended.run(List.of("sh", "-c", "echo no torch; exit 4"), folder));
        assertEquals("sh -c echo no torch; exit 4 ended with 4\nno torch\n", e.getMessage());
    }
}
