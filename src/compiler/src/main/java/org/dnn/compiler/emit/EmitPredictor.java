package org.dnn.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.Network;
import org.dnn.compiler.model.Node;
import org.dnn.compiler.model.Predictor;
import org.dnn.compiler.type.Kind;

/** Writes the class of a model: it loads and saves weights, and says what the network says of rows as they are in the data. */
public final class EmitPredictor {
    private final String packageName;
    private final Predictor predictor;
    private final TensorLines tensors;
    private final Map<ColumnGroup, Boolean> columns;
    private final List<Component> components = new ArrayList<>();
    private final ClassName rowType;
    private final ClassName program;

    /** A component of the row that is predicted for: one column. */
    private record Component(String name, TypeName type, String javadoc, CodeBlock put) {}

    /** @param bytes the columns that the network reads, and whether each is stored as bytes */
    public EmitPredictor(String packageName, Predictor predictor, TensorLines tensors,
            Map<ColumnGroup, Boolean> bytes) {
        this.packageName = packageName;
        this.predictor = predictor;
        this.tensors = tensors;
        this.columns = new LinkedHashMap<>(bytes);
        this.rowType = ClassName.get(packageName, predictor.name(), "Row");
        this.program = ClassName.get(packageName, predictor.name() + "Prediction");
        components();
    }

