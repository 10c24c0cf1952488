package org.dnn.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.ColumnGroup.ColumnName;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.model.DataSet.Part;
import org.dnn.compiler.type.Kind;

/** Writes the class of a data block: where its rows come from, how they are shared out, and what is learnt of them. */
public final class EmitData {
    private final String packageName;
    private final DataSet data;
    private final List<LearntStatistic> statistics;

    /**
     * Something learnt of a column.
     *
     * @param name   under which it is kept
     * @param count  how many numbers it is: one for each element or channel, or one
     * @param before the transforms before it, as Java of {@code x}, {@code e} and {@code learnt}; "x" where there are none
     */
    public record LearntStatistic(String name, String group, String what, int count, int channels, String before) {}

    public EmitData(String packageName, DataSet data, List<LearntStatistic> statistics) {
        this.packageName = packageName;
        this.data = data;
        this.statistics = statistics;
    }

    public JavaFile emit() {
        TypeSpec.Builder type = TypeSpec.classBuilder(data.name()).addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addSuperinterface(RuntimeSymbols.DATA_PROGRAM)
                .addJavadoc("$L$L\n", JavadocText.of(data.documentation(), "The data " + data.name() + "."),
                        JavadocText.from(data.origin()));
        type.addMethod(override("name").returns(String.class).addStatement("return $S", data.name()).build());
        type.addMethod(rows());
        type.addMethod(split());
        type.addMethod(statistics());
        return JavaText.file(packageName, type.build());
    }

    private static MethodSpec.Builder override(String name) {
        return MethodSpec.methodBuilder(name).addAnnotation(Override.class).addModifiers(Modifier.PUBLIC);
    }

    private MethodSpec rows() {
        MethodSpec.Builder method = override("rows").returns(RuntimeSymbols.SOURCE_ROWS)
                .addParameter(RuntimeSymbols.DATA_PLACES, "places");
        switch (data.source()) {
            case DataSet.Source.Generated generated -> {
                ClassName program = ClassName.get(packageName, data.name() + "Rows");
                method.addStatement("return $T.of($T.make($L, $LL, $T.FIXED, $T.PER_ROW, $T::new,\n$T.of($L)))",
                        RuntimeSymbols.SOURCE_ROWS, RuntimeSymbols.GENERATED_ROWS, generated.rows(), data.seed(),
                        program, program, program,
                        List.class, outputs());
            }
            case DataSet.Source.Csv csv -> csv(method, csv);
            case DataSet.Source.Idx idx -> idx(method, idx);
        }
        return method.build();
    }

    private CodeBlock outputs() {
        return data.columns().stream()
                .map(g -> CodeBlock.of("$T.Output.$L($S, $L, $S)", RuntimeSymbols.GENERATED_ROWS, content(g.kind()),
                        g.name(), g.kind() instanceof Kind.ClassOf c ? c.classes() : g.width(),
                        g.names().getFirst().origin().line()))
                .collect(CodeBlock.joining(",\n        "));
    }

    private static String content(Kind kind) {
        return switch (kind) {
            case Kind.ClassOf _ -> "classes";
            case Kind.OneHot _ -> "oneHot";
            case Kind.Bool _ -> "truths";
            case Kind.Probability _ -> "probabilities";
            case Kind.Real _,Kind.Logits _,Kind.LogProbability _ -> "numbers";
        };
    }

    private void csv(MethodSpec.Builder method, DataSet.Source.Csv csv) {
        CodeBlock.Builder columns = CodeBlock.builder();
        List<CodeBlock> all = new ArrayList<>();
        for (ColumnGroup group : data.columns()) {
            group.names().forEach(n -> all.add(column(group, n)));
        }
        columns.add(all.stream().collect(CodeBlock.joining(",\n")));
        method.addStatement("$T file = $T.read(places.file($S), $L, $T.of(\n$L))", RuntimeSymbols.TABLE,
                RuntimeSymbols.CSV_FILE, csv.file(),
                csv.separator().isEmpty()
                        ? CodeBlock.of("$T.AUTO", RuntimeSymbols.CSV_FILE)
                        : CodeBlock.of("'$L'", CodeBlock.of("$S", csv.separator()).toString().replace("\"", "")),
                List.class, columns.build());
        CodeBlock.Builder code = CodeBlock.builder().add("return $T.of($T.of(file)", RuntimeSymbols.SOURCE_ROWS,
                RuntimeSymbols.GROUPING);
        for (ColumnGroup group : data.columns()) {
            code.add("\n.group($S, $L)", group.name(), group.names().stream().map(n -> CodeBlock.of("$S", n.name()))
                    .collect(CodeBlock.joining(", ")));
        }
        method.addStatement("$L\n.table())", code.build());
    }

    private static CodeBlock column(ColumnGroup group, ColumnName name) {
        CodeBlock.Builder code = CodeBlock.builder().add("$T.", RuntimeSymbols.CSV_COLUMN);
        switch (group.kind()) {
            case Kind.ClassOf classes -> code.add("classNumber($S, $L)", name.name(), classes.classes());
            case Kind.OneHot classes -> code.add("classNumber($S, $L)", name.name(), classes.classes());
            case Kind.Bool _ -> {
                if (group.words().isEmpty()) {
                    code.add("bool($S)", name.name());
                } else {
                    code.add("bool($S, $T.of($S), $T.of($S))", name.name(), List.class, group.words().get(0),
                            List.class,
                            group.words().get(1));
                }
            }
            case Kind.Real _,Kind.Logits _,Kind.Probability _,Kind.LogProbability _ -> code.add("number($S)",
                    name.name());
        }
        if (name.position() > 0) {
            code.add(".at($L)", name.position());
        } else if (!name.header().equals(name.name())) {
            code.add(".from($S)", name.header());
        }
        return group.optional() ? code.add(".orMissing()").build() : code.build();
    }

