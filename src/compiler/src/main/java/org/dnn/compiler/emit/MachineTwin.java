package org.dnn.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/**
 * Writes the nested class of a program whose loop nests are machine code: a method that assembles each, when the class is
 * loaded, and one that runs it.
 */
final class MachineTwin {
    static final String NAME = "Machine";

    private final List<MachineMethod> methods;
    private final TypeSpec.Builder type;

    private MachineTwin(ClassName program, List<MachineMethod> methods) {
        this.methods = methods;
        this.type = TypeSpec.classBuilder(NAME).addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .superclass(program)
                .addJavadoc("The same in machine code, and the same bits; loaded where that can be called.\n");
    }

    /** @param kernels the program whose methods serve this one too, if there are any */
    static TypeSpec of(ClassName program, Optional<ClassName> kernels, List<MachineMethod> methods) {
        MachineTwin writer = new MachineTwin(program, methods);
        if (!methods.isEmpty()) {
            writer.fields();
        }
        writer.type.addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PUBLIC)
                .addParameter(RuntimeSymbols.CPU_MEMORY, "place")
                .addStatement(kernels.map(k -> CodeBlock.of("super(place, new $T(place))", k.nestedClass(NAME)))
                        .orElse(CodeBlock.of("super(place)")))
                .build());
        if (!methods.isEmpty()) {
            writer.nests();
        }
        for (int i = 0; i < methods.size(); i++) {
            writer.method(i, methods.get(i));
        }
        return writer.type.build();
    }

    private void fields() {
        type.addField(FieldSpec
                .builder(RuntimeSymbols.MACHINE_NESTS, "NESTS", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .initializer("nests()").build());
        type.addField(FieldSpec.builder(MemorySegment.class, "segment", Modifier.PRIVATE, Modifier.FINAL)
                .initializer("$T.ofArray(memory)", MemorySegment.class).build());
    }

    private void nests() {
        MethodSpec.Builder nests = MethodSpec.methodBuilder("nests").addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(RuntimeSymbols.MACHINE_NESTS)
                .addStatement("$T nests = new $T()", RuntimeSymbols.MACHINE_NESTS, RuntimeSymbols.MACHINE_NESTS);
        methods.forEach(m -> nests.addStatement("$L(nests.$L())", m.signature().name(), m.nest().begin()));
        type.addMethod(nests.addStatement("return nests.assembled()").build());
    }

    private void method(int number, MachineMethod method) {
        type.addMethod(method.signature().toBuilder().addAnnotation(Override.class)
                .addStatement("NESTS.nest($L, capacity)$L.run(segment)", number,
                        method.signature().parameters().stream()
                                .map(p -> ".with(" + p.name() + ")").collect(Collectors.joining()))
                .build());
        type.addMethod(MethodSpec.methodBuilder(method.signature().name())
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC).addParameter(RuntimeSymbols.NEST_CODE, "nest")
                .addCode(method.nest().body()).build());
    }
}