    public JavaFile emit() {
        TypeSpec.Builder type = TypeSpec.classBuilder(predictor.name()).addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addJavadoc("$L\n", javadoc());
        type.addType(row());
        SetupField.add(type, RuntimeSymbols.MODEL_SETUP, CodeBlock.of("$T.of($S, $S)", RuntimeSymbols.MODEL_SETUP,
                predictor.network().name(), predictor.network().origin().span().file().name()), setup());
        type.addField(RuntimeSymbols.PREDICTOR, "predictor", Modifier.PRIVATE, Modifier.FINAL);
        type.addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE)
                .addParameter(RuntimeSymbols.PREDICTOR, "predictor").addStatement("this.predictor = predictor")
                .build());
        files(type);
        answers(type);
        type.addMethod(MethodSpec.methodBuilder("setup").addModifiers(Modifier.STATIC)
                .addJavadoc("What is known of the model before its weights are read.\n")
                .returns(RuntimeSymbols.MODEL_SETUP).addStatement("return SETUP").build());
        type.addMethod(put());
        return JavaText.file(packageName, type.build());
    }

    private String javadoc() {
        Network network = predictor.network();
        return JavadocText.of(network.documentation(), "The model " + network.name() + ".")
                + "\n\n<p>Any number of threads may ask one object at a time." + JavadocText.from(network.origin());
    }

    private void components() {
        int index = 0;
        Names names = new Names();
        for (Map.Entry<ColumnGroup, Boolean> column : columns.entrySet()) {
            ColumnGroup group = column.getKey();
            if (group.names().size() == 1 && group.width() > 1) {
                components.add(array(names, index, group, column.getValue()));
            } else {
                for (int i = 0; i < group.names().size(); i++) {
                    if (isRead(group, i)) {
                        components.add(number(names, index, i, group));
                    }
                }
            }
            index++;
        }
    }

    private boolean isRead(ColumnGroup group, int element) {
        return predictor.network().nodes().stream().filter(n -> n instanceof Node.Input)
                .flatMap(n -> ((Node.Input) n).columns().stream())
                .anyMatch(p -> p.group().equals(group) && element >= p.from() && element < p.from() + p.count());
    }

    private static Component array(Names names, int column, ColumnGroup group, boolean bytes) {
        String name = names.variable(group.name());
        return new Component(name, bytes ? ArrayTypeName.of(byte.class) : ArrayTypeName.of(float.class),
                group.storedShape() + (bytes ? ", each from 0 to 255" : ""),
                CodeBlock.of("place.array($L, $S, row.$N())", column, group.name(), name));
    }

    private static Component number(Names names, int column, int element, ColumnGroup group) {
        String own = group.names().get(element).name();
        String name = names.variable(own);
        TypeName type = switch (group.kind()) {
            case Kind.Bool _ -> TypeName.BOOLEAN;
            case Kind.ClassOf _ -> TypeName.INT;
            case Kind.OneHot _,Kind.Real _,Kind.Logits _,Kind.Probability _,Kind.LogProbability _ -> TypeName.FLOAT;
        };
        String value = type.equals(TypeName.BOOLEAN) ? "row.$N() ? 1 : 0" : "row.$N()";
        return new Component(name, type, own + (group.optional() ? ", NaN where it is missing" : ""),
                CodeBlock.of("place.number($L, $L, " + value + ")", column, element, name));
    }

    private TypeSpec row() {
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder();
        CodeBlock.Builder javadoc = CodeBlock.builder().add("A row as it is in the data, before any transform.\n\n");
        for (Component component : components) {
            constructor.addParameter(ParameterSpec.builder(component.type(), component.name()).build());
            javadoc.add("@param $L $L\n", component.name(), JavadocText.of(component.javadoc()));
        }
        return TypeSpec.recordBuilder("Row").addModifiers(Modifier.PUBLIC)
                .recordConstructor(constructor.build()).addJavadoc(javadoc.build()).build();
    }

    private List<CodeBlock> setup() {
        List<CodeBlock> calls = new ArrayList<>();
        calls.add(CodeBlock.of(".arena($T.FIXED, $T.PER_ROW, $T.SCRATCH)", program, program, program));
        calls.addAll(tensors.calls());
        columns.forEach((group, bytes) -> calls.add(CodeBlock.of(".column($S, $L, $L)", group.name(), group.width(),
                bytes)));
        int width = width();
        calls.add(CodeBlock.of(".output($S, $L).output($S, $L)", "output", width, "answer", width));
        return calls;
    }

    private int width() {
        return predictor.network().outputType().elements();
    }

    private void files(TypeSpec.Builder type) {
        ClassName own = ClassName.get(packageName, predictor.name());
        type.addMethod(MethodSpec.methodBuilder("load").addModifiers(Modifier.PUBLIC, Modifier.STATIC).returns(own)
                .addJavadoc("""
                        Loads a trained model.

                        @param file the {@code model.safetensors} that a training left
                        @throws $T if the file cannot be read, or holds the weights of another network
                        """, RuntimeSymbols.PROBLEM)
                .addParameter(Path.class, "file")
                .addStatement("return new $T($T.load(SETUP, file,\n"
                        + "(place, vectors) -> vectors ? new $T.Vectors(place) : new $T(place)))", own,
                        RuntimeSymbols.PREDICTOR, program, program)
                .build());
        type.addMethod(MethodSpec.methodBuilder("save").addModifiers(Modifier.PUBLIC)
                .addJavadoc("Writes the weights, and what preprocessing learnt, as safetensors.\n")
                .addParameter(Path.class, "file").addStatement("predictor.save(file)").build());
    }

    private void answers(TypeSpec.Builder type) {
        int width = width();
        if (predictor.tellsClass()) {
            predict(type, "predict", "The number of the class that the network takes a row for.", TypeName.INT,
                    "classes", "output");
            if (predictor.tellsProbability()) {
                predict(type, "probabilities", "How likely each class is, from 0 to 1.",
                        ArrayTypeName.of(float.class), "vectors", "answer");
            }
        } else {
            String what = predictor.target().group().kind() instanceof Kind.Bool || predictor.tellsProbability()
                    ? "How likely it is that " + predictor.columnName() + " is true, from 0 to 1."
                    : "The column " + predictor.columnName() + ", as it is in the data.";
            predict(type, "predict", what, width == 1 ? TypeName.FLOAT : ArrayTypeName.of(float.class),
                    width == 1 ? "numbers" : "vectors", "answer");
        }
        predict(type, "outputs", "What the network puts out: " + predictor.network().outputName() + ", "
                + predictor.network().outputType() + ".", ArrayTypeName.of(float.class), "vectors", "output");
    }

    /** A method for one row, and one for many. */
    private void predict(TypeSpec.Builder type, String name, String javadoc, TypeName answer, String how,
            String output) {
        TypeName many = ArrayTypeName.of(answer);
        type.addMethod(MethodSpec.methodBuilder(name).addModifiers(Modifier.PUBLIC).returns(answer)
                .addJavadoc("$L\n", JavadocText.of(javadoc)).addParameter(rowType, "row")
                .addStatement("return $N($T.of(row))[0]", name, List.class).build());
        type.addMethod(MethodSpec.methodBuilder(name).addModifiers(Modifier.PUBLIC).returns(many)
                .addJavadoc("The same of many rows, in their order.\n")
                .addParameter(ParameterizedTypeName.get(ClassName.get(List.class), rowType), "rows")
                .addStatement("return predictor.$N(rows, $T::put, $S)", how,
                        ClassName.get(packageName, predictor.name()), output)
                .build());
    }

    private MethodSpec put() {
        MethodSpec.Builder method = MethodSpec.methodBuilder("put").addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .addParameter(rowType, "row").addParameter(RuntimeSymbols.ROW_PLACE, "place");
        components.forEach(c -> method.addStatement(c.put()));
        return method.build();
    }
}
