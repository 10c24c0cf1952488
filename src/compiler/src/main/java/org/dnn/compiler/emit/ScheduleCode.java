package org.dnn.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import java.util.List;
import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.model.Duration;
import org.dnn.compiler.model.Schedule;

/** How a quantity moves, as the body of a method of a clock. Named schedules are PyTorch's; pieces move every step. */
final class ScheduleCode {
    private final Schedule schedule;
    private final CodeBlock.Builder code = CodeBlock.builder();

    ScheduleCode(Schedule schedule) {
        this.schedule = schedule;
    }

    CodeBlock body() {
        switch (schedule) {
            case Schedule.Constant constant -> code.addStatement("return $L", HostTerms.number(constant.value()));
            case Schedule.Pieces pieces -> pieces(pieces.pieces());
            case Schedule.Named named -> named(named.entry().name(), named.arguments());
        }
        return code.build();
    }

    private void pieces(List<Schedule.Piece> pieces) {
        code.addStatement("double start = 0");
        for (int i = 0; i < pieces.size(); i++) {
            Schedule.Piece piece = pieces.get(i);
            boolean last = i == pieces.size() - 1;
            String length = piece.over().map(ScheduleCode::steps).orElse("clock.steps() - start");
            code.addStatement("$Ldouble $L = $L", "", "length" + (i + 1), length);
            if (last) {
                code.addStatement("double share$L = Math.clamp((clock.step() - start) / Math.max(length$L, 1), 0, 1)",
                        i + 1, i + 1);
                code.addStatement("return $L", curve(piece, "share" + (i + 1)));
            } else {
                code.beginControlFlow("if (clock.step() < start + length$L)", i + 1);
                code.addStatement("double share = (clock.step() - start) / length$L", i + 1);
                code.addStatement("return $L", curve(piece, "share"));
                code.endControlFlow();
                code.addStatement("start += length$L", i + 1);
            }
        }
    }

    private static String curve(Schedule.Piece piece, String share) {
        String from = HostTerms.number(piece.from());
        String to = HostTerms.number(piece.to());
        return switch (piece.curve()) {
            case "linear" -> from + " + (" + to + " - " + from + ") * " + share;
            case "cosine" -> to + " + (" + from + " - " + to + ") * (1 + Math.cos(Math.PI * " + share + ")) / 2";
            case "exponential" -> from + " * Math.pow(" + piece.to() + " / " + from + ", " + share + ")";
            case "constant" -> from;
            default -> throw new CompilerBug("emit", "no curve " + piece.curve());
        };
    }

    private static String steps(Duration duration) {
        String amount = HostTerms.number(duration.amount().toDouble());
        return duration.epochs() ? amount + " * clock.stepsPerEpoch()" : amount;
    }

    /** A duration as it counts for a schedule that moves with the epochs, or with the steps. */
    private static String passed(Duration duration) {
        return (duration.epochs() ? "clock.epoch()" : "clock.step()");
    }

    private void named(String name, Arguments a) {
        switch (name) {
            case "constant" -> code.addStatement("return $L", number(a, "value"));
            case "step" -> {
                Duration every = (Duration) a.get("every");
                code.addStatement("return $L * Math.pow($L, Math.floor($L / $L))", number(a, "from"),
                        number(a, "factor"), passed(every), every.amount().toDouble());
            }
            case "multi_step" -> {
                code.addStatement("double value = $L", number(a, "from"));
                for (Object milestone : (List<?>) a.get("at")) {
                    Duration at = (Duration) milestone;
                    code.beginControlFlow("if ($L >= $L)", passed(at), HostTerms.number(at.amount().toDouble()));
                    code.addStatement("value *= $L", number(a, "factor")).endControlFlow();
                }
                code.addStatement("return value");
            }
            case "exponential" -> code.addStatement("return $L * Math.pow($L, clock.epoch())", number(a, "from"),
                    number(a, "factor"));
            case "linear" -> {
                Duration over = (Duration) a.get("over");
                code.addStatement("double share = Math.min(1, $L / $L)", passed(over),
                        over.amount().toDouble());
                code.addStatement("return $L + ($L - $L) * share", number(a, "from"), number(a, "to"),
                        number(a, "from"));
            }
            case "cosine" -> {
                boolean all = a.get("over") instanceof String;
                String at = all ? "clock.epoch()" : passed((Duration) a.get("over"));
                String length = all
                        ? "(double) clock.epochs()"
                        : Double.toString(((Duration) a.get("over")).amount().toDouble());
                code.addStatement("double share = $L / $L", at, length);
                code.addStatement("return $L + ($L - $L) * (1 + Math.cos(Math.PI * share)) / 2", number(a, "to"),
                        number(a, "from"), number(a, "to"));
            }
            case "one_cycle" -> oneCycle(a);
            case "plateau" -> code.addStatement("return Math.max($L, $L * clock.plateauFactor())", number(a, "min"),
                    number(a, "from"));
            default -> throw new CompilerBug("emit", "no schedule " + name);
        }
    }

    /** PyTorch's OneCycleLR with cosines: up for a share of the steps, then down to almost nothing. */
    private void oneCycle(Arguments a) {
        code.addStatement("double first = $L / $L", number(a, "max"), a.real("div_factor"));
        code.addStatement("double last = first / $L", number(a, "final_div_factor"));
        code.addStatement("double up = $L * clock.steps() - 1", number(a, "pct_start"));
        code.addStatement("double down = Math.max(clock.steps() - 1 - up, Double.MIN_NORMAL)");
        code.beginControlFlow("if (clock.step() < up)");
        code.addStatement("return $L + (first - $L) * (1 + Math.cos(Math.PI * clock.step() / up)) / 2",
                number(a, "max"), number(a, "max"));
        code.endControlFlow();
        code.addStatement("return last + ($L - last) * (1 + Math.cos(Math.PI * (clock.step() - up) / down)) / 2",
                number(a, "max"));
    }

    private static String number(Arguments a, String name) {
        return HostTerms.number(a.real(name));
    }
}
