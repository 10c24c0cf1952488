package org.dnn.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

class JavaTextTest {
    @Test
    void laysAClassOutAsAPersonWould() {
        TypeSpec type = TypeSpec.classBuilder("Sizes").addJavadoc("Some sizes.\n")
                .addField(constant("ROWS", "How many rows.\n", CodeBlock.of("3")))
                .addField(constant("COLUMNS", "How many columns.\n", CodeBlock.of("4")))
                .addField(FieldSpec.builder(ClassName.get("java.lang", "StringBuilder"), "TEXT", Modifier.PRIVATE,
                        Modifier.STATIC).initializer("new StringBuilder()\n.append(1)\n.append(2)").build())
                .addMethod(MethodSpec.methodBuilder("rows").addJavadoc("Rows.\n\n@return at least one\n").build())
                .build();
        assertEquals("""
                package sizes;

                import java.lang.StringBuilder;

                /** Some sizes. */
                class Sizes {
                    /** How many rows. */
                    private static final int ROWS = 3;
                    /** How many columns. */
                    private static final int COLUMNS = 4;

                    private static StringBuilder TEXT = new StringBuilder()
                            .append(1)
                            .append(2);

                    /**
                     * Rows.
                     *
                     * @return at least one
                     */
                    void rows() {}
                }
                """, JavaText.of(JavaFile.builder("sizes", type).indent("    ").build()));
    }

    @Test
    void breaksLongLinesWhereTheLeastIsTornApart() {
        MethodSpec method = MethodSpec.methodBuilder("sum").addStatement(
                "float theSumOfTheTwoProducts = first(aRatherLongName, anotherLongName) * second + third(oneMoreLongName, theLast)"
                        + " * fourth")
                .build();
        assertEquals("""
                package sizes;

                class Sums {
                    void sum() {
                        float theSumOfTheTwoProducts = first(aRatherLongName, anotherLongName) * second
                                + third(oneMoreLongName, theLast) * fourth;
                    }
                }
                """, JavaText.of(JavaFile.builder("sizes", TypeSpec.classBuilder("Sums").addMethod(method).build())
                .indent("    ").build()));
    }

    private static FieldSpec constant(String name, String javadoc, CodeBlock value) {
        return FieldSpec.builder(int.class, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL).addJavadoc(javadoc)
                .initializer(value).build();
    }
}
