package org.dnn.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import org.dnn.compiler.ir.Extent;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.plan.Plan;
import org.dnn.compiler.source.Origin;

/** Where the buffers of a program lie, as members of its class: constants, and fields for what depends on the batch's capacity. */
final class Places {
    private final Plan plan;
    private final Names members;
    private final Map<Buffer, String> names = new LinkedHashMap<>();

    /** @param members names of the class, of which some are taken */
    Places(Plan plan, Names members) {
        this.plan = plan;
        this.members = members;
    }

    /** Gives a buffer a name, unless it has one. */
    void name(Buffer buffer) {
        if (plan.offset(buffer).isConstant()) {
            names.computeIfAbsent(buffer, b -> members.constant(b.name()));
        } else {
            names.computeIfAbsent(buffer, b -> members.variable(b.name()));
        }
    }

    /** Where a slot begins: a constant, a field, and the turns of the repetitions around it. */
    String of(Slot slot) {
        StringBuilder text = new StringBuilder(of(slot.buffer()));
        for (int i = 0; i < slot.turns().size(); i++) {
            Extent stride = slot.buffer().type().elements(i + 1);
            String scaled = stride.isConstant() ? Long.toString(stride.constant()) : stride.rows() + " * capacity";
            text.append(" + ").append(EmitProgram.turn(slot.turns().get(i))).append(" * ").append(scaled);
        }
        return text.toString();
    }

    /** Where a buffer begins. */
    String of(Buffer buffer) {
        return Objects.requireNonNull(names.get(buffer), buffer.name());
    }

    void fields(TypeSpec.Builder type) {
        names.forEach((buffer, name) -> {
            Extent offset = plan.offset(buffer);
            FieldSpec.Builder field = offset.isConstant()
                    ? FieldSpec.builder(int.class, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                            .initializer("$L", offset.constant())
                    : FieldSpec.builder(int.class, name, Modifier.PRIVATE, Modifier.FINAL);
            type.addField(field.addJavadoc(buffer.inHalves() ? "$L, as bfloat16\n" : "$L\n", buffer.type()).build());
        });
    }

    /** Works out the fields in a constructor, where {@code FIXED} floats lie before what has rows. */
    void assign(MethodSpec.Builder constructor) {
        names.forEach((buffer, name) -> {
            Extent offset = plan.offset(buffer);
            if (!offset.isConstant()) {
                constructor.addStatement(offset.rows() == 0 ? "$L = FIXED" : "$L = FIXED + $L * capacity", name,
                        offset.rows());
            }
        });
    }

    /** Where the host finds what the program gives for each row. */
    Optional<MethodSpec> outputs() {
        List<Buffer> outputs = names.keySet().stream()
                .filter(b -> b.variable().filter(v -> v.role() == Variable.Role.OUTPUT).isPresent()).toList();
        if (outputs.isEmpty()) {
            return Optional.empty();
        }
        CodeBlock.Builder code = CodeBlock.builder().add("return switch (name) {\n").indent();
        outputs.forEach(b -> code.add("case $S -> $L;\n", b.name(), of(b)));
        code.add("default -> super.place(name);\n").unindent().add("};\n");
        return Optional.of(MethodSpec.methodBuilder("place").addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL).returns(int.class)
                .addParameter(String.class, "name").addCode(code.build()).build());
    }

    /** Tells a trace that a slot is written. */
    CodeBlock written(Slot slot, Origin kernel) {
        int line = slot.buffer().origin().orElse(kernel).span().line();
        Extent elements = slot.type().elements();
        boolean halves = slot.buffer().inHalves();
        return slot.type().hasRows()
                ? StripRun.statement("trace.$L($S, $L, $L, rows, $L)", halves ? "halfRows" : "rows",
                        slot.buffer().name(), line, of(slot), elements.rows())
                : StripRun.statement("trace.$L($S, $L, $L, $L)", halves ? "halfValue" : "value", slot.buffer().name(),
                        line, of(slot), elements.constant());
    }
}
