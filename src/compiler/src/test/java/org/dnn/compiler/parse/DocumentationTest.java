package org.dnn.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.FileTree;
import org.junit.jupiter.api.Test;

class DocumentationTest {
    private static FileTree read(String text) {
        return Sources.parse(text).tree();
    }

    @Test
    void ofTheFileAndOfItsDeclarations() {
        FileTree tree = read(
                "/// The file.\n///   More.\n\n/// A.\n///B.\nparam a: int = 1 /// not this\n//// nor this\ndata D {}\n");
        assertEquals("The file.\n  More.", tree.documentation());
        assertEquals("A.\nB.", ((Declaration.Param) tree.declarations().get(0)).documentation());
        assertEquals("", ((Declaration.Data) tree.declarations().get(1)).documentation());
    }

    @Test
    void theFirstLinesMayBeBoth() {
        FileTree tree = read("\n/// Both.\r\ndata D {\r\n}\r\n\r\n/// Last.\r\nexport D {}\r\n");
        assertEquals("Both.", tree.documentation());
        assertEquals("Both.", ((Declaration.Data) tree.declarations().getFirst()).documentation());
    }

    @Test
    void behindADeclarationItIsNotTheFiles() {
        FileTree tree = read("seed: 1\n/// Of M.\nmodel M() -> [1] { f() }\n/// Of nothing.\n");
        assertEquals("", tree.documentation());
        assertEquals("Of M.", ((Declaration.Network) tree.declarations().get(1)).documentation());
    }

    @Test
    void aFileOfCommentsAlone() {
        assertEquals("Hello", read("/// Hello").documentation());
        assertEquals(0, read("// nothing\n\n").declarations().size());
        assertEquals(0, read("").declarations().size());
    }
}
