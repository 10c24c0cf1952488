package org.dnn.compiler.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dnn.compiler.source.GoldenFiles;
import org.dnn.compiler.source.SourceFile;
import org.dnn.compiler.source.Span;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** How diagnostics look at a terminal: each example in plain characters, the first in colours as well. */
class RendererTest {
    private static final String RESNET = """
            block Residual(x: [C, H, W], filters: int = C, stride: int = 1) -> [filters, H / stride, W / stride] {
              body = x -> ConvBn(filters, stride: stride) -> relu
                       -> ConvBn(filters)
              body + x -> relu
            }

            model ResNet(image: Cifar10.image) -> logits: [10] {
              image -> Stage(2)
                    -> Residual(2 * width, stride: 2)
            }
            """;

    private static Span span(SourceFile file, String text) {
        int start = file.text().indexOf(text);
        assertFalse(start < 0, text);
        return new Span(file, start, start + text.length());
    }

    /** The example of the language's description. */
    private static Diagnostic shapes() {
        SourceFile file = new SourceFile("cifar_resnet.dnn", RESNET);
        return Diagnostic.of(Code.UNEXPECTED_TEXT, plus(file), "shapes cannot be added").label("x: [16, 32, 32]")
                .label(span(file, RESNET.substring(RESNET.indexOf("body ="), RESNET.indexOf("\n  body +"))),
                        "body: [32, 16, 16]")
                .calls(List.of(new CallSite(span(file, "Residual(2 * width, stride: 2)"), "C = 16, H = 32, W = 32"),
                        new CallSite(span(file, "Stage(2)"), "")))
                .help("project the shortcut: x -> Conv2d(filters, kernel: 1, stride: stride, bias: false) -> BatchNorm")
                .build();
    }

    private static Span plus(SourceFile file) {
        int at = RESNET.indexOf("+ x");
        return new Span(file, at, at + 1);
    }

    private static Diagnostic.Builder at(String text, String place) {
        return Diagnostic.of(Code.EXPECTED, span(new SourceFile("test.dnn", text), place), "something is wrong");
    }

    private static Diagnostic.Builder atEnd(String text, int start) {
        return Diagnostic.of(Code.EXPECTED, new Span(new SourceFile("test.dnn", text), start, start),
                "something is missing");
    }

    private static Map<String, Diagnostic> examples() {
        Map<String, Diagnostic> examples = new LinkedHashMap<>();
        examples.put("shapes", shapes());
        examples.put("wide characters", at("a: \"世界 \uD83D\uDE00\" + 世界 // 世\n", "世界 //").label("wide").build());
        examples.put("combining characters", at("a: \"e\u0301\u0301\" + 世 @\n", "@").build());
        examples.put("tabs", at("\ta:\t1 +\t@ + 2\t\n", "@ +").label("here").build());
        examples.put("windows lines", at("a: 1\r\nb: @\r\nc: 2\r\n", "@").build());
        examples.put("several lines",
                at("a: [1,\n    2, 3,\n  4]\nb: 2\n", "[1,\n    2, 3,\n  4]").label("all of it").build());
        examples.put("many lines",
                at("a: [\n" + "  1,\n".repeat(9) + "  2]\n", "[\n" + "  1,\n".repeat(9) + "  2]").build());
        examples.put("end of the file", atEnd("a: 1\nb:", 7).help("give it a value").build());
        examples.put("behind the last line", atEnd("a: 1\n", 5).build());
        examples.put("empty file", atEnd("", 0).build());
        examples.put("span up to the next line", at("a: 1 + \nb: 2\n", "+ \n").build());
        examples.put("control characters", at("a: \u001B[31m\u0000\u202E\uD800 @\n", "@").build());
        SourceFile lines = new SourceFile("test.dnn", "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\n" + "g: 7\n".repeat(5));
        Span first = new Span(lines, 0, 4);
        examples.put("labels far apart",
                Diagnostic.of(Code.EXPECTED, new Span(lines, 30, 31), "far apart").label("here")
                        .label(first, "first").label(first, "once more").label(new Span(lines, 50, 52), "last")
                        .build());
        SourceFile other = new SourceFile("other.dnn", "x: 1\n");
        examples.put("label in another file",
                Diagnostic.of(Code.EXPECTED, first, "two files").label(new Span(other, 3, 4), "defined here").build());
        examples.put("warning without help", Diagnostic.of(Code.EXPECTED, first, "unwise").severity(Severity.WARNING)
                .fix(Fix.replace("do otherwise", first, "")).build());
        examples.put("note", Diagnostic.of(Code.EXPECTED, first, "by the way").severity(Severity.NOTE).build());
        examples.put("long line",
                at("a: f(" + "1, ".repeat(100) + "@, " + "2, ".repeat(100) + ")\n", "@").label("in it").build());
        examples.put("long span", at("a: \"" + "x".repeat(300) + "\"\n", "\"" + "x".repeat(300) + "\"").build());
        return examples;
    }

    @TestFactory
    Stream<DynamicTest> plain() {
        List<DynamicTest> tests = new ArrayList<>();
        examples().forEach((name, diagnostic) -> tests.add(DynamicTest.dynamicTest(name, () -> GoldenFiles
                .check(GoldenFiles.path("diagnostic/" + name.replace(' ', '_')), ".txt",
                        Renderer.plain().render(diagnostic)))));
        return tests.stream();
    }

    @Test
    void coloured() {
        String text = Renderer.coloured().render(shapes());
        GoldenFiles.check(GoldenFiles.path("diagnostic/shapes"), ".ansi", text);
        assertEquals(Renderer.plain().render(shapes()), text.replaceAll("\u001B\\[[0-9;]*m", ""));
    }

    @Test
    void severalWithALineBetween() {
        Diagnostic one = at("a: @\n", "@").build();
        assertEquals(Renderer.plain().render(one) + "\n" + Renderer.plain().render(one),
                Renderer.plain().render(List.of(one, one)));
    }

    @Test
    void log() {
        assertEquals("cifar_resnet.dnn:4:8: error DNN0101: shapes cannot be added", LogView.of(shapes()));
        assertEquals("a\uFFFDb:1:1: error DNN0106: x\uFFFDy", LogView.of(
                Diagnostic.of(Code.EXPECTED, new Span(new SourceFile("a\nb", ""), 0, 0), "x\u001By").build()));
    }

    @Test
    void json() {
        SourceFile file = new SourceFile("t\u00e4st.dnn", "a: \uD83D\uDE00 @\nb: 2\n");
        Diagnostic diagnostic = Diagnostic.of(Code.EXPECTED, new Span(file, 6, 10), "a \"quoted\"\\ line\nand \uD800")
                .label("l")
                .label(new Span(file, 0, 1), "a").calls(List.of(new CallSite(new Span(file, 3, 5), "C = 1")))
                .fix(new Fix("both",
                        List.of(new Edit(new Span(file, 6, 7), "1"), new Edit(new Span(file, 8, 8), "\t"))))
                .build();
        GoldenFiles.check(GoldenFiles.path("diagnostic/view"), ".json", JsonView.of(List.of(diagnostic, shapes())));
        assertEquals("[\n]\n", JsonView.of(List.of()));
    }
}
