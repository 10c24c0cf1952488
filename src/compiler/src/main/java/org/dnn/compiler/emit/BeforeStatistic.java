package org.dnn.compiler.emit;

import java.util.List;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.ColumnGroup.Transform;

/** The transforms before a statistic, as Java in double: of {@code x}, the channel {@code e}, and what is {@code learnt} so far. */
public final class BeforeStatistic {
    private BeforeStatistic() {}

    /** @param transforms how many of the group's transforms come before */
    public static String code(ColumnGroup group, int transforms) {
        String code = "x";
        for (int i = 0; i < transforms; i++) {
            Transform transform = group.transforms().get(i);
            Arguments a = transform.arguments();
            String learnt = group.name() + "." + transform.entry().name() + (i + 1) + ".";
            code = switch (transform.entry().name()) {
                case "scale" -> "(" + code + ") * " + a.real("factor");
                case "log1p" -> "Math.log1p(" + code + ")";
                case "impute" -> "(Double.isNaN(" + code + ") ? "
                        + (a.get("with") instanceof String word ? element(learnt + word) : a.get("with")) + " : " + code
                        + ")";
                case "standardize" -> centered(code, element(learnt + "mean"), element(learnt + "std"));
                case "normalize" -> a.get("mean") instanceof List
                        ? centered(code, number(a, "mean"), number(a, "std"))
                        : a.get("per").equals("all")
                                ? centered(code, all(learnt + "mean"), all(learnt + "std"))
                                : centered(code, element(learnt + "mean"), element(learnt + "std"));
                default -> throw new CompilerBug("emit", "no formula for " + transform.entry().name());
            };
        }
        return code;
    }

    private static String centered(String code, String mean, String deviation) {
        return "(" + code + " - " + mean + ") / " + deviation;
    }

    private static String element(String name) {
        return "learnt.get(\"" + name + "\")[e]";
    }

    private static String all(String name) {
        return "learnt.get(\"" + name + "\")[0]";
    }

    private static String number(Arguments a, String name) {
        List<Double> numbers = a.reals(name);
        return numbers.size() == 1
                ? numbers.getFirst().toString()
                : "new double[]{" + String.join(", ", numbers.stream().map(d -> d.toString()).toList()) + "}[e]";
    }
}
