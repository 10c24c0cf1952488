package org.dnn.compiler.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dnn.compiler.Compilation;
import org.dnn.compiler.Compiler;
import org.dnn.compiler.Request;
import org.dnn.compiler.diagnostic.Renderer;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;

/** What concerns all files of a source root. */
class TrainNamesTest {
    private static SourceFile file(String name, String train) {
        return new SourceFile(name, """
                param width: int = 4
                data D {
                  source: generate(rows: 10)
                  input x: float[2] = uniform(0, 1)
                  target y: float = sum(x)
                }
                model M(x: D.x) -> y: [1] { x -> Linear(width) -> relu -> Linear(1) }
                train %s { model: M(D.x); loss: mse(y, D.y); optimizer: SGD(lr: 0.1); epochs: 1; batch: all }
                """.formatted(train));
    }

    private static Compilation compile(Map<String, String> parameters, SourceFile... files) {
        return Compiler.compile(new Request(List.of(files), parameters, Outside.NOTHING, Set.of()));
    }

    @Test
    void twoFilesWithOneNameAreBothShown() {
        assertEquals("""
                error DNN0302: another file has a train block Fast
                  b.dnn:8:7
                8 | train Fast { model: M(D.x); loss: mse(y, D.y); optimizer: SGD(lr: 0.1); epochs: 1; batch: all }
                  |       ^^^^
                  |   a.dnn:8:7  the first
                help: choose another name: they are trained by name alone
                """, Renderer.plain().render(compile(Map.of(), file("a.dnn", "Fast"), file("b.dnn", "Fast"))
                .diagnostics()));
        assertEquals(List.of(), compile(Map.of(), file("a.dnn", "Fast"), file("b.dnn", "Slow")).diagnostics());
    }

    @Test
    void paramsAreKnownByName() {
        assertEquals(Set.of("width"), new TreeSet<>(compile(Map.of(), file("a.dnn", "Fast")).parameters()));
    }

    @Test
    void aValueFromOutsideMustFitItsParam() {
        assertEquals("""
                error DNN0403: -Ddnn.param.width=wide does not fit: width is of type int
                  a.dnn:1:7
                1 | param width: int = 4
                  |       ^^^^^
                help: give a number
                """, Renderer.plain().render(compile(Map.of("width", "wide"), file("a.dnn", "Fast")).diagnostics()));
        assertEquals(1, compile(Map.of("width", "2.5"), file("a.dnn", "Fast")).diagnostics().size());
        assertEquals(List.of(), compile(Map.of("width", "1_0"), file("a.dnn", "Fast")).diagnostics());
    }
}