    private void idx(MethodSpec.Builder method, DataSet.Source.Idx idx) {
        ColumnGroup image = data.columns().stream().filter(ColumnGroup::input).findFirst().orElseThrow();
        ColumnGroup label = data.columns().stream().filter(g -> !g.input()).findFirst().orElseThrow();
        int classes = switch (label.kind()) {
            case Kind.ClassOf c -> c.classes();
            default -> 256;
        };
        if (idx.download()) {
            method.addStatement("$T.files(places.directory(), places.beside(), places.say())", RuntimeSymbols.MNIST);
        }
        List<Integer> shape = image.shape();
        method.addStatement(
                "return $T.of($T.read(new $T.Layout($S, $L, $L, $S, $L),\nnew $T.Part(places.file($S), places.file($S)),"
                        + "\nnew $T.Part(places.file($S), places.file($S))))",
                RuntimeSymbols.SOURCE_ROWS, RuntimeSymbols.IDX_TABLE,
                RuntimeSymbols.IDX_TABLE, image.name(), shape.get(shape.size() - 2), shape.getLast(), label.name(),
                classes, RuntimeSymbols.IDX_TABLE, idx.trainImages(), idx.trainLabels(), RuntimeSymbols.IDX_TABLE,
                idx.testImages(), idx.testLabels());
    }

    private MethodSpec split() {
        MethodSpec.Builder method = override("split").returns(RuntimeSymbols.SPLIT)
                .addParameter(RuntimeSymbols.SOURCE_ROWS, "rows");
        DataSet.Split split = data.split();
        CodeBlock shares = shares(split);
        switch (split.method()) {
            case NONE -> method.addStatement("return $T.none(rows.table().rows())", RuntimeSymbols.SPLIT);
            case RANDOM ->
                method.addStatement("return $T.random(rows.table().rows(), $L, $LL)", RuntimeSymbols.SPLIT, shares,
                        data.seed());
            case STRATIFIED -> method.addStatement("return $T.stratified($S, rows.table().column($S), $L, $LL)",
                    RuntimeSymbols.SPLIT, split.by(), data.group(split.by()).orElseThrow().name(), shares,
                    data.seed());
            case OFFICIAL -> {
                boolean cut = !(split.train() instanceof Part.Rest);
                if (cut) {
                    method.addStatement("return $T.official(rows.trainPart(), rows.testPart(), $L, $LL)",
                            RuntimeSymbols.SPLIT, shares,
                            data.seed());
                } else {
                    method.addStatement("return $T.official(rows.trainPart(), rows.testPart())", RuntimeSymbols.SPLIT);
                }
            }
        }
        return method.build();
    }

    private static CodeBlock shares(DataSet.Split split) {
        boolean counts = split.train() instanceof Part.Count;
        return CodeBlock.of(counts ? "$T.counts($L, $L, $L)" : "$T.fractions($L, $L, $L)", RuntimeSymbols.SHARES,
                part(split.train(), counts), part(split.validation(), counts), part(split.test(), counts));
    }

    private static CodeBlock part(Part part, boolean counts) {
        return switch (part) {
            case Part.Share share -> CodeBlock.of("new $T($LL, $LL)", RuntimeSymbols.FRACTION, share.of().numerator(),
                    share.of().denominator());
            case Part.Count count -> CodeBlock.of("$L", count.rows());
            case Part.Rest _ -> counts ? CodeBlock.of("0") : CodeBlock.of("$T.NONE", RuntimeSymbols.FRACTION);
        };
    }

    private MethodSpec statistics() {
        MethodSpec.Builder method = override("statistics")
                .returns(ParameterizedTypeName.get(ClassName.get(Map.class), ClassName.get(String.class),
                        ArrayTypeName.of(float.class)))
                .addParameter(RuntimeSymbols.TABLE, "rows").addParameter(int[].class, "train");
        if (statistics.isEmpty()) {
            return method.addStatement("return $T.of()", Map.class).build();
        }
        method.addStatement("$T<String, float[]> learnt = new $T<>()", Map.class, java.util.LinkedHashMap.class);
        for (LearntStatistic statistic : statistics) {
            switch (statistic.what()) {
                case "mean" -> {
                    String std = statistic.name().replaceAll("mean$", "std");
                    String local = Names.camel(statistic.name().replaceAll("\\.mean$", ""));
                    boolean both = statistics.stream().anyMatch(s -> s.name().equals(std));
                    boolean each = statistic.count() == statistic.channels();
                    method.addStatement("float[][] $L = $T.$L($S, rows, train, $L, e -> x -> $L)", local,
                            RuntimeSymbols.LEARNT, each ? "moments" : "momentsOfAll", statistic.group(),
                            statistic.channels(), statistic.before());
                    method.addStatement("learnt.put($S, $L[0])", statistic.name(), local);
                    if (both) {
                        method.addStatement("learnt.put($S, $L[1])", std, local);
                    }
                }
                case "std" -> {
                    /* With the mean. */
                }
                default -> method.addStatement("learnt.put($S, $T.median($S, rows, train, $L, e -> x -> $L))",
                        statistic.name(), RuntimeSymbols.LEARNT, statistic.group(), statistic.count(),
                        statistic.before());
            }
        }
        return method.addStatement("return learnt").build();
    }

}
