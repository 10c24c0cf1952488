package org.dnn.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * The constant in which a class keeps its settings: a chain of calls on a builder. javac goes down a stack for each call of a
 * chain, and a method has 64 kB at most, so a long chain is cut into methods that take the builder and give it back.
 */
final class SetupField {
    /** Calls of a chain at most. */
    static final int LONGEST = 100;

    private SetupField() {}

    /** @param first what makes the builder, before the calls */
    static void add(TypeSpec.Builder type, ClassName setup, CodeBlock first, List<CodeBlock> calls) {
        CodeBlock builder = first;
        if (calls.size() <= LONGEST) {
            builder = chain(first, calls);
        } else {
            ClassName builderType = setup.nestedClass("Builder");
            for (int from = 0; from < calls.size(); from += LONGEST) {
                String name = "setup" + (from / LONGEST + 1);
                List<CodeBlock> part = calls.subList(from, Math.min(calls.size(), from + LONGEST));
                type.addMethod(MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                        .returns(builderType).addParameter(builderType, "setup")
                        .addStatement("return $L", chain(CodeBlock.of("setup"), part)).build());
                builder = CodeBlock.of("$L($L)", name, builder);
            }
        }
        type.addField(FieldSpec.builder(setup, "SETUP", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .initializer("$L\n.build()", builder).build());
    }

    private static CodeBlock chain(CodeBlock first, List<CodeBlock> calls) {
        CodeBlock.Builder code = CodeBlock.builder().add(first);
        calls.forEach(call -> code.add("\n").add(call));
        return code.build();
    }
}
