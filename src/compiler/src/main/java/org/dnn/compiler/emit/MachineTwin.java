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
    private final List<String> columns;
    private final TypeSpec.Builder type;

    private MachineTwin(ClassName program, List<MachineMethod> methods) {
        this.methods = methods;
        this.columns = methods.stream().flatMap(m -> m.nest().columns().stream()).distinct().toList();
        this.type = TypeSpec.classBuilder(NAME).addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .superclass(program)
                .addJavadoc("The same in machine code, and the same bits; loaded where that can be called.\n");
    }

    /**
     * @param program  that computes what has no such form
     * @param kernels the program whose methods serve this one too, if there are any
     */
    static TypeSpec of(ClassName program, Optional<ClassName> kernels, List<MachineMethod> methods) {
        MachineTwin writer = new MachineTwin(program, methods);
        if (!methods.isEmpty()) {
            writer.fields();
        }
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder().addModifiers(Modifier.PUBLIC)
                .addParameter(RuntimeSymbols.CPU_MEMORY, "place")
                .addStatement(kernels.map(k -> CodeBlock.of("super(place, new $T(place))", k.nestedClass(NAME)))
                        .orElse(CodeBlock.of("super(place)")));
        writer.columns
                .forEach(c -> constructor.addStatement("$L = $T.ofArray($L)", segment(c), MemorySegment.class, c));
        writer.type.addMethod(constructor.build());
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
        // A column is known when the program is.
        columns.forEach(c -> type.addField(FieldSpec
                .builder(MemorySegment.class, segment(c), Modifier.PRIVATE, Modifier.FINAL).build()));
    }

    private static String segment(String column) {
        return column + "Segment";
    }

    private void nests() {
        MethodSpec.Builder nests = MethodSpec.methodBuilder("nests").addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(RuntimeSymbols.MACHINE_NESTS)
                .addStatement("$T nests = new $T()", RuntimeSymbols.MACHINE_NESTS, RuntimeSymbols.MACHINE_NESTS);
        methods.forEach(m -> nests.addStatement("$L(nests.$L())", m.signature().name(), m.nest().begin()));
        type.addMethod(nests.addStatement("return nests.assembled()").build());
    }

    private void method(int number, MachineMethod method) {
        MethodSpec.Builder call = method.signature().toBuilder().addAnnotation(Override.class);
        method.nest().loops().forEach(l -> call.beginControlFlow("$L", l));
        call.addStatement("NESTS.nest($L, capacity)$L.run(segment$L)", number,
                method.nest().told().stream().map(t -> ".with(" + t + ")").collect(Collectors.joining()),
                method.nest().columns().stream().map(c -> ", " + segment(c)).collect(Collectors.joining()));
        method.nest().loops().forEach(_ -> call.endControlFlow());
        type.addMethod(call.build());
        type.addMethod(MethodSpec.methodBuilder(method.signature().name())
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC).addParameter(RuntimeSymbols.NEST_CODE, "nest")
                .addCode(method.nest().body()).build());
    }
}
